import { PassThrough } from "node:stream";
import type Koa from "koa";
import { Failure } from "../errors.ts";
import { notesOf } from "./notes.ts";
import { redactUrl } from "./logged-url.ts";
import { toProblem } from "./problem.ts";
import type { Progress } from "../scope.ts";

const PING_MS = 15_000;

/** The reply, and what it would say in its headers. */
export type Streamed = { readonly result: unknown; readonly headers: Readonly<Record<string, string>> };

const frame = (event: string, data: unknown): string => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;

/**
 * Answers with server-sent events (WHATWG HTML §9.2): `start` and `delta` as they come, then `result` or `error`.
 * Until the first event nothing is sent, so an early failure is still a plain problem with its own status.
 */
export async function answerStream(
  ctx: Koa.Context,
  work: (progress: Progress) => Promise<Streamed>,
  onBug: (error: unknown) => void,
  pingMs: number = PING_MS,
): Promise<void> {
  let stream: PassThrough | undefined;
  let ping: NodeJS.Timeout | undefined;
  const open = (): PassThrough => {
    if (stream) return stream;
    stream = new PassThrough();
    ctx.status = 200;
    ctx.type = "text/event-stream";
    ctx.set({ "Cache-Control": "no-store, no-transform", "X-Accel-Buffering": "no" });
    ctx.body = stream;
    if (ctx.res.destroyed) return stream; // the caller left before the first event
    ping = setInterval(() => stream?.write(": ping\n\n"), pingMs);
    ctx.res.once("close", () => clearInterval(ping)); // the work may take a while to notice that nobody listens
    return stream;
  };
  let opened = (): void => undefined;
  const firstEvent = new Promise<void>((resolve) => (opened = resolve));
  const finished = work((event, data) => {
    open().write(frame(event, data));
    opened();
  });
  const settle = finished
    .then(
      ({ result, headers }) => {
        if (!stream) ctx.set(headers); // a replay, or an answer without any progress: it can still say so
        open().end(frame("result", result));
      },
      (error: unknown) => {
        if (!stream) return; // thrown to the boundary below, which answers and logs it
        if (!(error instanceof Failure)) onBug(error);
        const failure = error instanceof Failure ? error : new Failure("internal");
        stream.end(frame("error", toProblem(failure, redactUrl(ctx.path), notesOf(ctx).requestId)));
      },
    )
    .finally(() => clearInterval(ping));
  await Promise.race([firstEvent, finished]);
  if (!stream) await settle;
}
