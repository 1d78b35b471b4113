import { z } from "zod";
import type { ApiScope } from "./contract/credential.ts";
import type { Flag } from "./contract/flags.ts";
import type { Page } from "./contract/html.ts";
import type { Job } from "./contract/job.ts";
import type { NarrowLimit } from "./contract/ports.ts";
import type { WebhookDoc } from "./contract/webhook.ts";
import { type FailureCode, FAILURES } from "./errors.ts";
import type { Actor, Scope } from "./scope.ts";

export type Access = "public" | "user" | "pro" | "admin";
export type Method = "GET" | "POST" | "PUT" | "DELETE";
type ActorFor<A extends Access> = A extends "public" ? Actor | null : Actor;
type Part = z.ZodObject | undefined;
type Read<P extends Part> = P extends z.ZodObject ? z.output<P> : undefined;

/** The success of a route: a JSON body of this shape, an empty answer, or a page for people. */
export type Reply<B extends z.ZodType = z.ZodType> =
  | { readonly kind: "json"; readonly status: 200 | 201 | 202; readonly body: B }
  | { readonly kind: "empty"; readonly status: 204; readonly body: B }
  | { readonly kind: "page"; readonly status: 200; readonly body: B; readonly json?: z.ZodType }
  | { readonly kind: "events"; readonly status: 200; readonly body: B }
  | { readonly kind: "file"; readonly status: 200; readonly contentTypes: readonly string[]; readonly body: B };
export const ok = <B extends z.ZodType>(body: B): Reply<B> => ({ kind: "json", status: 200, body });
export const created = <B extends z.ZodType>(body: B): Reply<B> => ({ kind: "json", status: 201, body });
export const noContent = (): Reply<z.ZodVoid> => ({ kind: "empty", status: 204, body: z.void() });
/** A page for people; `json` is what programs get there that ask for JSON (`jsonPage`). */
export const htmlPage = (json?: z.ZodType): Reply<z.ZodType<Page>> => ({
  kind: "page",
  status: 200,
  body: z.custom<Page>(),
  ...(json && { json }),
});

/** What is sent as a file: its bytes are read as they leave. */
export type FileBody = {
  readonly name: string;
  /** Null for what is made while it leaves: a file that breaks off has no last chunk. */
  readonly bytes: number | null;
  readonly content: AsyncIterable<Uint8Array | string>;
  /** Which of the route's kinds it is; the first when absent. */
  readonly contentType?: string;
};
export const file = (...contentTypes: [string, ...string[]]): Reply<z.ZodType<FileBody>> => ({
  kind: "file",
  status: 200,
  contentTypes,
  body: z.custom<FileBody>(),
});
/** One server-sent event; without `data` it only moves the place a client comes back to. */
export type ServerEvent = { readonly event?: string; readonly id?: string; readonly data?: object };
export const eventStream = (): Reply<z.ZodType<AsyncIterable<ServerEvent>>> => ({
  kind: "events",
  status: 200,
  body: z.custom<AsyncIterable<ServerEvent>>(),
});
export const accepted = <B extends z.ZodType>(body: B): Reply<B> => ({ kind: "json", status: 202, body });

/** A reply with something to say in its headers. */
export class Answer<T> {
  readonly body: T;
  readonly headers: Readonly<Record<string, string>>;
  readonly etag: string | undefined;
  readonly status: number | undefined;
  /** The body is an object of the cache, which many callers are given and nobody changes: its bytes are made once. */
  readonly isKept: boolean;
  constructor(
    body: T,
    options: { headers?: Record<string, string>; etag?: string; status?: number; isKept?: boolean } = {},
  ) {
    this.isKept = options.isKept ?? false;
    this.body = body;
    this.headers = options.headers ?? {};
    this.etag = options.etag;
    this.status = options.status;
  }
}

type Given<P extends Part, Q extends Part, B extends Part> = { params: Read<P>; query: Read<Q>; body: Read<B> };
type Definition<A extends Access, P extends Part, Q extends Part, B extends Part, R extends z.ZodType, X> = {
  /** The operationId: logs, documents and tests call the route by it. */
  readonly name: string;
  readonly tag: string;
  readonly method: Method;
  /** Below `/api/v1`, unless `root` is set. */
  readonly path: `/${string}`;
  readonly root?: true;
  /** First sentence: the summary. */
  readonly doc: string;
  readonly access: A;
  /**
   * The scope an API key needs here; null where only a person's access token will do. Every route that wants a
   * credential says which; a key may call any public route.
   */
  readonly keyScope?: ApiScope | null;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  /** Request headers it reads itself, for the document. */
  readonly headers?: z.ZodObject;
  /** For the few whose JSON may be larger than the 256 kB every body may have. */
  readonly bodyBytesMax?: number;
  /** `form` for a page's own form; JSON otherwise. */
  readonly bodyKind?: "json" | "form";
  readonly reply: Reply<R>;
  /** The answer carries an ETag ("sometimes": when something was stored); `If-None-Match` on a GET gives 304. */
  readonly etag?: true | "sometimes";
  /** A POST that only reads, because what it asks for fits no address: `If-None-Match` gives 304 there as well. */
  readonly reads?: true;
  /** Honours `If-Match`. */
  readonly ifMatch?: true;
  /** A page's other statuses: the same page saying something else. */
  readonly pageStatuses?: readonly number[];
  /** Another status that carries the reply's own shape: a probe that says no, a dry run that has nothing to wait for. */
  readonly orStatus?: 200 | 503;
  /** What it may answer with beyond what its shape implies. */
  readonly fails?: readonly FailureCode[];
  /** A narrower limit, counted per address before anything else is done for a caller without a credential. */
  readonly anonymousLimit?: NarrowLimit;
  /** Not counted against the request limits: what load balancers and monitors ask. */
  readonly unlimited?: true;
  /** The flag that can switch it off: a row of `feature_flags`, overridden by PROMPTR_FLAGS. */
  readonly flag?: Flag;
  /** The credential is in the body: an expired token in the header must not keep anybody from getting a new one. */
  readonly ignoresCredential?: true;
  /** The answer holds a new secret: never compressed (BREACH), never stored for a replay. */
  readonly secret?: true;
  /**
   * Honours `Idempotency-Key`. "transaction": the whole route runs in one transaction with its key.
   * "lease": the route talks to a network, so the key is held while it runs and kept when it succeeds.
   */
  readonly idempotent?: "transaction" | "lease";
  /** May be read as `text/event-stream`: `start`, `delta`, then `result` with the reply, or `error`. */
  readonly streams?: true;
  readonly example?: { readonly body?: object; readonly reply?: unknown };
  /** Slow work on the input (hashing a password) that must not be done while a transaction is open. */
  readonly prepare?: (scope: Scope<ActorFor<A>>, input: Given<P, Q, B>) => Promise<X>;
  readonly run: (
    scope: Scope<ActorFor<A>>,
    input: Given<P, Q, B> & { prepared: X },
  ) => Promise<z.input<R> | Answer<z.input<R>>>;
};

/** The erased form the server, the documents and the tests work on. */
export type Route = Omit<Definition<Access, Part, Part, Part, z.ZodType, unknown>, "run" | "prepare"> & {
  readonly prepare?: (scope: never, input: never) => Promise<unknown>;
  readonly run: (scope: never, input: never) => Promise<unknown>;
};

/** Declares a route: typing, validation, access, failures, reply and documentation from this one value. */
export function route<
  A extends Access,
  R extends z.ZodType,
  P extends Part = undefined,
  Q extends Part = undefined,
  B extends Part = undefined,
  X = undefined,
>(definition: Definition<A, P, Q, B, R, X>): Route {
  return definition;
}

const ANY_ROUTE: readonly FailureCode[] = ["unavailable", "overloaded", "internal"];

/** Every failure a route may answer with: those its shape implies, and those it names. */
export function failuresOf(route: Route): FailureCode[] {
  const codes = new Set<FailureCode>([...ANY_ROUTE, ...(route.fails ?? [])]);
  const add = (condition: unknown, ...more: FailureCode[]): void => {
    if (condition) for (const code of more) codes.add(code);
  };
  // Also what takes no field refuses fields it does not know; pages overlook what networks append to their address.
  add(route.params ?? route.query ?? route.body ?? route.reply.kind !== "page", "invalid_input");
  add(route.body, "malformed_json", "body_too_large", "unsupported_media_type");
  add(route.reply.kind === "json", "not_acceptable");
  add(!route.unlimited, "rate_limited");
  add(!route.root && !route.ignoresCredential, "ambiguous_credentials", "unauthenticated", "address_not_allowed");
  add(!route.root && !route.ignoresCredential && route.keyScope !== null, "quota_exhausted");
  add(route.keyScope, "insufficient_scope");
  add(route.keyScope === null, "user_token_required");
  add(route.flag, "feature_disabled");
  add(route.access === "pro", "plan_required");
  add(route.access === "admin", "forbidden");
  add(route.idempotent, "invalid_idempotency_key", "idempotency_key_reused", "idempotency_key_running");
  add(route.idempotent, "idempotency_answer_gone");
  return [...codes].sort((a, b) => FAILURES[a].status - FAILURES[b].status || a.localeCompare(b));
}

export const pathOf = (route: Route): string => (route.root ? route.path : `/api/v1${route.path}`);

/** What the worker does about a job. */
export type Handler = {
  readonly job: Job;
  readonly run: (scope: Scope<null>, payload: never, attempt: { id: string }) => Promise<void>;
};
export const handle = <P extends z.ZodType>(
  job: Job<P>,
  run: (scope: Scope<null>, payload: z.output<P>, attempt: { id: string }) => Promise<void>,
): Handler => ({ job, run });

/** What a feature brings: its routes, the jobs others may send, and what is done about them. */
export type Feature = {
  readonly name: string;
  readonly routes: readonly Route[];
  readonly jobs: readonly Job[];
  readonly handlers: readonly Handler[];
  /** What receivers of webhooks may be sent, for the document. */
  readonly webhooks?: readonly WebhookDoc[];
};
