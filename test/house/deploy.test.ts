import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readConfig, VARIABLES } from "../../src/config.ts";

type Instruction = { readonly word: string; readonly rest: string };

const dockerfile: Instruction[] = readFileSync("Dockerfile", "utf8")
  .replaceAll(/^#.*\n/gm, "")
  .replaceAll("\\\n", " ")
  .split("\n")
  .filter((line) => line.trim() !== "")
  .map((line) => ({ word: line.slice(0, line.indexOf(" ")), rest: line.slice(line.indexOf(" ") + 1).trim() }));
const finalStage = dockerfile.slice(dockerfile.findLastIndex(({ word }) => word === "FROM"));
const inFinalStage = (word: string): string[] =>
  finalStage.filter((line) => line.word === word).map((line) => line.rest);
const commandOf = (rest: string | undefined): unknown => JSON.parse(rest?.slice(rest.indexOf("[")) ?? "null");

/** Reads the part of TOML that fly.toml uses: tables, lists of tables, one value a line. Keys are joined by dots. */
function readToml(text: string): Record<string, unknown> {
  let table = "";
  const values: Record<string, unknown> = {};
  for (const line of text.split("\n").map((raw) => raw.trim())) {
    const heading = /^\[{1,2}([\w.]+)\]{1,2}$/.exec(line)?.[1];
    const [, key, value] = /^(\w+) = (.+)$/.exec(line) ?? [];
    if (heading) table = `${heading}.`;
    else if (key && value) values[table + key] = JSON.parse(value);
    else if (line !== "" && !line.startsWith("#")) throw new Error(`fly.toml: cannot read "${line}"`);
  }
  return values;
}
const fly = readToml(readFileSync("fly.toml", "utf8"));

test("the image runs the server itself, as an ordinary user, in production", () => {
  expect(commandOf(inFinalStage("CMD")[0])).toEqual(["node", "src/main.ts", "serve"]);
  expect(inFinalStage("USER")).toEqual(["node"]);
  expect(finalStage.findIndex(({ word }) => word === "USER")).toBeGreaterThan(
    finalStage.findLastIndex(({ word }) => word === "RUN" || word === "COPY"),
  );
  expect(inFinalStage("ENV")[0]).toContain("NODE_ENV=production");
  expect(commandOf(inFinalStage("HEALTHCHECK")[0])).toEqual(["node", "src/main.ts", "healthcheck"]);
});

test("the image installs from the lock, and fetches nothing else", () => {
  const runs = dockerfile.filter(({ word }) => word === "RUN").map(({ rest }) => rest);
  expect(runs[0]).toMatch(/^npm ci --omit=dev --omit=optional/);
  expect(runs.join("\n")).not.toMatch(/curl|wget|npm install/);
  expect(dockerfile.map(({ word }) => word)).not.toContain("ADD");
});

test("whatever the image copies exists and is let through by .dockerignore, and nothing else is", () => {
  const copied = dockerfile
    .filter(({ word, rest }) => word === "COPY" && !rest.startsWith("--from"))
    .flatMap(({ rest }) => rest.split(" ").slice(0, -1));
  expect(copied.filter((path) => !existsSync(path))).toEqual([]);
  const rules = readFileSync(".dockerignore", "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));
  expect(rules[0]).toBe("*");
  expect(new Set(rules.slice(1))).toEqual(new Set(copied.map((path) => `!${path}`)));
});

test("Fly speaks to the port the image serves, and asks /readyz", () => {
  const port = Number(inFinalStage("EXPOSE")[0]);
  expect(inFinalStage("ENV")[0]).toContain(`PORT=${port}`);
  expect(fly["http_service.internal_port"]).toBe(port);
  expect(fly["env.PORT"]).toBe(String(port));
  expect(fly["http_service.checks.path"]).toBe("/readyz");
});

test("Fly migrates before a release, keeps one Machine up, and leaves the server time to drain", () => {
  expect(fly["deploy.release_command"]).toBe("node src/main.ts migrate");
  expect(fly["http_service.min_machines_running"]).toBe(1);
  expect(fly["http_service.auto_stop_machines"]).toBe("off");
  expect(fly["kill_signal"]).toBe("SIGTERM");
  expect(fly["kill_timeout"]).toBeGreaterThan(25);
});

test("the image's and Fly's variables exist, and with a database make a valid production configuration", () => {
  const pairs = (inFinalStage("ENV")[0] ?? "").split(/\s+/).map((pair) => pair.split("=", 2));
  const ofFly = Object.entries(fly).flatMap(([key, value]) => (key.startsWith("env.") ? [[key.slice(4), value]] : []));
  const env: Record<string, string> = Object.fromEntries([...pairs, ...ofFly]);
  expect(Object.keys(env).filter((name) => !Object.hasOwn(VARIABLES, name))).toEqual([]);
  expect(readConfig({ ...env, DATABASE_URL: "postgres://promptr@db.example.com/promptr" }).production).toBe(true);
});
