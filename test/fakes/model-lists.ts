import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { ProviderName } from "../../src/contract/ai.ts";

/** A model on the wire: whatever its provider says of it. */
export type WireModel = Record<string, unknown>;
/** What is answered instead of a list: a status, a body as it is, or nothing at all. */
export type ListFault = { readonly status: number } | { readonly body: string } | "hang";

export type ListRequest = { readonly path: string; readonly key: string | undefined };

const PATHS: readonly (readonly [ProviderName, string])[] = [
  ["openai", "/openai/v1/models"],
  ["anthropic", "/anthropic/v1/models"],
  ["google", "/google/v1beta/openai/models"],
];

/** The models as OpenAI and Google list them: all at once. */
const whole = (models: readonly WireModel[]) => ({
  object: "list",
  data: models.map((model) => ({ object: "model", created: 1, owned_by: "fake", ...model })),
});

/** A page as Anthropic answers it. */
function page(models: readonly WireModel[], url: URL, pageEntries: number) {
  const after = url.searchParams.get("after_id");
  const from = after === null ? 0 : models.findIndex(({ id }) => id === after) + 1;
  const limit = Math.min(Number(url.searchParams.get("limit") ?? 20), pageEntries);
  const entries = models.slice(from, from + limit);
  const data = entries.map((model) => ({ type: "model", lifecycle: "active", retires_at: null, ...model }));
  return {
    data,
    has_more: from + limit < models.length,
    first_id: entries[0]?.["id"] ?? null,
    last_id: entries.at(-1)?.["id"] ?? null,
  };
}

/** The providers' lists of models at the level of the wire, on one local port; without models they answer an empty list. */
export async function startModelLists() {
  const models = new Map<ProviderName, readonly WireModel[]>();
  const faults = new Map<ProviderName, ListFault>();
  const requests: ListRequest[] = [];
  const state = { pageEntries: 1000 };
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const url = new URL(request.url ?? "/", "http://fake");
    const key = request.headers.authorization ?? String(request.headers["x-api-key"]);
    requests.push({ path: url.pathname + url.search, key });
    const provider = PATHS.find(([, path]) => path === url.pathname)?.[0];
    const fault = provider ? faults.get(provider) : { status: 404 };
    if (fault === "hang") return;
    const listed = (provider && models.get(provider)) ?? [];
    const body = provider === "anthropic" ? page(listed, url, state.pageEntries) : whole(listed);
    const status = fault && "status" in fault ? fault.status : 200;
    response.writeHead(status, { "content-type": "application/json" });
    response.end(
      fault && "body" in fault ? fault.body : JSON.stringify(status === 200 ? body : { error: { message: key } }),
    );
  };
  const server = createServer(answer).listen(0, "127.0.0.1");
  await once(server, "listening");
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    /** What a server needs in its environment to ask these lists. */
    env: {
      OPENAI_API_KEY: "sk-lists",
      OPENAI_BASE_URL: `${origin}/openai/v1`,
      ANTHROPIC_API_KEY: "sk-ant-lists",
      ANTHROPIC_BASE_URL: `${origin}/anthropic`,
      GOOGLE_AI_API_KEY: "AIza-lists",
      GOOGLE_AI_BASE_URL: `${origin}/google/v1beta/openai/`,
    },
    requests: requests as readonly ListRequest[],
    list: (provider: ProviderName, ...listed: readonly WireModel[]): void => void models.set(provider, listed),
    fault: (provider: ProviderName, fault: ListFault): void => void faults.set(provider, fault),
    heal: (): void => faults.clear(),
    /** How many models one page of Anthropic's holds at most. */
    pageBy: (entries: number): void => void (state.pageEntries = entries),
    async [Symbol.asyncDispose](): Promise<void> {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
export type ModelLists = Awaited<ReturnType<typeof startModelLists>>;
