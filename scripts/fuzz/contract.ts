/** The OpenAPI document as the fuzzer reads it: every operation, what it takes, and what it may answer. */
import { document, validatorOf } from "../../test/document/operations.ts";

export type Schema = {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly pattern?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly propertyNames?: Schema;
  readonly items?: Schema;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
};
type Parameter = { readonly in: string; readonly name: string; readonly required?: boolean; schema: Schema };
type Content = Readonly<Record<string, { readonly schema?: Schema; readonly example?: unknown }>>;
type Operation = {
  readonly operationId: string;
  readonly security: readonly Readonly<Record<string, unknown>>[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>;
};

export type Endpoint = {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly body: { readonly media: string; readonly schema: Schema; readonly example: unknown } | null;
  /** "closed" wants a credential; "aware" reads one that is sent; "blind" takes none. */
  readonly door: "closed" | "aware" | "blind";
  readonly takesKeys: boolean;
  readonly isPage: boolean;
  readonly isAdministrative: boolean;
};

function endpointOf(path: string, method: string, operation: Operation): Endpoint {
  const { operationId, security, parameters = [], requestBody, responses } = operation;
  const [media = "", body] = Object.entries(requestBody?.content ?? {})[0] ?? [];
  const isOpen = security.length === 0 || security.some((scheme) => Object.keys(scheme).length === 0);
  return {
    name: operationId,
    method: method.toUpperCase(),
    path,
    parameters,
    body: body ? { media, schema: body.schema ?? {}, example: body.example } : null,
    door: isOpen ? (security.length > 0 ? "aware" : "blind") : "closed",
    takesKeys: security.some((scheme) => "apiKey" in scheme),
    isPage: Object.entries(responses).some(([status, { content = {} }]) => status < "300" && "text/html" in content),
    isAdministrative: path.startsWith("/api/v1/admin/"),
  };
}

type Paths = Readonly<Record<string, Readonly<Record<string, Operation>>>>;
let known: readonly Endpoint[] | undefined;
/** Every operation of the document. */
export const endpoints = (): readonly Endpoint[] =>
  (known ??= Object.entries(document().paths as unknown as Paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => endpointOf(path, method, operation)),
  ));

/** The operation that must be there. */
export function endpointNamed(name: string): Endpoint {
  const found = endpoints().find((endpoint) => endpoint.name === name);
  if (!found) throw new Error(`The document has no ${name}`);
  return found;
}

export const resolve = (schema: Schema): Schema =>
  schema.$ref === undefined ? schema : (document().components.schemas[schema.$ref.split("/").at(-1) ?? ""] ?? schema);

/** What can be read of a body or a parameter is as its schema has it. */
export const fits = (schema: Schema, value: unknown): boolean =>
  value !== undefined && validatorOf(schema)(value, "$") === null;
