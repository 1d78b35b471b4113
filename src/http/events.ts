import { once } from "node:events";
import { PassThrough } from "node:stream";
import type Koa from "koa";
import type { ServerEvent } from "../feature.ts";

const PING_MS = 15_000;
/** How soon a client whose stream ended comes back. */
const RETRY_MS = 1_000;

const frame = ({ event, id, data }: ServerEvent): string =>
  [
    ...(event === undefined ? [] : [`event: ${event}`]),
    ...(id === undefined ? [] : [`id: ${id}`]),
    ...(data === undefined ? [] : [`data: ${JSON.stringify(data)}`]),
    "",
    "",
  ].join("\n");

async function pump(events: AsyncIterable<ServerEvent>, stream: PassThrough, left: AbortSignal): Promise<void> {
  for await (const event of events) {
    if (left.aborted) return;
    // A client that reads slowly makes the source wait; one that stopped reading is cut by the socket's timeout.
    if (!stream.write(frame(event))) await once(stream, "drain", { signal: left });
  }
}

/** Server-sent events (WHATWG HTML §9.2) for as long as the source has some and the client stays. */
export function answerEvents(
  ctx: Koa.Context,
  events: AsyncIterable<ServerEvent>,
  onBug: (error: unknown) => void,
  pingMs: number = PING_MS,
): void {
  const stream = new PassThrough();
  const left = new AbortController();
  ctx.status = 200;
  ctx.type = "text/event-stream";
  ctx.set({ "Cache-Control": "no-store, no-transform", "X-Accel-Buffering": "no" });
  ctx.body = stream;
  stream.write(`retry: ${RETRY_MS}\n\n`);
  const ping = setInterval(() => stream.write(": ping\n\n"), pingMs);
  ctx.res.once("close", () => {
    clearInterval(ping);
    left.abort();
  });
  pump(events, stream, left.signal)
    .catch((error: unknown) => {
      if (!left.signal.aborted) onBug(error);
    })
    .finally(() => {
      clearInterval(ping);
      stream.end();
    });
}
