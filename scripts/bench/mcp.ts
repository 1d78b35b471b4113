/**
 * What MCP costs: memory of a server before and after its first message, and time and processor time of a call of a tool
 * beside the same call over REST, on one connection, in turns. `node scripts/bench/mcp.ts [--quick]`
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startEmbeddedPostgres } from "../../src/adapters/embedded-postgres.ts";
import { startServer } from "./processes.ts";

const { values: options } = parseArgs({ options: { quick: { type: "boolean", default: false } } });
const CALLS = options.quick ? 100 : 1_000;
const ROUNDS = options.quick ? 2 : 5;
const TICK_MS = 10;
const LIMITS = JSON.stringify({ anonymous: { requests: 10_000_000 }, free: { requests: 10_000_000, prompts: 1_000 } });

const home = mkdtempSync(join(tmpdir(), "promptr-bench-"));
const postgres = await startEmbeddedPostgres({ home, durable: false });
const server = await startServer(home, { DATABASE_URL: postgres.url, PROMPTR_LIMITS: LIMITS });
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
const say = (line: string): void => void process.stdout.write(`${line}\n`);

function send(
  method: string,
  path: string,
  body: object | undefined,
  headers: Record<string, string>,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request(server.url + path, { agent, method, headers }, (answer) => {
      let text = "";
      answer.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
      answer.once("end", () => {
        if (answer.statusCode !== undefined && answer.statusCode < 300) resolve(text);
        else reject(new Error(`${method} ${path}: ${answer.statusCode} ${text}`));
      });
    });
    sent.once("error", reject);
    sent.end(body && JSON.stringify(body));
  });
}

const residentMb = (): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, "utf8"))?.[1]) / 1_024;
function processorMs(): number {
  const stat = readFileSync(`/proc/${server.pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return (Number(stat[11]) + Number(stat[12])) * TICK_MS;
}

const JSON_BODY = { "content-type": "application/json" };
const account = { email: "ada@example.com", password: "correct-horse-7", fullName: "Ada Lovelace" };
const { accessToken } = JSON.parse(await send("POST", "/api/v1/auth/register", account, JSON_BODY)) as {
  accessToken: string;
};
const mine = { ...JSON_BODY, authorization: `Bearer ${accessToken}` };
const task = `Say what {{thing}} is. ${"Be exact and brief. ".repeat(50)}`;
const { id } = JSON.parse(await send("POST", "/api/v1/prompts", { title: "T", task }, mine)) as { id: string };

const speaks = { ...mine, accept: "application/json, text/event-stream" };
const call = (name: string, args: object) => ({
  jsonrpc: "2.0",
  id: 1,
  method: "tools/call",
  params: { name, arguments: args },
});
const mcp = (name: string, args: object) => () => send("POST", "/mcp", call(name, args), speaks);
const PAIRS: Record<string, [rest: () => Promise<string>, tool: () => Promise<string>]> = {
  get_prompt: [() => send("GET", `/api/v1/prompts/${id}`, undefined, mine), mcp("get_prompt", { id })],
  render_prompt: [
    () => send("POST", `/api/v1/prompts/${id}/render`, { variables: { thing: "it" } }, mine),
    mcp("render_prompt", { id, variables: { thing: "it" } }),
  ],
};

for (let warm = 0; warm < 50; warm += 1) for (const [rest] of Object.values(PAIRS)) await rest();
const before = residentMb();
const startedAt = performance.now();
await send("POST", "/mcp", { jsonrpc: "2.0", id: 1, method: "tools/list" }, speaks);
const first = performance.now() - startedAt;
say(
  `resident: ${before.toFixed(0)} MB before the first message, ${residentMb().toFixed(0)} MB after; it took ${first.toFixed(0)} ms`,
);

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
async function round(work: () => Promise<string>): Promise<{ ms: number; cpu: number }> {
  const [cpu, at] = [processorMs(), performance.now()];
  for (let index = 0; index < CALLS; index += 1) await work();
  return { ms: (performance.now() - at) / CALLS, cpu: (processorMs() - cpu) / CALLS };
}
say("| call | REST ms | MCP ms | REST CPU ms | MCP CPU ms |\n|---|---:|---:|---:|---:|");
for (const [name, ways] of Object.entries(PAIRS)) {
  const rounds = ways.map(() => [] as { ms: number; cpu: number }[]);
  for (let turn = 0; turn < ROUNDS + 1; turn += 1)
    for (const [index, way] of ways.entries()) {
      const one = await round(way);
      if (turn > 0) rounds[index]?.push(one); // the first of each warms up
    }
  const cells = (key: "ms" | "cpu") => rounds.map((some) => median(some.map((one) => one[key])).toFixed(2)).join(" | ");
  say(`| ${name} | ${cells("ms")} | ${cells("cpu")} |`);
}
say(`resident after it: ${residentMb().toFixed(0)} MB`);

agent.destroy();
await server.stop();
await postgres.stop();
rmSync(home, { recursive: true, force: true });
