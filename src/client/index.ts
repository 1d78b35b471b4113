import { streamChanges } from "./changes.ts";
import { type Groups, OPERATIONS } from "./generated/operations.ts";
import { allRows } from "./pages.ts";
import { type GetOptions, type Got, PromptReader, type PromptsOptions } from "./prompts.ts";
import type { AnyInput } from "./request.ts";
import { streamRun } from "./streams.ts";
import { operationOf, Transport, type TransportOptions } from "./transport.ts";
import type { CallOptions, OperationName } from "./types.ts";

export type { Bundle } from "./bundle.ts";
export { checkBundle } from "./bundle.ts";
export type { CacheOptions } from "./cache.ts";
export { isOutage, PromptrError, PromptrUnreachable } from "./errors.ts";
export type * from "./generated/operations.ts";
export type * from "./generated/schema.ts";
export { ifMatch, ifNew, ifNoneMatch } from "./etag.ts";
export type { GetOptions, Got, PromptsOptions } from "./prompts.ts";
export { RenderError, type Rendered, renderPrompt, type Values } from "./render.ts";
export type { TransportOptions } from "./transport.ts";
export type * from "./types.ts";

export type ClientOptions = TransportOptions & {
  /** What `prompts.get` keeps, and for how long. */
  readonly cache?: PromptsOptions | undefined;
};
export type PromptrClient = Omit<Groups, "prompts"> & {
  readonly prompts: Groups["prompts"] & {
    /** A prompt as it is at a label, a version, or now; from memory where that is fresh. */
    get(slug: string, options?: GetOptions): Promise<Got>;
    /** Hears of changes from now on, and drops what changed. Ends with `close`. */
    subscribe(): void;
    /** Whether changes are heard of at this moment. */
    readonly isLive: boolean;
  };
  /** Ends the subscription. */
  close(): void;
  [Symbol.dispose](): void;
};

type Call = (input?: AnyInput, options?: CallOptions) => unknown;

/** The calls of one operation, by their names. */
function callsOf(transport: Transport, name: OperationName): Record<string, Call> {
  const { events, paged, streams } = operationOf(name);
  if (events) return { [name]: (input = {}, options = {}) => streamChanges(transport, input, options) };
  return {
    [name]: (input = {}, options = {}) => transport.send(name, input, options),
    ...(paged && { [`${name}All`]: (input = {}, options = {}) => allRows(transport, name, input, options) }),
    ...(streams && { [`${name}Stream`]: (input = {}, options = {}) => streamRun(transport, name, input, options) }),
  };
}

/** Polyfills call it so where the platform does not know it yet. */
const DISPOSE: typeof Symbol.dispose = Symbol.dispose ?? Symbol.for("Symbol.dispose");

/**
 * A client of one server for one credential. Every operation of the document is `client.<tag>.<operationId>`; it returns
 * the answer, told apart by its status, and throws `PromptrError` with the problem, or `PromptrUnreachable`.
 */
export function createClient(options: ClientOptions): PromptrClient {
  const transport = new Transport(options);
  const reader = new PromptReader(transport, options.cache ?? {});
  const groups: Record<string, Record<string, Call>> = {};
  for (const name of Object.keys(OPERATIONS) as OperationName[])
    Object.assign((groups[operationOf(name).group] ??= {}), callsOf(transport, name));
  const own = {
    get: (slug: string, given?: GetOptions) => reader.get(slug, given),
    subscribe: () => reader.subscribe(),
  };
  const prompts = Object.defineProperty({ ...groups["prompts"], ...own }, "isLive", { get: () => reader.isLive });
  const close = (): void => reader.unsubscribe();
  // The table gives every group its calls under the names the generated types have for them.
  return { ...groups, prompts, close, [DISPOSE]: close } as unknown as PromptrClient;
}
