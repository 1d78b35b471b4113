import type { Draft } from "../../contract/draft.ts";
import { type Variable, valueOfText, type VariableValue } from "../../contract/variable.ts";
import { Failure } from "../../errors.ts";
import { readTemplate, render } from "../rendering/index.ts";

/** More than anyone fills in by hand. */
const FIELDS_MAX = 100;
const PATH = "values";

type Fillable = Draft & { readonly variables: readonly Variable[] };
/** A variable as the form asks for it. */
export type Field = {
  readonly name: string;
  readonly type: Variable["type"];
  /** Rendering without it fails. */
  readonly isNeeded: boolean;
  readonly choices: readonly string[];
  readonly description: string | undefined;
  /** What is typed in so far, or stands in there at first. */
  readonly text: string;
};

/** What a form sent, by the names of the variables. */
export type Sent = Readonly<Record<string, string>>;
export type Filled =
  | { readonly kind: "rendered"; readonly text: string }
  /** What is wrong, by the name of the variable. */
  | { readonly kind: "refused"; readonly faults: ReadonlyMap<string, string> }
  | { readonly kind: "too_long" };

const BOOLEANS = ["true", "false"];
const UNDECLARED = { type: "string", required: true } as const;

/** The fields of a prompt's form. */
export function fieldsOf(names: readonly string[], variables: readonly Variable[], sent?: Sent): readonly Field[] {
  const declared = new Map(variables.map((variable) => [variable.name.normalize("NFC"), variable]));
  return names.map((name) => {
    const variable: Omit<Variable, "name"> = declared.get(name) ?? UNDECLARED;
    const { type, required, values = [], description } = variable;
    const typed = sent && Object.hasOwn(sent, name) ? sent[name] : undefined;
    return {
      name,
      type,
      description,
      isNeeded: required && variable.default === undefined,
      choices: type === "boolean" ? BOOLEANS : values,
      text: (typed ?? String(variable.default ?? "")).replaceAll("\r\n", "\n"), // how browsers send a new line
    };
  });
}

/** What a form asks for, in the order of first use; nothing for a template that cannot be read, or is too much for a form. */
export function namesIn(prompt: Draft): readonly string[] {
  try {
    const { names } = readTemplate(prompt);
    return names.length > FIELDS_MAX ? [] : names;
  } catch (error) {
    if (error instanceof Failure) return [];
    throw error;
  }
}

/** What stands in a field, as the variable's type has it; what is not of it stays text, which rendering refuses. */
const valueOf = ({ type, text }: Field): VariableValue =>
  valueOfText(type, type === "number" ? text.replace(",", ".") : text);

const WORDS = {
  string: "Please fill this in.",
  number: "Please type a number, such as 12 or 0.5.",
  boolean: "Please choose one.",
  enum: "Please choose one.",
} satisfies Record<Variable["type"], string>;

/** Fills in the prompt; a field that is left empty was not given. */
export function fillIn(prompt: Fillable, fields: readonly Field[]): Filled {
  const given = Object.fromEntries(
    fields.filter(({ text }) => text !== "").map((field) => [field.name, valueOf(field)]),
  );
  try {
    return { kind: "rendered", text: render(prompt, given, PATH).text };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    if (error.code === "invalid_input") return { kind: "too_long" };
    const refused = new Set(error.faults.map(({ path }) => path.slice(PATH.length + 1)));
    const faults = fields.filter(({ name }) => refused.has(name)).map(({ name, type }) => [name, WORDS[type]] as const);
    return { kind: "refused", faults: new Map(faults) };
  }
}
