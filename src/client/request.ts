/** What a call needs to know of its operation: a row of the generated table. */
export type Operation = {
  readonly group: string;
  readonly method: string;
  readonly path: string;
  /** Media types by the statuses that are no failure. */
  readonly replies: Readonly<Record<string, readonly string[]>>;
  /** Takes no credential. */
  readonly open?: true;
  readonly body?: "json" | "form";
  /** Takes an `Idempotency-Key`. */
  readonly keyed?: true;
  /** A POST that only reads. */
  readonly reads?: true;
  readonly paged?: true;
  /** Can be read as it happens. */
  readonly streams?: true;
  readonly events?: true;
};

type Fields = Readonly<Record<string, unknown>>;
/** `Input` with its types erased. */
export type AnyInput = {
  readonly path?: Fields;
  readonly query?: Fields;
  readonly headers?: Fields;
  readonly body?: unknown;
};
export type Prepared = {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  readonly body: string | undefined;
};

/** Reloads and forms of browsers on plain HTTP have no `randomUUID`. */
function newKey(): string {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : (JSON.stringify(value) ?? ""));

/** A value as one segment: `..` is no value, because an address with it is another address. */
function segmentOf(name: string, given: unknown): string {
  const value = given === undefined || given === null ? "" : textOf(given);
  if (value === "" || value === "." || value === "..")
    throw new TypeError(`path.${name} cannot be ${JSON.stringify(value)}`);
  return encodeURIComponent(value);
}

function addressOf(base: string, { path: template }: Operation, { path = {}, query = {} }: AnyInput): string {
  const place = template.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => segmentOf(name, ownOf(path, name)));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined) search.append(name, textOf(one));
  const text = search.toString();
  return `${base}${place}${text === "" ? "" : `?${text}`}`;
}
const ownOf = (path: Fields, name: string): unknown => (Object.hasOwn(path, name) ? path[name] : undefined);

/** A form's fields; what a field holds by name is `field[name]`, as on our pages. */
function formOf(body: unknown): string {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries((body ?? {}) as Fields)) {
    if (typeof value === "object" && value !== null)
      for (const [inner, one] of Object.entries(value)) form.append(`${name}[${inner}]`, textOf(one));
    else if (value !== undefined) form.append(name, textOf(value));
  }
  return form.toString();
}

const TYPES = { json: "application/json", form: "application/x-www-form-urlencoded" } as const;

function bodyOf(operation: Operation, body: unknown): string | undefined {
  if (operation.body === undefined) return undefined;
  if (operation.body === "form") return formOf(body);
  return body === undefined ? undefined : JSON.stringify(body);
}

/** Everything of a request but its credential; the same for every try, with one `Idempotency-Key` for all of them. */
export function prepare(base: string, operation: Operation, input: AnyInput, accept: string): Prepared {
  const headers = new Headers({ accept });
  const body = bodyOf(operation, input.body);
  if (operation.body !== undefined && body !== undefined) headers.set("content-type", TYPES[operation.body]);
  for (const [name, value] of Object.entries(input.headers ?? {}))
    if (value !== undefined) headers.set(name, textOf(value));
  if (operation.keyed && !headers.has("idempotency-key")) headers.set("idempotency-key", newKey());
  return { url: addressOf(base, operation, input), method: operation.method, headers, body };
}

export const isSafe = ({ method, keyed, reads }: Operation): boolean =>
  method === "GET" || keyed === true || reads === true;
