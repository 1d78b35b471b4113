import type { z } from "zod";

/** What happened to one request to a receiver. `status` is null when no head of an answer came. */
export type WebhookAnswer = {
  readonly status: number | null;
  /** Null when the receiver answered, whatever it said. */
  readonly failure: WebhookFailure | null;
  /** How the body began: at most 500 characters, for the log. */
  readonly text: string;
  /** What `Retry-After` asks for, in seconds; null without one that can be read. */
  readonly retryAfterSeconds: number | null;
};

/**
 * Why no answer came. "refused": an address, scheme or port nobody may have called; "unknown_host": no such name;
 * "tls": the receiver did not prove who it is; "unreachable": anything else between here and there.
 */
export type WebhookFailure = "refused" | "unknown_host" | "timeout" | "tls" | "unreachable";

/** Calls other people's servers, and only those that stand in the open internet. */
export type WebhookSender = {
  /** Why this address can never be called, in a few words; null when it may be. Asks no network. */
  refusalOf(url: string): string | null;
  /** One POST; never rejects, except when `signal` is aborted. */
  post(request: {
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
    readonly signal: AbortSignal;
  }): Promise<WebhookAnswer>;
};

/** An event receivers may be sent, for the OpenAPI document. */
export type WebhookDoc = {
  readonly type: string;
  /** First sentence: the summary. */
  readonly doc: string;
  readonly payload: z.ZodType;
  readonly example: object;
};
