import type { Losses } from "./losses.ts";
import { variableNameOf } from "./templates.ts";
import { isTable, listOf, ownOf, tableOf, textOf } from "./values.ts";

const TYPES: Readonly<Record<string, string>> = {
  string: "string",
  text: "string",
  input_text: "string",
  number: "number",
  integer: "number",
  float: "number",
  boolean: "boolean",
};

type Declared = { readonly name: string; readonly [key: string]: unknown };

/** A declaration of ours out of a type as others write it; a type we do not have is a string. */
export function declare(
  name: string,
  { type, ...rest }: { type?: unknown; default?: unknown; description?: unknown; required?: boolean; values?: unknown },
  place: string,
  losses: Losses,
): Declared {
  const values = listOf(rest.values).filter((value): value is string => typeof value === "string" && value !== "");
  const known = typeof type === "string" ? ownOf(TYPES, type.toLowerCase()) : undefined;
  const ours = values.length > 0 ? "enum" : (known ?? "string");
  if (type !== undefined && known === undefined && values.length === 0)
    losses.add(
      place,
      `variables of the type ${typeof type === "string" ? type.slice(0, 40) : "schema"}`,
      "they became strings",
    );
  const given = rest.default;
  const fits = ours === "enum" ? values.includes(String(given)) : typeof given === ours;
  if (given !== undefined && given !== null && !fits)
    losses.add(place, "a variable's default of another type", "it was left out");
  const description = textOf(rest.description);
  return {
    name: variableNameOf(name),
    type: ours,
    required: rest.required ?? true,
    ...(given !== undefined && fits && { default: given }),
    ...(description !== null && { description }),
    ...(ours === "enum" && { values: [...new Set(values)] }),
  };
}

/** Variables as OpenAI's prompts name them: a list of declarations, or names with an example value each. */
export function declaredVariables(variables: unknown, place: string, losses: Losses): Declared[] {
  if (Array.isArray(variables))
    return variables.flatMap((item: unknown): Declared[] => {
      if (typeof item === "string") return [declare(item, {}, place, losses)];
      const name = textOf(tableOf(item)["name"]);
      return name === null ? [] : [declare(name, tableOf(item), place, losses)];
    });
  if (!isTable(variables)) return [];
  return Object.entries(variables).map(([name, value]) => {
    const isDeclaration = isTable(value) && !("text" in value);
    if (!isDeclaration) losses.add(place, "values given to variables", "a value of one call is no default");
    return declare(name, isDeclaration ? value : {}, place, losses);
  });
}
