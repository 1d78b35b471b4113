import { openApiDocument } from "../../src/app/document.ts";
import type { Validator } from "./rules.ts";
import { compile, type Schema } from "./validator.ts";

type Reference = { readonly $ref: string };
export type Header = { readonly required?: boolean };
export type Media = { readonly schema?: Schema; readonly examples?: Readonly<Record<string, unknown>> };
export type Response = {
  readonly headers?: Readonly<Record<string, Header | Reference>>;
  readonly content?: Readonly<Record<string, Media>>;
};
export type Operation = { readonly operationId: string; readonly responses: Readonly<Record<string, Response>> };
type Document = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly headers: Readonly<Record<string, Header>>;
  };
};

/** The document of the routes as they are, read when the first answer is held to it. */
export const document = (): Document => (known ??= openApiDocument() as Document);
let known: Document | undefined;

const byReference = new Map<string, Validator>();
function resolve(reference: string): Validator {
  let validator = byReference.get(reference);
  if (!validator) {
    const schema = document().components.schemas[reference.split("/").at(-1) ?? ""];
    if (!schema) throw new Error(`${reference} is not in the document`);
    byReference.set(reference, (validator = compile(schema, resolve)));
  }
  return validator;
}
const compiled = new WeakMap<Schema, Validator>();
/** A schema of the document, compiled once. */
export function validatorOf(schema: Schema): Validator {
  let validator = compiled.get(schema);
  if (!validator) compiled.set(schema, (validator = compile(schema, resolve)));
  return validator;
}

type Path = { readonly shape: readonly (string | null)[]; readonly operations: Readonly<Record<string, Operation>> };
/** By the number of segments; what names a segment comes before what takes any, as the router has it. */
let pathsByLength: Map<number, Path[]> | undefined;
function pathsOf(length: number): readonly Path[] {
  pathsByLength ??= Map.groupBy(
    Object.entries(document().paths)
      .map(([path, operations]) => ({
        shape: path.split("/").map((segment) => (segment.startsWith("{") ? null : segment.toLowerCase())),
        operations,
      }))
      .sort((a, b) => (rank(a.shape) < rank(b.shape) ? -1 : 1)),
    ({ shape }) => shape.length,
  );
  return pathsByLength.get(length) ?? [];
}
const rank = (shape: readonly (string | null)[]): string =>
  shape.map((segment) => (segment === null ? "1" : "0")).join("");

/** Nothing at the end of a path is no segment; between others it is one that is empty, which the operation refuses. */
const isTaken = (segments: readonly string[], index: number): boolean =>
  segments[index] !== "" || index < segments.length - 1;

/** What the router would have asked for this method and path. */
export function operationAt(method: string, path: string): Operation | undefined {
  const plain = path.replace(/[?#].*$/s, "").replace(/(?<=.)\/$/, "");
  const segments = plain.split("/").map((segment) => segment.toLowerCase());
  const wanted = (method === "HEAD" ? "GET" : method).toLowerCase();
  return pathsOf(segments.length).find(
    ({ shape, operations }) =>
      operations[wanted] &&
      shape.every((segment, index) => (segment === null ? isTaken(segments, index) : segment === segments[index])),
  )?.operations[wanted];
}
