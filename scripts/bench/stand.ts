import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { startServer } from "./processes.ts";

export const MANY = 1_000_000_000;
const TIER = { requests: MANY, prompts: MANY, enrichments: MANY, apiCalls: MANY, modelUsdPerDay: 1_000_000 };
/** Limits nobody reaches, so that what is refused is refused because the server is busy. */
export const NO_LIMITS = JSON.stringify({
  anonymous: { requests: MANY },
  free: TIER,
  pro: TIER,
  register: MANY,
  login: MANY,
});
const PROMPTS = 50;

export type Answer = {
  readonly status: number;
  readonly ms: number;
  readonly body: string;
  readonly retryAfter: string;
};

export const openAgent = (connections = 256): Agent => new Agent({ keepAlive: true, maxSockets: connections });

/** One request; status 0 when no answer came. Errors of the network are answers here: they are what is counted. */
export function asker(url: string, token?: string, agent = openAgent()) {
  return (method: string, path: string, body?: object): Promise<Answer> =>
    new Promise((resolve) => {
      const startedAt = performance.now();
      const end = (status: number, text: string, retryAfter = ""): void =>
        resolve({ status, ms: performance.now() - startedAt, body: text, retryAfter });
      const headers = {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        // Node frames the body of a DELETE only when it is told the length.
        ...(body && { "content-type": "application/json", "content-length": Buffer.byteLength(JSON.stringify(body)) }),
      };
      const sent = request(url + path, { method, agent, headers, timeout: 30_000 }, (answer) => {
        let text = "";
        answer.setEncoding("utf8").on("data", (piece: string) => void (text += piece));
        answer.once("end", () => end(answer.statusCode ?? 0, text, answer.headers["retry-after"]));
        answer.once("error", () => end(0, ""));
      });
      sent.once("timeout", () => sent.destroy(new Error("no answer in 30 s")));
      sent.once("error", ({ message }) => end(0, message));
      sent.end(body && JSON.stringify(body));
    });
}
export type Ask = ReturnType<typeof asker>;

/** A server on a database it runs itself, with one account and its prompts. */
export async function createStand(env: Readonly<Record<string, string>> = {}) {
  const home = mkdtempSync(join(tmpdir(), "promptr-stand-"));
  const server = await startServer(home, { PROMPTR_LIMITS: NO_LIMITS, LOG_LEVEL: "info", ...env });
  const account = { email: "load@example.com", password: "correct horse battery", fullName: "Ada Lovelace" };
  const registered = await asker(server.url)("POST", "/api/v1/auth/register", account);
  if (registered.status !== 201)
    throw new Error(`Registering was answered with ${registered.status}: ${registered.body}`);
  const { accessToken: token } = JSON.parse(registered.body) as { accessToken: string };
  const ask = asker(server.url, token);
  const ids: string[] = [];
  for (let n = 0; n < PROMPTS; n += 1) {
    const task = `Summarise report ${n} for {{reader}} in three sentences of plain text. `.repeat(8);
    const made = await ask("POST", "/api/v1/prompts", { title: `Report ${n}`, task });
    ids.push((JSON.parse(made.body) as { id: string }).id);
  }
  const sql = async (text: string): Promise<Record<string, unknown>[]> => {
    const client = new pg.Client({ host: join(home, "socket"), user: "postgres", database: "promptr" });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(text)).rows;
    } finally {
      await client.end();
    }
  };
  return {
    ...server,
    home,
    token,
    ask,
    ids,
    sql,
    /** Megabytes the process holds, and how many files and sockets it has open. */
    weigh: () => ({
      megabytes: Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, "utf8"))?.[1]) / 1_024,
      files: readdirSync(`/proc/${server.pid}/fd`).length,
    }),
    [Symbol.asyncDispose]: async (): Promise<void> => {
      await server.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** The value under which a share of the values lies. */
export const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(share * values.length))] ?? Number.NaN;

/** Says whether a bound holds, and fails the script when it does not. */
export function judge(what: string, value: number, bound: number, isMost = true): void {
  const holds = isMost ? value <= bound : value >= bound;
  if (!holds) process.exitCode = 1;
  process.stdout.write(
    `${holds ? "ok  " : "FAIL"} ${what}: ${value.toFixed(value < 10 ? 2 : 0)} (${isMost ? "at most" : "at least"} ${bound})\n`,
  );
}
