import { execFile, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { type Agent, request } from "node:http";
import { join } from "node:path";
import { promisify } from "node:util";
import { gunzipSync } from "node:zlib";
import type { Samples } from "./samples.ts";
import type { Asked } from "./workloads.ts";

const run = promisify(execFile);
const SCRIPT = join(import.meta.dirname, "replay.lua");
const TIMEOUT_MS = 15_000;

export const wrkIsThere = (): boolean => spawnSync("wrk", ["-v"]).error === undefined;

export type Load = {
  readonly requests: number;
  readonly microseconds: number;
  readonly bytes: number;
  /** Answers that were no success. */
  readonly refused: number;
  /** Sockets that could not be opened, read or written in time. */
  readonly broken: number;
  /** Microseconds. */
  readonly p50: number;
  readonly p99: number;
};

type Sent = { readonly method: string; readonly headers: Record<string, string>; readonly body: string };
type Way = { readonly port: number; readonly gzip: boolean; readonly samples: Samples };

function sentOf({ method = "GET", user, headers = {}, body }: Asked, { port, gzip, samples }: Way): Sent {
  const text = body === undefined ? "" : JSON.stringify(body);
  return {
    method,
    headers: {
      host: `127.0.0.1:${port}`,
      "user-agent": "promptr-bench",
      accept: "application/json",
      ...(gzip && { "accept-encoding": "gzip, deflate" }),
      ...(user !== undefined && { authorization: `Bearer ${samples.token(user)}` }),
      ...headers,
      ...(text !== "" && { "content-type": "application/json", "content-length": String(Buffer.byteLength(text)) }),
    },
    body: text,
  };
}

/** Writes requests as wrk replays them. */
export function writeRequests(file: string, all: readonly Asked[], way: Way): void {
  const bytes = all.flatMap((asked) => {
    const { method, headers, body } = sentOf(asked, way);
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    const raw = Buffer.from(`${method} ${asked.path} HTTP/1.1\r\n${lines.join("")}\r\n${body}`);
    return [Buffer.from(`${raw.length}\n`), raw];
  });
  writeFileSync(file, Buffer.concat(bytes));
}

type Shape = { readonly seconds: number; readonly connections: number; readonly from: number };

/** Sends what a file holds as fast as answers come, over kept-alive connections, beginning with request `from`. */
export async function load(port: number, file: string, { seconds, connections, from }: Shape): Promise<Load> {
  const place = [`http://127.0.0.1:${port}`, "--", file, String(from)];
  const { stdout } = await run("wrk", [
    "-t1",
    `-c${connections}`,
    `-d${seconds}s`,
    "--timeout",
    "10s",
    "-s",
    SCRIPT,
    ...place,
  ]);
  const result = /^RESULT (.*)$/m.exec(stdout)?.[1];
  if (result === undefined) throw new Error(`wrk said nothing: ${stdout}`);
  return JSON.parse(result) as Load; // our own script wrote it
}

export type Reply = {
  readonly status: number;
  readonly bytes: number;
  readonly isGzip: boolean;
  readonly json: unknown;
};

/** Asks once and reads the answer. */
export async function ask(asked: Asked, way: Way, agent?: Agent): Promise<Reply> {
  const { method, headers, body } = sentOf(asked, way);
  const { promise, resolve, reject } = Promise.withResolvers<Reply>();
  const options = { host: "127.0.0.1", port: way.port, path: asked.path, method, headers, timeout: TIMEOUT_MS };
  const sent = request({ ...options, ...(agent && { agent }) }, (response) => {
    const parts: Buffer[] = [];
    response.on("data", (part: Buffer) => parts.push(part)).once("error", reject);
    response.once("end", () => {
      const bytes = Buffer.concat(parts);
      const isGzip = response.headers["content-encoding"] === "gzip";
      const text = (isGzip ? gunzipSync(bytes) : bytes).toString();
      const status = response.statusCode ?? 0;
      const isJson = response.headers["content-type"]?.includes("json") === true;
      resolve({ status, bytes: bytes.length, isGzip, json: isJson ? JSON.parse(text) : null });
    });
  });
  sent.once("error", reject).once("timeout", () => sent.destroy(new Error("No answer in time")));
  sent.end(body);
  return promise;
}
