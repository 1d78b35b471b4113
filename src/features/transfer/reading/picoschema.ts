import type { Losses } from "./losses.ts";
import { isTable, listOf, ownOf, type Table, tableOf, textOf } from "./values.ts";
import { declare } from "./variables.ts";

/** `name?(type, description)`: a key of Picoschema. */
const KEY = /^([^?()]+)(\?)?(?:\((\w+)(?:,([\s\S]*))?\))?$/;

/** JSON Schema says `type: object` and `properties`; everything else is Picoschema. */
const isJsonSchema = (schema: Table): boolean => schema["type"] === "object" && isTable(schema["properties"]);

function fromJsonSchema(schema: Table, defaults: Table, place: string, losses: Losses) {
  const required = new Set(listOf(schema["required"]));
  return Object.entries(tableOf(schema["properties"])).map(([name, property]) => {
    const { type, description, enum: values, default: own } = tableOf(property);
    const given = ownOf(defaults, name) ?? own;
    return declare(
      name,
      { type, description, values, default: given, required: required.has(name) && given === undefined },
      place,
      losses,
    );
  });
}

function fromPicoschema(schema: Table, defaults: Table, place: string, losses: Losses) {
  return Object.entries(schema).flatMap(([key, value]) => {
    const [, name = "", optional, kind, told] = KEY.exec(key) ?? [];
    if (name === "") return [];
    const given = ownOf(defaults, name);
    const common = { default: given, required: optional === undefined && given === undefined };
    if (kind === "enum") return [declare(name, { ...common, values: value, description: told?.trim() }, place, losses)];
    if (typeof value !== "string")
      return [declare(name, { ...common, type: kind ?? "object", description: told?.trim() }, place, losses)];
    const [type = "", ...description] = value.split(",");
    return [
      declare(name, { ...common, type: type.trim(), description: textOf(description.join(",").trim()) }, place, losses),
    ];
  });
}

/** Variables out of a dotprompt's input: its schema, and defaults that stand beside it. */
export function declareSchema(schema: unknown, defaults: Table, place: string, losses: Losses) {
  if (typeof schema === "string")
    losses.add(place, "a schema by name", "only a schema that stands in the file can be read");
  const known = tableOf(schema);
  const declared = isJsonSchema(known)
    ? fromJsonSchema(known, defaults, place, losses)
    : fromPicoschema(known, defaults, place, losses);
  const names = new Set(declared.map(({ name }) => name));
  const others = Object.entries(defaults).filter(([name]) => !names.has(name));
  return [
    ...declared,
    ...others.map(([name, value]) =>
      declare(name, { type: typeof value, default: value, required: false }, place, losses),
    ),
  ];
}
