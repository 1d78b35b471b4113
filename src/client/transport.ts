import { errorOf, PromptrUnreachable } from "./errors.ts";
import { OPERATIONS } from "./generated/operations.ts";
import { type AnyInput, isSafe, type Operation, prepare, type Prepared } from "./request.ts";
import { patiently } from "./retry.ts";
import type { CallOptions, Credential, Head, OperationName } from "./types.ts";
import { Deadline, reasonOf } from "./waiting.ts";

const TIMEOUT_MS = 30_000;
const RETRIES = 3;
const WAIT_MS_MAX = 60_000;
const JSON_TYPE = "application/json";
const STREAM = "text/event-stream";

export type TransportOptions = {
  /** Where the server is: `https://promptr.example.com`. */
  readonly url: string;
  /** A person's token. One of the two, or neither for what is open to everybody. */
  readonly accessToken?: Credential | undefined;
  readonly apiKey?: Credential | undefined;
  readonly timeoutMs?: number | undefined;
  readonly retries?: number | undefined;
  /** The longest `Retry-After` that is waited for. */
  readonly waitMsMax?: number | undefined;
  /** Instead of the platform's own. */
  readonly fetch?: typeof fetch | undefined;
};
type AnyReply = Head & { readonly status: number; readonly data: unknown };

export const operationOf = (name: OperationName): Operation => OPERATIONS[name];

const headOf = ({ headers }: Response): Head => ({
  headers,
  etag: headers.get("etag"),
  requestId: headers.get("x-request-id"),
});

/** Speaks HTTP: credential, time, tries, and what comes back. */
export class Transport {
  readonly #options: TransportOptions;
  readonly #base: string;

  constructor(options: TransportOptions) {
    if (options.accessToken !== undefined && options.apiKey !== undefined)
      throw new TypeError("Give an accessToken or an apiKey, not both");
    this.#options = options;
    const { username, password, href } = new URL(options.url);
    if (username !== "" || password !== "") throw new TypeError("The url must not hold a name or a password");
    this.#base = href.replace(/[?#].*$/, "").replace(/\/+$/, "");
  }

  /** Asks and reads the answer; throws `PromptrError`, `PromptrUnreachable`, or the reason of the signal. */
  async send(name: OperationName, input: AnyInput, options: CallOptions = {}): Promise<AnyReply> {
    const operation = operationOf(name);
    const kinds = Object.values(operation.replies).flat();
    const known = kinds.includes(JSON_TYPE) ? JSON_TYPE : kinds[0];
    const isFile = kinds.some((kind) => kind !== JSON_TYPE && kind !== "text/html");
    const accept = isFile ? "*/*" : `${known ?? JSON_TYPE}, application/problem+json;q=0.9`;
    const request = prepare(this.#base, operation, input, accept);
    return this.#patiently(operation, options, async () => {
      const { response, deadline } = await this.#open(operation, request, options);
      try {
        const data = await read(operation, response);
        // A file has only begun: the caller's signal ends it, time does not.
        if (data instanceof Response) deadline.endless();
        else deadline.dispose();
        return { ...headOf(response), status: response.status, data };
      } catch (error) {
        deadline.dispose();
        throw this.#explained(error, deadline, options);
      }
    });
  }

  /** Begins a stream. Whoever gets it ends it with `deadline.abort()`. */
  async stream(name: OperationName, input: AnyInput, options: CallOptions = {}) {
    const operation = operationOf(name);
    const request = prepare(this.#base, operation, input, STREAM);
    return this.#patiently(operation, options, async () => {
      const opened = await this.#open(operation, request, options);
      if (!opened.response.ok) {
        const error = await errorOf(opened.response);
        opened.deadline.dispose();
        throw error;
      }
      opened.deadline.endless();
      return opened;
    });
  }

  #patiently<T>(operation: Operation, options: CallOptions, attempt: () => Promise<T>): Promise<T> {
    const { retries = this.#options.retries ?? RETRIES, signal } = options;
    const waitMsMax = this.#options.waitMsMax ?? WAIT_MS_MAX;
    return patiently({ isSafe: isSafe(operation), retries, waitMsMax, signal }, attempt);
  }

  async #open(operation: Operation, request: Prepared, options: CallOptions) {
    const headers = new Headers(request.headers);
    if (!operation.open) await this.#identify(headers);
    const deadline = new Deadline(options.signal);
    deadline.within(options.timeoutMs ?? this.#options.timeoutMs ?? TIMEOUT_MS);
    const { url, method, body } = request;
    try {
      const send = this.#options.fetch ?? fetch;
      // Redirects are not followed: a key must not travel to wherever an answer points.
      const init = { method, headers, redirect: "manual", signal: deadline.signal } as const;
      const response = await send(url, body === undefined ? init : { ...init, body });
      return { response, deadline };
    } catch (error) {
      deadline.dispose();
      throw this.#explained(error, deadline, options);
    }
  }

  async #identify(headers: Headers): Promise<void> {
    const { accessToken, apiKey } = this.#options;
    const secret = accessToken ?? apiKey;
    if (secret === undefined) return;
    const text = typeof secret === "string" ? secret : await secret();
    // The platform would show the whole of it in its error.
    if (!/^[\x21-\x7e]+$/.test(text)) throw new TypeError("The credential is empty or holds signs that none has");
    if (accessToken === undefined) headers.set("x-api-key", text);
    else headers.set("authorization", `Bearer ${text}`);
  }

  /** What went wrong on the way, in our words; what the server said stays as it is. */
  #explained(error: unknown, { isLate }: Deadline, { signal }: CallOptions): unknown {
    if (signal?.aborted) return reasonOf(signal);
    if (!(error instanceof Error) || error.name === "PromptrError") return error;
    const what = isLate ? "did not answer in time" : "cannot be reached";
    return new PromptrUnreachable(`${this.#base} ${what}`, { cause: error });
  }
}

/** The body as the document has it for this status; throws `PromptrError` for every other answer. */
async function read(operation: Operation, response: Response): Promise<unknown> {
  const type = (response.headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  const kinds = operation.replies[String(response.status)];
  if (!kinds || type === "application/problem+json") throw await errorOf(response);
  if (kinds.length === 0) return void (await response.arrayBuffer());
  const isFile = kinds.some((kind) => kind !== JSON_TYPE && kind !== "text/html");
  if (isFile) return response;
  if (kinds.includes(type)) return type === JSON_TYPE ? response.json() : response.text();
  throw await errorOf(response);
}
