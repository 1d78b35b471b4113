import { allows, type Variable, type VariableValue } from "../../contract/variable.ts";
import { Failure, type Fault } from "../../errors.ts";
import { areNear, plainName } from "../enrichment/index.ts";
import { nameKey, type Template } from "./template.ts";

const FAULTS_MAX = 50;
/** Comparing every name with every other is quadratic; who has more names has a program that writes them. */
const COMPARED_MAX = 64;

/** Values by name, as they came in. */
export type Given = Readonly<Record<string, unknown>>;
/** What became of the names; all of them are warnings, and none stops a text from being made. */
export type Report = {
  readonly used: readonly string[];
  readonly defaulted: readonly string[];
  readonly undeclared: readonly string[];
  readonly unknown: readonly string[];
  readonly unused: readonly string[];
  readonly similar: readonly { readonly name: string; readonly like: string }[];
  readonly ignored: readonly string[];
};
export type Bound = { readonly texts: ReadonlyMap<string, string>; readonly variables: Report };

/**
 * Gives every variable of the template its text. A default, or nothing where the variable may be left out, stands only
 * for a name that was not given at all; null is a value, and of no type. Throws `variable_missing` with every name that
 * has no value or one of another type, as `<path>.<name>`.
 */
export function bindValues(template: Template, declared: readonly Variable[], given: Given, path: string): Bound {
  const values = new Map(Object.entries(given).map(([name, value]) => [nameKey(name), value]));
  const declarations = new Map(declared.map((variable) => [nameKey(variable.name), variable]));
  const used = new Set(template.names);
  const defaulted: string[] = [];
  const texts = new Map<string, string>();
  const faults: Fault[] = [];
  const refuse = (name: string, code: string, message: string) =>
    faults.push({ path: `${path}.${name}`, code, message });

  for (const [name, value] of values) {
    const declaration = declarations.get(name);
    if (!declaration && !used.has(name)) continue;
    const fault = faultOf(value, declaration);
    if (fault) refuse(name, ...fault);
    else texts.set(name, textOf(value as VariableValue)); // `faultOf` has just seen that it is one
  }
  for (const name of used) {
    const declaration = declarations.get(name);
    if (values.has(name)) continue;
    if (declaration?.default === undefined && declaration?.required !== false) refuse(name, "missing", "has no value");
    defaulted.push(name);
    texts.set(name, textOf(declaration?.default ?? ""));
  }
  if (faults.length > 0) {
    const detail = `${faults[0]?.path}: ${faults[0]?.message}`;
    throw new Failure("variable_missing", { detail, faults: faults.slice(0, FAULTS_MAX) });
  }
  const isKnown = (name: string): boolean => used.has(name) || declarations.has(name);
  return {
    texts,
    variables: {
      used: template.names,
      defaulted,
      undeclared: template.names.filter((name) => !declarations.has(name)),
      unknown: [...values.keys()].filter((name) => !isKnown(name)),
      unused: [...declarations.keys()].filter((name) => !used.has(name)),
      similar: similarIn([...new Set([...used, ...declarations.keys(), ...values.keys()])]),
      ignored: template.ignored,
    },
  };
}

const textOf = (value: VariableValue): string => String(value);

/** Code and message of what is wrong with a value; a variable nobody declared takes any plain value. */
function faultOf(value: unknown, declaration: Variable | undefined): [code: string, message: string] | undefined {
  if (value === null) return ["null", 'is null: leave it out for its default, or send "" for nothing'];
  if (!declaration) {
    const isPlain = ["string", "number", "boolean"].includes(typeof value);
    return isPlain ? undefined : ["wrong_type", "must be a string, a number or a boolean"];
  }
  if (allows(declaration, value)) return undefined;
  const wanted = declaration.type === "enum" ? "one of the values it is declared with" : `a ${declaration.type}`;
  return ["wrong_type", `must be ${wanted}`];
}

/** Names that look like one name written in two ways, as the linter sees them. */
function similarIn(names: readonly string[]): Report["similar"] {
  const seen: { name: string; plain: string }[] = [];
  return names.slice(0, COMPARED_MAX).flatMap((name) => {
    const plain = plainName(name);
    const twin = seen.find((other) => areNear(other.plain, plain));
    seen.push({ name, plain });
    return twin ? [{ name, like: twin.name }] : [];
  });
}
