import { execFile } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { createWorld } from "../world.ts";

const PACKAGE = resolve("docs/client");
const run = promisify(execFile);
const blocks = [...readFileSync(join(PACKAGE, "README.md"), "utf8").matchAll(/```ts\n([\s\S]*?)```/g)].map(
  ([, code = ""]) => code,
);

/** A project of its own with the package installed. */
function project(): string {
  const folder = mkdtempSync(join(tmpdir(), "promptr-package-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(PACKAGE, join(folder, "node_modules/promptr-client"));
  writeFileSync(join(folder, "package.json"), '{"type":"module"}');
  return folder;
}

test("the package runs in plain Node: what its README shows is done by a live server", async () => {
  await using world = await createWorld();
  const ada = await world.user({ tier: "pro" });
  const { key } = await world.apiKey(ada, { scopes: ["prompts:read", "prompts:write", "enrichment"] });
  const folder = project();
  const [call = "", stream = "", production = ""] = blocks;
  const done = async (code: string): Promise<string> => {
    writeFileSync(join(folder, "example.ts"), code.replaceAll("https://promptr.example.com", world.url));
    const env = { PROMPTR_API_KEY: key };
    return (await run(process.execPath, ["--no-warnings", "example.ts"], { cwd: folder, env })).stdout;
  };
  expect(await done(call + stream)).toContain("{{ticket}}");
  const [made] = (await ada.get("/prompts")).body.data;
  expect(made).toMatchObject({ slug: "ticket-summary", title: "Tickets", revision: 2 });

  await ada.put(`/prompts/${made.id}/labels/production`, { version: 1 });
  mkdirSync(join(folder, "prompts"));
  const bundle = { format: "promptr-bundle", version: 1, prompts: [] };
  writeFileSync(join(folder, "prompts/promptr-bundle.json"), JSON.stringify(bundle));
  expect(await done(`${production}\nconsole.log(source, text, messages.length);`)).toBe(
    "server Summarise It does not start. 1\n",
  );
}, 60_000);

test("the package leans on nothing: no package, and of Node only the file reader of its own entry", () => {
  const imports = (file: string): string[] =>
    [...readFileSync(join(PACKAGE, file), "utf8").matchAll(/^(?:import|export)\b[^;]*?from\s*"([^"]+)"/gm)].map(
      ([, from = ""]) => from,
    );
  const files = readdirSync(PACKAGE).filter((name) => name.endsWith(".js"));
  const all = Object.fromEntries(files.map((name) => [name, imports(name)]));
  expect(all).toEqual({ "index.js": ["./shared.js"], "node.js": ["./shared.js", "node:fs/promises"], "shared.js": [] });
  const manifest = JSON.parse(readFileSync(join(PACKAGE, "package.json"), "utf8"));
  expect([manifest.dependencies, manifest.type]).toEqual([undefined, "module"]);
  for (const { types, default: code } of [manifest.exports["."], manifest.exports["./node"]])
    expect([types, code].map((file) => existsSync(join(PACKAGE, file)))).toEqual([true, true]);
});
