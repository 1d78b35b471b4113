import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";

export type Dialect = "legacy" | "modern";
type Way = { readonly dialect?: Dialect; readonly write?: boolean };

/** The official client, connected to `/mcp` of a server with these headers; `await using` closes it. */
export async function connect(url: string, headers: Record<string, string>, { dialect = "legacy", write }: Way = {}) {
  const client = new Client(
    { name: "test", version: "1" },
    dialect === "modern" ? { versionNegotiation: { mode: { pin: "2026-07-28" } } } : {},
  );
  const address = new URL(`${url}/mcp${write ? "?write=1" : ""}`);
  await client.connect(new StreamableHTTPClientTransport(address, { requestInit: { headers } }));
  return {
    client,
    /** The result of a tool: parsed, and whether it is a failure. */
    async call(name: string, args: Record<string, unknown> = {}) {
      const { content, isError = false } = await client.callTool({ name, arguments: args });
      const [first] = content as { type: string; text: string }[];
      // oxlint-disable-next-line typescript/no-explicit-any -- a tool answers what its operation does; each test says what it expects
      const body: any = JSON.parse(first?.text ?? "null");
      return { isError, body };
    },
    tools: async (): Promise<string[]> => (await client.listTools()).tools.map(({ name }) => name),
    [Symbol.asyncDispose]: () => client.close(),
  };
}

/** A message as any program could send it. */
export const rpc = (method: string, params: object = {}, id: number | null = 1): string =>
  JSON.stringify({ jsonrpc: "2.0", ...(id !== null && { id }), method, params });
export const SPEAKS = { "content-type": "application/json", accept: "application/json, text/event-stream" };
