import { z } from "zod";

export const VARIABLES_MAX = 100;
const NAME_MAX = 100;
const DESCRIPTION_MAX = 500;
const TEXT_MAX = 2_000;
const VALUES_MAX = 50;
const VALUE_MAX = 200;
/** Of all declarations of a prompt as JSON; the column takes 64 KiB with Postgres's spaces. */
const VARIABLES_BYTES_MAX = 50_000;
/** Numbers are stored in full digits, so both ends are bounded. */
const NUMBER_MAX = 1e15;
const NUMBER_MIN = 1e-9;

export const VARIABLE_TYPES = ["string", "number", "boolean", "enum"] as const;
export type VariableType = (typeof VARIABLE_TYPES)[number];
export type VariableValue = string | number | boolean;

/** What may stand between `{{` and `}}`: the pattern the linter reads variables by. */
const NAME = /^[\p{L}_][\p{L}\p{M}\p{N}_]*(?:[.-][\p{L}\p{M}\p{N}_]+)*$/u;
/** Names that mean something to JavaScript objects, whatever a text calls them. */
const RESERVED = new Set(["__proto__", "constructor", "prototype"]);

export const VariableName = z
  .string()
  .max(NAME_MAX)
  .regex(NAME, "is not the name of a variable: a letter or _, then letters, digits, _ and single . or - between")
  .refine((name) => !name.split(/[.-]/u).some((part) => RESERVED.has(part)), "is reserved");

const number = z
  .number()
  .min(-NUMBER_MAX)
  .max(NUMBER_MAX)
  .refine((value) => value === 0 || Math.abs(value) >= NUMBER_MIN, "is too close to 0");
/** A value a variable may be given, whatever its type; text that is rendered may be longer than a default. */
const DefaultValue = z.union([z.string().max(TEXT_MAX), number, z.boolean()]);

type Declared = { readonly type: VariableType; readonly values?: readonly string[] };

/** Whether a value is one the declaration allows; nothing is converted: `"1"` is no number. */
export const allows = ({ type, values }: Declared, value: unknown): value is VariableValue =>
  type === "enum" ? typeof value === "string" && (values ?? []).includes(value) : typeof value === type;

/** A text as the value of a type, where it says one; any other stays text, which rendering refuses. */
export function valueOfText(type: VariableType | undefined, text: string): VariableValue {
  if (type === "boolean" && (text === "true" || text === "false")) return text === "true";
  const number = type === "number" && text.trim() !== "" ? Number(text) : Number.NaN;
  return Number.isFinite(number) ? number : text;
}

/** The texts of a command line or a form as the values the variables of these names declare. */
export function typedValues(
  texts: Readonly<Record<string, string>>,
  declared: readonly { readonly name: string; readonly type: VariableType }[],
): Record<string, VariableValue> {
  const types = new Map(declared.map(({ name, type }) => [name.normalize("NFC"), type]));
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [name, valueOfText(types.get(name.normalize("NFC")), text)]),
  );
}

/** A variable a prompt declares: what `{{name}}` may be replaced with. */
export const Variable = z
  .strictObject({
    name: VariableName,
    type: z.enum(VARIABLE_TYPES).default("string"),
    required: z.boolean().default(true).meta({ description: "Rendering without a value and without a default fails" }),
    default: DefaultValue.exactOptional().meta({ description: "Used only when no value is given at all" }),
    description: z.string().trim().min(1).max(DESCRIPTION_MAX).exactOptional(),
    values: z
      .array(z.string().min(1).max(VALUE_MAX))
      .min(1)
      .max(VALUES_MAX)
      .refine((values) => new Set(values).size === values.length, "must differ from each other")
      .exactOptional()
      .meta({ description: "What an `enum` may be; no other type has them" }),
  })
  .superRefine((variable, context) => {
    const refuse = (key: string, message: string) => context.addIssue({ code: "custom", path: [key], message });
    if ((variable.type === "enum") !== (variable.values !== undefined)) {
      refuse("values", variable.type === "enum" ? "an enum needs its values" : "only an enum has values");
    }
    if (variable.default !== undefined && !allows(variable, variable.default)) {
      refuse("default", `is not a value of the type ${variable.type}`);
    }
  })
  .meta({ id: "Variable" });
export type Variable = z.output<typeof Variable>;

const nameOf = ({ name }: { readonly name: string }): string => name.normalize("NFC");

/** All variables of a prompt, in the order they are asked for. */
export const Variables = z
  .array(Variable)
  .max(VARIABLES_MAX)
  .refine((variables) => new Set(variables.map(nameOf)).size === variables.length, "two variables have the same name")
  .refine(
    (variables) => Buffer.byteLength(JSON.stringify(variables)) <= VARIABLES_BYTES_MAX,
    `are longer than ${VARIABLES_BYTES_MAX} bytes together`,
  );

/** The declaration with its keys in one fixed order and none that says nothing: equal declarations are equal JSON. */
export const canonicalVariable = ({ name, type, required, values, description, ...rest }: Variable): Variable => ({
  name,
  type,
  required,
  ...(rest.default !== undefined && { default: rest.default }),
  ...(description !== undefined && { description }),
  ...(values !== undefined && { values }),
});
