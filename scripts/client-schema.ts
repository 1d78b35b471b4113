/** JSON Schema (2020-12, as far as docs/openapi.json uses it) as TypeScript types. */
import type { Schema as Common } from "./openapi-document.ts";

export type Schema = Omit<Common, "properties" | "items" | "oneOf" | "anyOf" | "allOf"> & {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema | false;
  readonly prefixItems?: readonly Schema[];
  readonly additionalProperties?: Schema | boolean;
  readonly propertyNames?: Schema;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
};

const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;
const LINE_MAX = 100;

export const keyOf = (name: string): string => (IDENTIFIER.test(name) ? name : JSON.stringify(name));

/** A doc comment; words are wrapped, and nothing in them can end it. Empty where there is nothing to say. */
export function commentOf(text: string | undefined, indent = ""): string {
  const said = (text ?? "").replaceAll("*/", "*\\/").trim();
  if (said === "") return "";
  const lines: string[] = [];
  let line = "";
  for (const word of said.split(/\s+/)) {
    if (line !== "" && indent.length + line.length + word.length + 1 > LINE_MAX) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  lines.push(line);
  if (lines.length === 1) return `${indent}/** ${lines[0]} */\n`;
  return `${indent}/**\n${lines.map((one) => `${indent} * ${one}\n`).join("")}${indent} */\n`;
}

/** Beside `string` a word says nothing more. */
const unionOf = (types: readonly string[]): string =>
  [...new Set(types)].filter((type) => !type.startsWith('"') || !types.includes("string")).join(" | ");
const grouped = (type: string): string => (/ [|&] /.test(type) && !type.startsWith("{") ? `(${type})` : type);

/** An object type; `{}` in TypeScript would be anything but null, so one without properties is spelled out. */
function objectOf(schema: Schema, indent: string): string {
  const { properties = {}, required = [], additionalProperties, propertyNames } = schema;
  const names = Object.keys(properties);
  if (names.length === 0) {
    if (additionalProperties === false) return "Record<string, never>";
    const value =
      typeof additionalProperties === "object" && Object.keys(additionalProperties).length > 0
        ? typeOf(additionalProperties, indent)
        : "unknown";
    const keys = propertyNames?.enum?.map((name) => JSON.stringify(name)).join(" | ");
    if (keys === undefined) return `Record<string, ${value}>`;
    return required.length > 0 ? `Record<${keys}, ${value}>` : `Partial<Record<${keys}, ${value}>>`;
  }
  const inner = `${indent}  `;
  const fields = names.map((name) => {
    const property = properties[name] ?? {};
    const mark = required.includes(name) ? "" : "?";
    return `${commentOf(property.description, inner)}${inner}${keyOf(name)}${mark}: ${typeOf(property, inner)};\n`;
  });
  return `{\n${fields.join("")}${indent}}`;
}

function arrayOf({ items, prefixItems }: Schema, indent: string): string {
  if (prefixItems) return `[${prefixItems.map((item) => typeOf(item, indent)).join(", ")}]`;
  return items ? `${grouped(typeOf(items, indent))}[]` : "unknown[]";
}

function plainOf(type: string, schema: Schema, indent: string): string {
  if (type === "integer" || type === "number") return "number";
  if (type === "string" || type === "boolean" || type === "null") return type;
  if (type === "array") return arrayOf(schema, indent);
  if (type === "object") return objectOf(schema, indent);
  throw new Error(`A schema of the type ${type}`);
}

/** The TypeScript type of a schema, laid out at this indent. Throws for what no document of ours holds yet. */
export function typeOf(schema: Schema, indent = ""): string {
  if (schema.$ref !== undefined) return schema.$ref.split("/").at(-1) ?? "unknown";
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return unionOf(schema.enum.map((value) => JSON.stringify(value)));
  const choice = schema.oneOf ?? schema.anyOf;
  if (choice) return unionOf(choice.map((one) => typeOf(one, indent)));
  if (schema.allOf) return schema.allOf.map((one) => grouped(typeOf(one, indent))).join(" & ");
  if (schema.type === undefined) return "unknown";
  const types = typeof schema.type === "string" ? [schema.type] : schema.type;
  return unionOf(types.map((type) => plainOf(type, schema, indent)));
}
