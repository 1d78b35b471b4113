import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { strFromU8, unzipSync } from "fflate";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { createClient } from "../../src/client/index.ts";
import { readBundle } from "../../src/client/node.ts";
import { type Front, startFront } from "../client/front.ts";
import { createWorld, type User, type World } from "../world.ts";
import { runPrompts } from "./prompts-run.ts";

let world: World;
let front: Front;
let ada: User;
let key: string;
let folder: string;
beforeAll(async () => {
  world = await createWorld();
  front = await startFront(world.url);
});
beforeEach(async () => {
  ada = await world.user();
  key = (await world.apiKey(ada, { scopes: ["prompts:read", "prompts:write", "labels:write"] })).key;
  folder = mkdtempSync(join(tmpdir(), "promptr-prompts-"));
  front.seen.length = 0;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
afterAll(async () => {
  await front[Symbol.asyncDispose]();
  await world[Symbol.asyncDispose]();
});

const run = (words: string, env: Record<string, string> = {}, isTerminal = false) =>
  runPrompts(words, { folder, isTerminal, env: { PROMPTR_URL: front.url, PROMPTR_API_KEY: key, ...env } });
const read = (name: string): string => readFileSync(join(folder, name), "utf8");
const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
const make = async (over: object = {}): Promise<string> =>
  (await ada.post("/prompts", { title: "Greeting", slug: "greeting", task: "Greet {{name}}", ...over })).body.id;
const versionOf = async (id: string): Promise<number> => (await ada.get(`/prompts/${id}`)).body.version;

/** Prompts of every kind a file might get wrong. */
async function furnish(): Promise<string> {
  const inner = await ada.post("/folders", { name: "内 / 部" });
  const id = await make({
    folderId: inner.body.id,
    tags: ["b", "a"],
    role: "You are polite.",
    variables: [{ name: "name", type: "enum", values: ["a", "b"], default: "a", required: false }],
  });
  await ada.put(`/prompts/${id}`, { task: "Welcome {{name}}" });
  await ada.put(`/prompts/${id}/labels/production`, { version: 1 });
  await make({
    slug: "deep/a..b/../c",
    task: "# Role\nA text with headings\n\n# Context\nof its own",
    context: "and\r\nline ends",
  });
  await make({
    slug: "yaml",
    title: "--- # ': {",
    description: "\u2028 \u001b[31m",
    task: "---\ntitle: no\n---\n\n\n# Task\nx",
  });
  return id;
}

test("pull writes the files of the Markdown export byte for byte, and a bundle that answers when the server is gone", async () => {
  const id = await furnish();
  const { code, stdout, stderr } = await run("pull");
  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout).toContain("wrote greeting.md\n");
  const zip = await fetch(`${world.url}/api/v1/prompts/export?format=markdown`, { headers: { "x-api-key": key } });
  for (const [name, bytes] of Object.entries(unzipSync(new Uint8Array(await zip.arrayBuffer()))))
    expect(read(name)).toBe(strFromU8(bytes));
  expect(readdirSync(folder).sort()).toEqual([
    "deep%2Fa..b%2F..%2Fc.md",
    "greeting.md",
    "promptr-bundle.json",
    "yaml.md",
  ]);
  const bundle = await readBundle(join(folder, "promptr-bundle.json"));
  const online = createClient({ url: world.url, apiKey: key });
  const offline = createClient({ url: "http://127.0.0.1:9", cache: { bundle } });
  for (const which of [{}, { label: "production" }]) {
    const [there, here] = [await online.prompts.get("greeting", which), await offline.prompts.get("greeting", which)];
    expect([here.source, here.prompt]).toEqual(["bundle", there.prompt]);
  }
  expect(await run("pull")).toMatchObject({ code: 0, stdout: "3 as they were\n" });
  expect(await versionOf(id)).toBe(2);
});

test("what was pulled differs in nothing, and pushing it changes nothing, whatever the prompts hold", async () => {
  const id = await furnish();
  await run("pull");
  expect(await run("diff")).toEqual({ code: 0, stdout: "", stderr: "" });
  expect(await run("push")).toMatchObject({ code: 0, stdout: "", stderr: "0 pushed, 3 as they were\n" });
  expect(await run("sync --prune")).toMatchObject({
    code: 0,
    stdout: "0 to create, 0 to change, 0 to delete, 3 as they are\n",
  });
  const revisions = (await ada.get("/prompts")).body.data.map(({ revision }: { revision: number }) => revision);
  expect([await versionOf(id), revisions]).toEqual([2, [1, 1, 2]]);
});

test("push makes a prompt of a new file and a version of a changed one, once, with the message", async () => {
  write("new.md", "---\ntitle: New\nfolder: [Team, Inner]\ntags: [x]\n---\n# Role\nYou.\n\n# Task\nDo {{it}}.\n");
  expect(await run("push")).toMatchObject({ code: 0, stdout: "created new@1\n" });
  const [made] = (await ada.get("/prompts")).body.data;
  expect(made).toMatchObject({
    slug: "new",
    title: "New",
    role: "You.",
    task: "Do {{it}}.",
    tags: ["x"],
    isPublic: false,
  });
  expect((await ada.get("/folders")).body.data.map(({ name }: { name: string }) => name).sort()).toEqual([
    "Inner",
    "Team",
  ]);
  write("new.md", read("new.md").replace("Do", "Make"));
  expect(await run("push new.md --message Better")).toMatchObject({ code: 0, stdout: "updated new@2\n" });
  expect(await run("push")).toMatchObject({ code: 0, stdout: "", stderr: "0 pushed, 1 as they were\n" });
  const { body } = await ada.get(`/prompts/${made.id}/versions`);
  expect(body.data.map(({ message }: { message: string | null }) => message)).toEqual(["Better", null]);
  write("new.md", read("new.md").replace("Make", "Do"));
  expect(await run("push --json")).toMatchObject({
    code: 0,
    stdout: '{"done":[{"action":"updated","slug":"new","version":3}],"unchanged":[]}\n',
  });
});

test("diff shows both sides as a unified diff and exits 1; sync --dry-run shows the plan and does nothing", async () => {
  const id = await make();
  await make({ slug: "other", task: "Stays" });
  await run("pull");
  rmSync(join(folder, "other.md"));
  write("greeting.md", read("greeting.md").replace("Greet {{name}}", "Hug {{name}}"));
  write("new.md", "Do it\n");
  const shown = await run("diff");
  expect(shown.code).toBe(1);
  expect(shown.stdout).toMatch(/^--- \/dev\/null\n\+\+\+ folder\/new\.md\n/);
  expect(shown.stdout).toMatch(
    /^--- server\/greeting\.md\n\+\+\+ folder\/greeting\.md\n@@ .*\n(?:.*\n)*-Greet \{\{name\}\}\n\+Hug \{\{name\}\}\n/m,
  );
  expect(shown.stderr).toBe("other is only on the server\n");
  expect((await run("diff greeting")).stdout).not.toContain("new.md");
  const plan = "+ new\n~ greeting  (task)\n1 to create, 1 to change, 0 to delete, 0 as they are\n";
  expect(await run("sync --dry-run")).toMatchObject({ code: 0, stdout: plan });
  expect(JSON.parse((await run("sync --dry-run --json")).stdout)).toEqual({
    steps: [
      { action: "create", slug: "new" },
      { action: "update", slug: "greeting", fields: ["task"], from: 1 },
    ],
    unchanged: [],
    others: ["other"],
  });
  expect([await versionOf(id), (await ada.get("/prompts")).body.data.length]).toEqual([1, 2]);
  const coloured = await run("diff", {}, true);
  expect(coloured.stdout).toContain("\u001B[32m+Hug");
  expect((await run("diff", { NO_COLOR: "1" }, true)).stdout).toBe(shown.stdout);
});

test("sync does what the plan says, deletes only with --prune, and has nothing to do the second time", async () => {
  await make();
  await make({ slug: "gone", task: "Bye" });
  await run("pull");
  rmSync(join(folder, "gone.md"));
  write("new.md", "Do it\n");
  expect(await run("sync")).toMatchObject({
    stdout: "+ new\n1 to create, 0 to change, 0 to delete, 1 as they are\ncreated new@1\n",
    stderr: "gone is only on the server, and stays (--prune would delete it)\n",
  });
  expect(await run("diff --prune")).toMatchObject({
    code: 1,
    stdout: expect.stringContaining("--- server/gone.md\n+++ /dev/null\n"),
  });
  expect(await run("sync --prune")).toMatchObject({
    code: 0,
    stdout: "- gone\n0 to create, 0 to change, 1 to delete, 2 as they are\ndeleted gone\n",
  });
  expect(await run("sync --prune")).toMatchObject({
    code: 0,
    stdout: "0 to create, 0 to change, 0 to delete, 2 as they are\n",
  });
  for (const name of readdirSync(folder)) rmSync(join(folder, name));
  expect(await run("sync --prune")).toMatchObject({
    code: 1,
    stdout: "",
    stderr: expect.stringContaining("would delete all there are"),
  });
  expect((await ada.get("/prompts")).body.data).toHaveLength(2);
});

test("a sync whose answers are lost makes nothing twice, and one that dies is finished by the next", async () => {
  for (const name of ["a", "b", "c"]) write(`${name}.md`, `Do ${name}\n`);
  front.before("POST", () => Promise.reject(new Error("The line is cut")));
  front.cutNext("POST");
  expect((await run("push a.md")).stdout).toBe("created a@1\n");
  expect((await run("sync")).stdout).toContain("2 to create, 0 to change, 0 to delete, 1 as they are\n");
  expect(await run("sync")).toMatchObject({
    code: 0,
    stdout: "0 to create, 0 to change, 0 to delete, 3 as they are\n",
  });
  expect((await ada.get("/prompts")).body.data).toHaveLength(3);
});

test("a prompt that changes while a plan is done is not written over: the step is refused by name, what went before stays", async () => {
  const id = await make();
  await run("pull");
  write("greeting.md", read("greeting.md").replace("Greet {{", "Hug {{"));
  write("new.md", "Do it\n");
  front.before("PUT", () => ada.put(`/prompts/${id}`, { task: "Somebody else's {{name}}" }));
  expect(await run("sync")).toMatchObject({
    code: 1,
    stdout: expect.stringMatching(/created new@1\n$/),
    stderr: expect.stringMatching(/^greeting: version_moved: /),
  });
  expect((await ada.get(`/prompts/${id}`)).body).toMatchObject({ version: 2, task: "Somebody else's {{name}}" });
  expect((await run("sync")).stdout).toContain(
    "~ greeting  (task)\n0 to create, 1 to change, 0 to delete, 1 as they are\nupdated greeting@3\n",
  );
});

test("label moves compare and swap, and get prints what stands there", async () => {
  const id = await make();
  await ada.put(`/prompts/${id}`, { task: "Welcome {{name}}" });
  expect(await run("label production greeting@1 --expect none")).toMatchObject({
    code: 0,
    stdout: "production greeting@1 (new)\n",
  });
  expect(await run("label production greeting@2 --expect none")).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("stands on 1, not nowhere: nothing was moved"),
  });
  expect(await run("label production greeting@2 --expect 2")).toMatchObject({ code: 1, stdout: "" });
  expect(await run("get greeting@production")).toEqual({ code: 0, stdout: "Greet {{name}}\n", stderr: "" });
  expect(await run("label production greeting@2 --expect 1 --reason Tested")).toMatchObject({
    code: 0,
    stdout: "production greeting@2 (from 1)\n",
  });
  expect(await run("label production greeting@2")).toMatchObject({
    code: 0,
    stdout: "production stands on greeting@2 already\n",
  });
  const [last] = (await ada.get(`/prompts/${id}/labels/production/history`)).body.data;
  expect(last).toMatchObject({ from: 1, to: 2, reason: "Tested", by: { kind: "api_key" } });
  expect((await run("get greeting --var name=Ada")).stdout).toBe("Welcome Ada\n");
  expect(JSON.parse((await run("get greeting@1 --json")).stdout)).toMatchObject({ slug: "greeting", version: 1 });
  expect(await run("get nothing")).toMatchObject({ code: 1, stdout: "", stderr: expect.stringContaining("not_found") });
  expect(await run("label production greeting@9")).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("not_found"),
  });
});

test("links are neither followed to read nor to write, and a file outside the folder is not pushed", async () => {
  const outside = mkdtempSync(join(tmpdir(), "promptr-outside-"));
  writeFileSync(join(outside, "secret.md"), "The secret\n");
  symlinkSync(join(outside, "secret.md"), join(folder, "greeting.md"));
  expect(await run("push")).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("greeting.md is a symbolic link"),
  });
  await make();
  expect(await run("pull")).toMatchObject({ code: 1, stderr: expect.stringContaining("is a symbolic link") });
  expect(readFileSync(join(outside, "secret.md"), "utf8")).toBe("The secret\n");
  rmSync(join(folder, "greeting.md"));
  expect(await run(`push ${join(outside, "secret.md")}`)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("is not in"),
  });
  expect(await run("push ../secret")).toMatchObject({ code: 1 });
  mkdirSync(join(folder, "greeting.md"));
  expect(await run("pull")).toMatchObject({ code: 1, stderr: expect.stringContaining("is no file") });
  expect((await ada.get("/prompts")).body.data).toHaveLength(1);
  rmSync(outside, { recursive: true });
});

test("as a process: data on one stream, talk on the other, exit codes 1 and 2, and the key on neither", async () => {
  const main = (words: string[]) =>
    promisify(execFile)(process.execPath, ["src/main.ts", "prompts", ...words], {
      env: {
        PATH: process.env["PATH"] ?? "",
        PROMPTR_URL: front.url,
        PROMPTR_API_KEY: key,
        NODE_ENV: "production",
      },
    }).then(
      ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
      (error: { code: number; stdout: string; stderr: string }) => ({
        code: error.code,
        stdout: error.stdout,
        stderr: error.stderr,
      }),
    );
  write("new.md", "Do it\n");
  const [differs, unknown] = await Promise.all([main(["diff", "--dir", folder]), main(["fly"])]);
  expect(differs).toMatchObject({ code: 1, stdout: expect.stringContaining("+++ folder/new.md"), stderr: "" });
  expect(unknown).toMatchObject({
    code: 2,
    stdout: "",
    stderr: expect.stringMatching(/^There is no command prompts fly\n/),
  });
  expect(JSON.stringify([differs, unknown])).not.toContain(key);
}, 60_000);
