import { COMPARED } from "./document/hearing.ts";
import { requireDescribed } from "./document/recorder.ts";
import { canariesOf } from "./leaks.ts";

/** An answer as a test reads it: the body parsed when it is JSON. */
export type Answered = {
  readonly status: number;
  // oxlint-disable-next-line typescript/no-explicit-any -- a body is whatever the route answers; each test says what it expects
  readonly body: any;
  readonly text: string;
  readonly headers: Headers;
};
type Send = (path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answered>;
export type Caller = {
  readonly get: (path: string, headers?: Record<string, string>) => Promise<Answered>;
  readonly post: Send;
  readonly put: Send;
  readonly delete: Send;
  /** Any method on any path, `/api/v1` not added. */
  readonly raw: (path: string, init?: RequestInit) => Promise<Answered>;
};

const ENDLESS = /^\/api\/v1\/prompts\/events\b/;

/**
 * Speaks HTTP to one server; paths are below `/api/v1`. Every answer is compared with the OpenAPI document, and no problem
 * may tell a secret.
 */
export function caller(origin: string, standing: Record<string, string> = {}): Caller {
  const raw = async (path: string, init: RequestInit = {}): Promise<Answered> => {
    const headers = { [COMPARED]: "yes", ...standing, ...(init.headers as Record<string, string>) };
    const canaries = canariesOf(origin);
    canaries.hearRequest(headers, init.body);
    const response = await fetch(origin + path, { redirect: "manual", ...init, headers });
    // That stream has no end: who asks only wants to know whether it is let in.
    const isEndless = response.ok && ENDLESS.test(path);
    if (isEndless) await response.body?.cancel();
    const text = isEndless ? "" : await response.text();
    const method = init.method ?? "GET";
    requireDescribed({ method, path, status: response.status, headers: response.headers, text });
    const kind = response.headers.get("content-type") ?? "";
    // A page may name the address it was asked for at: its forms lead back there.
    if (kind.startsWith("application/problem+json")) canaries.refuse(`${response.status} to ${method} ${path}`, text);
    const isJson = /[/+]json\b/.test(kind);
    return {
      status: response.status,
      body: isJson && text !== "" ? JSON.parse(text) : undefined,
      text,
      headers: response.headers,
    };
  };
  const send =
    (method: string): Send =>
    (path, body, headers = {}) =>
      raw(`/api/v1${path}`, {
        method,
        headers: { ...(body !== undefined && { "content-type": "application/json" }), ...headers },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
  return {
    get: (path, headers) => send("GET")(path, undefined, headers),
    post: send("POST"),
    put: send("PUT"),
    delete: send("DELETE"),
    raw,
  };
}
