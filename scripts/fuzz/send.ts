/** Requests as they go over the wire, and what came back. */
import http from "node:http";
import { gunzipSync } from "node:zlib";

export type Request = {
  readonly method: string;
  /** Path and query as they are written on the request line. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer;
};
export type Answered = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly ms: number;
  /** It took longer than an answer may. */
  readonly isSlow: boolean;
};
export type Send = (request: Request) => Promise<Answered>;

/** How much longer than it may take an answer is waited for. */
const PATIENCE = 4;
/** Node refuses a longer head. */
export const HEAD_BYTES_MAX = 16_000;
const MIME = /^[^;]*/;
export const mimeOf = ({ headers }: Answered): string =>
  (MIME.exec(headers.get("content-type") ?? "")?.[0] ?? "").trim();

/** Undefined for what is no JSON. */
export function bodyOf(answer: Answered): unknown {
  if (!/[/+]json$/.test(mimeOf(answer)) || answer.text === "") return undefined;
  try {
    return JSON.parse(answer.text) as unknown;
  } catch {
    return undefined;
  }
}
export function codeOf(answer: Answered): string {
  const code = (bodyOf(answer) as { code?: unknown } | null | undefined)?.code;
  return typeof code === "string" ? code : "";
}

/** Event streams without an end are left when their head has come. */
const isEndless = ({ target }: Request, type: string): boolean =>
  type.startsWith("text/event-stream") && target.startsWith("/api/v1/prompts/events");

export function sender(origin: string, slowMs: number): { send: Send; close: () => void } {
  const { hostname, port } = new URL(origin);
  const agent = new http.Agent({ keepAlive: true, maxSockets: 8 });
  const once = (request: Request, by: http.Agent | false): Promise<Answered> =>
    new Promise((resolve, reject) => {
      const startedAt = performance.now();
      const { method, target, body } = request;
      const length = body === undefined ? {} : { "content-length": String(body.length) };
      const outgoing = http.request(
        {
          hostname,
          port,
          agent: by,
          method,
          path: target,
          headers: { ...length, ...request.headers },
          timeout: slowMs * PATIENCE,
        },
        (answer) => {
          const headers = new Headers(
            Object.entries(answer.headersDistinct).flatMap(([name, values = []]) =>
              values.map((value): [string, string] => [name, value]),
            ),
          );
          const chunks: Buffer[] = [];
          const finish = (): void => {
            const bytes = Buffer.concat(chunks);
            const isPacked = headers.get("content-encoding") === "gzip" && bytes.length > 0;
            const text = (isPacked ? gunzipSync(bytes) : bytes).toString();
            const ms = performance.now() - startedAt;
            resolve({ status: answer.statusCode ?? 0, headers, text, ms, isSlow: ms > slowMs });
          };
          answer.on("data", (chunk: Buffer) => chunks.push(chunk));
          answer.once("end", finish);
          answer.once("error", reject);
          if (!isEndless(request, headers.get("content-type") ?? "")) return;
          finish();
          answer.removeAllListeners("error").on("error", () => undefined);
          outgoing.destroy();
        },
      );
      outgoing.once("timeout", () => outgoing.destroy(new Error(`No answer within ${slowMs * PATIENCE} ms`)));
      outgoing.on("error", reject);
      outgoing.end(body);
    });
  // Node answers a head that is too large while it still comes, and closes: the answer may be lost.
  const hungUp = ({ target }: Request, { message }: Error): Answered => ({
    status: target.length > HEAD_BYTES_MAX ? 431 : 0,
    headers: new Headers(),
    text: message,
    ms: 0,
    isSlow: false,
  });
  return {
    // A kept connection may close under a request; who hangs up on a new one as well has refused to answer.
    send: (request) =>
      once(request, agent)
        .catch(() => once(request, false))
        .catch((error: Error) => hungUp(request, error)),
    close: () => agent.destroy(),
  };
}

const BODY_SHOWN_MAX = 2_000;
const HEAD_SHOWN_MAX = 500;
const shortened = (text: string): string =>
  text.length > HEAD_SHOWN_MAX ? `${text.slice(0, HEAD_SHOWN_MAX)}…'` : text;
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
// oxlint-disable-next-line no-control-regex -- what a shell line cannot hold
const UNPRINTABLE = /[\u0000-\u0008\u000b-\u001f\ufffd]/;

/** A valid one is worth nothing after the run, and says nothing. */
const TOKEN = /eyJ[\w-]+\.[\w-]{80,}\.[\w-]{80,}/;

/** The request as a line for a shell; `$URL` stands for the server. */
export function curlOf({ method, target, headers, body }: Request): string {
  const given = Object.entries(headers).map(
    ([name, value]) => `-H ${quoted(`${name}: ${value.replace(TOKEN, "<token>")}`)}`,
  );
  const start = [
    "curl -sS -i --path-as-is -g",
    method === "GET" ? "" : `-X ${method}`,
    `"$URL"${quoted(target)}`,
    ...given,
  ];
  const line = start.filter(Boolean).map(shortened).join(" ");
  if (body === undefined) return line;
  const text = body.toString();
  if (body.length > BODY_SHOWN_MAX)
    return `${line} --data-binary ${quoted(text.slice(0, 200))} # … ${body.length} bytes in all`;
  if (UNPRINTABLE.test(text)) return `echo ${body.toString("base64")} | base64 -d | ${line} --data-binary @-`;
  return `${line} --data-binary ${quoted(text)}`;
}
