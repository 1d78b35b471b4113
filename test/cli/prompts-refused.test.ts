import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { readClientConfig } from "../../src/config.ts";
import { runPrompts } from "./prompts-run.ts";

// A server of somebody who means ill; what is refused before a server is asked finds out that none was.
let server: Server;
let asked: string[];
let slug: string;
let folder: string;
beforeAll(async () => {
  server = createServer((question, answer) => {
    asked.push(question.url ?? "");
    const version = { version: 1, task: "t", contentHash: "", selectedModel: "m", variables: [] };
    const prompt = { slug, title: "t", tags: [], folder: [], labels: [], versions: [version] };
    const page = { data: [{ slug, id: "x", updatedAt: "" }], pagination: { nextCursor: null } };
    answer.setHeader("content-type", "application/json");
    answer.end(JSON.stringify(question.url?.includes("export") ? { prompts: [prompt] } : page));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
beforeEach(() => {
  asked = [];
  folder = mkdtempSync(join(tmpdir(), "promptr-prompts-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
const run = (words: string, env: Record<string, string> = {}) => {
  const PROMPTR_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return runPrompts(words, { folder, env: { PROMPTR_URL, PROMPTR_API_KEY: "xmlp_key", ...env } });
};

test.each(["../../escaped", "/etc/passwd", "a\0b", "-rf", "a%2f..%2fb", "A", "", "promptr-bundle.json/.."])(
  "a server that names a prompt %j writes no file",
  async (name) => {
    slug = name;
    const { code, stderr } = await run("pull");
    expect([code, stderr]).toEqual([1, expect.stringContaining("The server has a slug that is none")]);
    expect(readdirSync(folder)).toEqual([]);
    expect(existsSync(join(folder, "../../escaped.md"))).toBe(false);
  },
);

test.each([
  ["---\ntitle: 7\n---\nDo", "bad.md.title"],
  ["---\ntitel: New\n---\nDo", "titel"],
  ["---\ntitle: New\n---\n", "bad.md.task"],
  ["---\ntitle: [\n---\nDo", "no YAML"],
  ["---\nslug: ../up\n---\nDo", "bad.md.slug"],
  ["---\nparts:\n  task: x\n---\nDo", "parts in the front matter and a text below it"],
])("a file that is no prompt is refused with the place before anything is asked: %j", async (text, place) => {
  writeFileSync(join(folder, "bad.md"), text);
  writeFileSync(join(folder, "good.md"), "Do\n");
  expect(await run("push")).toMatchObject({ code: 1, stdout: "", stderr: expect.stringContaining(place) });
  expect(asked).toEqual([]);
});

test.each([
  ["fly", "There is no command prompts fly"],
  ["get", "prompts get needs a slug"],
  ["get a b", "prompts get takes no b"],
  ["get a --var x", "--var is name=value"],
  ["label production", "needs a label and <slug>@<version>"],
  ["label production greeting", "greeting is not <slug>@<version>"],
  ["label production greeting@1 --expect x", "--expect is a version, or none"],
  ["pull --prune", "prompts pull takes no --prune"],
  ["sync x", "prompts sync takes no x"],
  ["diff --message x", "prompts diff takes no --message"],
  ["push --nonsense", "--nonsense"],
  ["diff a --prune", "name no files"],
])("promptr prompts %s is not understood, and nobody is asked", async (words, says) => {
  expect(await run(words)).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining(says) });
});

test("a key that is missing, or that no header may hold, and an address that is none, are told of without being shown", async () => {
  const said = [
    await run("pull", { PROMPTR_API_KEY: "" }),
    await run("pull", { PROMPTR_API_KEY: "xmlp_secré" }),
    await run("pull", { PROMPTR_URL: "https://ada:hidden@example.com" }),
  ];
  expect(said.map(({ code }) => code)).toEqual([2, 2, 2]);
  expect(said[0]?.stderr).toContain("Set PROMPTR_API_KEY");
  expect(JSON.stringify(said)).not.toMatch(/xmlp_|hidden/);
  expect(() => readClientConfig({ PROMPTR_URL: "ftp://x" })).toThrow("PROMPTR_URL: expected an http(s) URL");
  expect(asked).toEqual([]);
});

test("help says every command, and needs no server", async () => {
  const { code, stdout } = await run("help", { PROMPTR_URL: "", PROMPTR_API_KEY: "" });
  expect(code).toBe(0);
  for (const name of ["get", "pull", "push", "diff", "sync", "label"]) expect(stdout).toContain(`\n  ${name} `);
});
