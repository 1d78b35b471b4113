import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { runPrompts } from "./prompts-run.ts";

// A server that may mean ill, and a checkout whose author may.
let server: Server;
let answerExport: (answer: ServerResponse) => void;
let slug: string;
let outside: string;
let folder: string;

const exported = () => {
  const version = { version: 1, task: "t", contentHash: "", selectedModel: "m", variables: [] };
  return JSON.stringify({ prompts: [{ slug, title: "t", tags: [], folder: [], labels: [], versions: [version] }] });
};
beforeAll(async () => {
  server = createServer((question, answer) => {
    answer.setHeader("content-type", "application/json");
    if (question.url?.includes("export")) return answerExport(answer);
    return answer.end(JSON.stringify({ data: [{ slug, id: "x", updatedAt: "" }], pagination: { nextCursor: null } }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
beforeEach(() => {
  slug = "greeting";
  answerExport = (answer) => void answer.end(exported());
  outside = mkdtempSync(join(tmpdir(), "promptr-outside-"));
  folder = mkdtempSync(join(tmpdir(), "promptr-prompts-"));
});
afterEach(() => {
  for (const one of [outside, folder]) rmSync(one, { recursive: true, force: true });
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
const run = (words: string, where = folder) => {
  const PROMPTR_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return runPrompts(words, { folder: where, env: { PROMPTR_URL, PROMPTR_API_KEY: "xmlp_key" } });
};

test("a folder that is a link is neither read nor written, nor one behind a link of the checkout", async () => {
  writeFileSync(join(outside, "secret.md"), "The secret\n");
  symlinkSync(outside, join(folder, "link"));
  mkdirSync("dist", { recursive: true });
  const below = mkdtempSync(join("dist", "prompts-"));
  symlinkSync(outside, join(below, "link"));
  try {
    for (const where of [join(folder, "link"), join(below, "link"), join(below, "link", "new")])
      for (const words of ["pull", ...(where.endsWith("link") ? ["push", "sync"] : [])])
        expect([where, await run(words, where)]).toMatchObject([
          where,
          { code: 1, stdout: "", stderr: expect.stringContaining("is behind a symbolic link") },
        ]);
    expect(readdirSync(outside, { recursive: true }).filter((name) => name !== "new")).toEqual(["secret.md"]);
    expect(await run("pull", join(below, "own"))).toMatchObject({ code: 0 });
  } finally {
    rmSync(below, { recursive: true });
  }
});

test("prompts in a folder below are named and not passed over, so that --prune deletes none of them", async () => {
  mkdirSync(join(folder, "support"));
  writeFileSync(join(folder, "support", "triage.md"), "Do\n");
  writeFileSync(join(folder, "top.md"), "Do\n");
  expect(await run("sync --prune")).toMatchObject({
    code: 1,
    stdout: "",
    stderr: "support/triage.md is not read: its name here is support%2Ftriage.md",
  });
});

test("what a killed pull had begun to write is cleared away, and what a running one writes is left", async () => {
  const [dead, running] = [".promptr-2147483646.tmp", ".promptr-1.tmp"];
  for (const name of [dead, running]) writeFileSync(join(folder, name), "ha");
  expect(await run("pull")).toMatchObject({ code: 0 });
  expect(readdirSync(folder).sort()).toEqual([running, "greeting.md", "promptr-bundle.json"]);
});

test("an export that breaks off, or is none, writes nothing and says so in a line", async () => {
  for (const breakOff of [
    (answer: ServerResponse) => void answer.write('{"prompts":[', () => answer.destroy()),
    (answer: ServerResponse) => void answer.end("<html>"),
  ]) {
    answerExport = breakOff;
    expect(await run("pull")).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^The export did not arrive whole, and nothing was written: [^\n]+$/),
    });
  }
  expect(readdirSync(folder)).toEqual([]);
});

test("a server that has had enough for now is waited for, and the wait is told of; one that wants a day is not", async () => {
  const refuse = (answer: ServerResponse, seconds: number): void => {
    answer.writeHead(429, { "content-type": "application/problem+json", "retry-after": String(seconds) });
    answer.end(JSON.stringify({ status: 429, code: "rate_limited", detail: "Too many", errors: [] }));
  };
  answerExport = (answer) => {
    answerExport = (next) => void next.end(exported());
    refuse(answer, 1);
  };
  expect(await run("pull")).toMatchObject({
    code: 0,
    stderr: "The server has had enough for now: going on in 1 s\n",
  });
  answerExport = (answer) => refuse(answer, 86_400);
  expect(await run("pull")).toMatchObject({ code: 1, stderr: "rate_limited: Too many" });
});

test("nothing a server sends steers a terminal: neither a slug nor the words of a refusal", async () => {
  writeFileSync(join(folder, "greeting.md"), "Do\n");
  slug = "a\u001B[2J";
  expect(await run("diff")).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('The server has a slug that is none: "a\\u001b[2J"'),
  });
  answerExport = (answer) => {
    answer.writeHead(403, { "content-type": "application/problem+json" });
    answer.end(JSON.stringify({ status: 403, code: "forbidden", detail: "No\u001B[2J\u202E", errors: [] }));
  };
  expect(await run("pull")).toMatchObject({ code: 1, stderr: "forbidden: No\uFFFD[2J\uFFFD" });
});
