import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";

type Value = { readonly stringValue?: string; readonly intValue?: number | string; readonly boolValue?: boolean };
type Wire = {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly attributes: readonly { readonly key: string; readonly value: Value }[];
  readonly status?: { readonly code?: number };
};
type Batch = {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: Wire["attributes"] };
    readonly scopeSpans: readonly { readonly spans: readonly Wire[] }[];
  }[];
};
/** A span as the collector got it; kind 2 is a server's, 3 a client's, 5 a consumer's. */
export type SunkSpan = Omit<Wire, "attributes"> & {
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly service: unknown;
};

const plain = (attributes: Wire["attributes"]): Record<string, unknown> =>
  Object.fromEntries(
    attributes.map(({ key, value }) => [key, value.stringValue ?? value.boolValue ?? Number(value.intValue)]),
  );

/** A collector of traces (OTLP/HTTP with JSON) on 127.0.0.1, which keeps what it is sent. */
export async function startCollector() {
  const spans: SunkSpan[] = [];
  const requests: { readonly path: string; readonly headers: NodeJS.Dict<string | string[]> }[] = [];
  const state = { status: 200 };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      requests.push({ path: request.url ?? "", headers: request.headers });
      const body = Buffer.concat(chunks);
      const text = (request.headers["content-encoding"] === "gzip" ? gunzipSync(body) : body).toString();
      if (state.status === 200)
        for (const { resource, scopeSpans } of (JSON.parse(text) as Batch).resourceSpans)
          for (const span of scopeSpans.flatMap((scope) => scope.spans))
            spans.push({
              ...span,
              attributes: plain(span.attributes),
              service: plain(resource.attributes)["service.name"],
            });
      response.writeHead(state.status, { "content-type": "application/json" }).end("{}");
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans: spans as readonly SunkSpan[],
    requests,
    answer: (status: number): void => void (state.status = status),
    async [Symbol.asyncDispose](): Promise<void> {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
export type Collector = Awaited<ReturnType<typeof startCollector>>;
