import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { DRAIN_MS } from "../../src/app.ts";
import { readArguments } from "../../src/cli/arguments.ts";
import { VARIABLES } from "../../src/config.ts";
import { CONNECTIONS_PER_PROCESS } from "../../src/db/inspect.ts";

const manifest = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Record<string, string> };
const documents = ["docs/self-hosting.md", "docs/migrations.md"].map((path) => ({
  path,
  text: readFileSync(path, "utf8"),
}));
const blocksOf = (text: string, language: string): string[] =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, "gm"))].map(([, block = ""]) => block);

/** Words of Postgres and of signals that look like names of variables. */
const NO_VARIABLES = new Set(["NODE_OPTIONS", "SIGTERM", "CREATEROLE", "CREATE", "BYPASSRLS", "NNNN"]);

/** What a reader would type: blocks, and code within sentences. */
const codeOf = (text: string): string =>
  [...blocksOf(text, "(?:bash|sh)"), ...[...text.matchAll(/`([^`\n]+)`/g)].map(([, code = ""]) => code)].join("\n");

test.for(documents)("every promptr command in $path is one the program understands", ({ text }) => {
  const commands = [
    ...codeOf(text).matchAll(/(?<![\w/.=-]|promptr-as )promptr ((?:[a-z]+|--[a-z-]+)(?: [^\s`;|&>)]+)*)/g),
  ];
  for (const [, words = ""] of commands) {
    const said = words.replaceAll(/"[^"]*"/g, "1:ab").split(" ");
    if (said[0] === "promptr") said.shift(); // the image, too, is called promptr
    expect([words, readArguments(said).command]).toEqual([words, expect.any(String)]);
  }
  expect(commands.length).toBeGreaterThan(1);
});

test.for(documents)("every npm script and file in $path is there", ({ text }) => {
  for (const [, name = ""] of text.matchAll(/npm run ([a-z:-]+)/g)) expect(manifest.scripts).toHaveProperty(name);
  for (const [, file = ""] of text.matchAll(/(?<![\w/])((?:docs|scripts|test|migrations)\/[\w./-]*\w)/g))
    expect([file, /NNNN/.test(file) || existsSync(file)]).toEqual([file, true]);
});

test.for(documents)("every variable named in $path is one the program reads, or the block's own", ({ text }) => {
  const own = new Set([...text.matchAll(/(?:^|export )([A-Z_]+)=(?=[$"])/gm)].map(([, name = ""]) => name));
  const named = [
    ...[...text.matchAll(/`([A-Z][A-Z0-9_]{3,})(?:=[^`]*)?`/g)].map(([, name = ""]) => name),
    ...[...text.matchAll(/^([A-Z][A-Z0-9_]{3,})=/gm)].map(([, name = ""]) => name),
    ...[...text.matchAll(/(?:env|--env|set) ([A-Z][A-Z0-9_]{3,})/g)].map(([, name = ""]) => name),
  ];
  const unknown = named.filter((name) => !Object.hasOwn(VARIABLES, name) && !own.has(name) && !NO_VARIABLES.has(name));
  expect(unknown).toEqual([]);
});

test("what was not run says so: a block that is no bash stands in a section, or behind a sentence, that tells", () => {
  for (const { text } of documents)
    for (const section of text.split(/^## /m))
      if (blocksOf(section, "sh").length > 0) expect(section).toMatch(/not run here/);
});

test("the unit file starts what the program has, with the files the document makes, and waits for a drain", () => {
  const unit = readFileSync("docs/promptr.service", "utf8");
  const value = (name: string): string => new RegExp(`^${name}=(.*)$`, "m").exec(unit)?.[1] ?? "";
  const [program = "", ...words] = value("ExecStart").split(" ");
  const document = documents[0]!.text;
  expect(readArguments(words).command).toBe("serve");
  expect(document).toContain(`install -m 755 promptr ${program}`);
  expect(document).toContain(`cat > ${value("EnvironmentFile")} <<END`);
  expect(document).toContain(`--home-dir ${value("WorkingDirectory")} `);
  expect(Number(value("TimeoutStopSec"))).toBeGreaterThanOrEqual((2 * DRAIN_MS) / 1_000 + 10);
  expect([value("User"), value("NoNewPrivileges"), value("Restart")]).toEqual(["promptr", "yes", "always"]);
});

test("the connections the document counts are those a process opens", () => {
  const [, each, three] = /a process holds at most (\d+); .* hold (\d+),/.exec(documents[0]!.text) ?? [];
  expect([Number(each), Number(three)]).toEqual([CONNECTIONS_PER_PROCESS, 4 * CONNECTIONS_PER_PROCESS]);
});
