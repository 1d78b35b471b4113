/** The parts of an OpenAPI 3.1 document that our own readers of docs/openapi.json use. */
export type Schema = {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly example?: unknown;
  readonly examples?: readonly unknown[];
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
};
export type Media = {
  readonly schema?: Schema;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { readonly value?: unknown }>>;
};
export type Parameter = {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly example?: unknown;
  readonly schema?: Schema;
};
export type Operation = {
  readonly operationId: string;
  readonly summary?: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly security?: readonly Readonly<Record<string, unknown>>[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content?: Readonly<Record<string, Media>> };
  readonly responses?: Readonly<Record<string, unknown>>;
};
export type Document = {
  readonly info: { readonly title: string; readonly version: string; readonly description?: string };
  readonly servers?: readonly { readonly url: string }[];
  readonly security?: Operation["security"];
  readonly tags?: readonly { readonly name: string; readonly description?: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> };
};

/** A schema inside itself is followed this deep, then left out. */
const DEPTH_MAX = 6;
const BY_FORMAT: Readonly<Record<string, string>> = {
  "date-time": "2026-01-31T12:00:00.000Z",
  date: "2026-01-31",
  email: "ada@example.com",
  uri: "https://example.com",
  uuid: "00000000-0000-7000-8000-000000000000",
};

function resolve(document: Document, schema: Schema): Schema {
  const name = schema.$ref?.split("/").at(-1);
  return (name === undefined ? undefined : document.components?.schemas?.[name]) ?? schema;
}

/** What the document itself offers as an example of this schema, else undefined. */
const written = (schema: Schema): unknown =>
  schema.example ?? schema.examples?.[0] ?? schema.const ?? schema.default ?? schema.enum?.[0];

/** A value that fits the schema: what the document says for an example, else the smallest honest one. */
export function exampleOf(document: Document, given: Schema, depth = 0): unknown {
  const offered = written(given);
  if (offered !== undefined) return offered;
  const schema = resolve(document, given);
  const named = written(schema);
  if (named !== undefined || depth >= DEPTH_MAX) return named;
  const choice = schema.oneOf?.[0] ?? schema.anyOf?.[0];
  if (choice) return exampleOf(document, choice, depth + 1);
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map((part) => exampleOf(document, part, depth + 1)));
  if (schema.properties) {
    const entries = Object.entries(schema.properties)
      .filter(
        ([name, part]) => schema.required?.includes(name) === true || written(resolve(document, part)) !== undefined,
      )
      .map(([name, part]) => [name, exampleOf(document, part, depth + 1)]);
    return Object.fromEntries(entries);
  }
  return plainExample(document, schema, depth);
}

function plainExample(document: Document, schema: Schema, depth: number): unknown {
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (type === "array") return schema.items ? [exampleOf(document, schema.items, depth + 1)] : [];
  if (type === "integer" || type === "number") return schema.minimum ?? 1;
  if (type === "boolean") return false;
  if (type === "string") return BY_FORMAT[schema.format ?? ""] ?? "text";
  return type === "object" ? {} : null;
}
