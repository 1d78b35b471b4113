import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { PortTaken } from "./listen.ts";

type Text = { readonly contentType: string; readonly body: string };

/** Prometheus keeps one connection; a few more are people who look. */
const CONNECTIONS_MAX = 20;
const HEADERS_TIMEOUT_MS = 5_000;
const IDLE_MS = 65_000;

const say = (response: ServerResponse, status: number, text: string, headers: Record<string, string> = {}): void => {
  response.writeHead(status, {
    "Content-Type": "text/plain; charset=utf-8",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    ...headers,
  });
  response.end(text);
};

/**
 * `/metrics` on a port of its own, and nothing else. It shares no limit, queue or connection with the API, so that it
 * answers while that is too busy to; scrapes at the same moment share one reading.
 */
export async function serveMetrics(
  { host, port }: { readonly host: string; readonly port: number },
  read: () => Promise<Text>,
): Promise<{ readonly port: number; close(): Promise<void> }> {
  let reading: Promise<Text> | undefined;
  const server: Server = createServer(
    { headersTimeout: HEADERS_TIMEOUT_MS, keepAliveTimeout: IDLE_MS },
    (ask, answer) => {
      if (ask.url?.split("?")[0] !== "/metrics") return say(answer, 404, "Only /metrics is here\n");
      if (ask.method !== "GET" && ask.method !== "HEAD")
        return say(answer, 405, "Only GET and HEAD\n", { Allow: "GET, HEAD" });
      reading ??= read().finally(() => (reading = undefined));
      reading.then(
        ({ contentType, body }) => say(answer, 200, body, { "Content-Type": contentType }),
        () => say(answer, 500, "The metrics could not be read\n"),
      );
    },
  );
  server.maxConnections = CONNECTIONS_MAX;
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const isTaken = error.code === "EADDRINUSE";
      reject(isTaken ? new PortTaken(`Port ${port} is taken. Set METRICS_PORT.`, { cause: error }) : error);
    });
    server.listen({ host, port, ipv6Only: false }, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port, // a TCP server has an object address once it listens
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
