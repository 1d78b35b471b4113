import { chmodSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import {
  checkOut,
  giveMigrations,
  knowsNewerDatabases,
  lackedPackages,
  previousRelease,
} from "../../scripts/release/previous.ts";
import { scratch } from "../setup.ts";
import { createDatabase } from "./database.ts";
import { createPlace } from "./server.ts";

vi.setConfig({ testTimeout: 60_000 });

// The short form of `npm run previous-release`, which runs that release's tests.
test("the release before this one starts on today's schema, and its README's tour works", async ({ skip }) => {
  const commit = previousRelease() ?? "";
  skip(commit === "", "no history: git, or the commits before the newest migration, are missing");
  const parent = scratch("previous");
  chmodSync(parent, 0o755);
  onTestFinished(() => rmSync(parent, { recursive: true, force: true }));
  const folder = join(parent, "checkout");
  checkOut(commit, folder);
  const lacked = lackedPackages(folder);
  skip(
    lacked.length > 0,
    `${lacked.join(", ")} not installed; npm run previous-release installs what that release needs`,
  );
  if (!knowsNewerDatabases(folder)) giveMigrations(folder);
  const database = await createDatabase();
  const server = await createPlace().serve({
    executable: process.execPath,
    words: [join(folder, "src/main.ts"), "serve"],
    env: { DATABASE_URL: database.url, MIGRATE_ON_START: "false" },
  });
  const { takeTour } = (await import(join(folder, "test/tour.ts"))) as { takeTour: (url: string) => Promise<void> };
  await takeTour(server.url);
  expect(await server.end("SIGTERM")).toMatchObject({ code: 0 });
});

test("a release needs its own packages when this one has none of a name, or another major version of it", () => {
  const folder = scratch("packages");
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8")) as {
    packages: Record<string, { version: string }>;
  };
  const major = (name: string): number => Number(packages[`node_modules/${name}`]!.version.split(".")[0]);
  const locked = { koa: `${major("koa")}.0.0-other`, pg: `${major("pg") - 1}.9.9`, "left-behind": "1.0.0" };
  const needs = Object.entries(locked).map(([name, version]) => [`node_modules/${name}`, { version }] as const);
  const lock = { packages: { "": { dependencies: locked }, ...Object.fromEntries(needs) } };
  writeFileSync(join(folder, "package-lock.json"), JSON.stringify(lock));
  expect(lackedPackages(folder)).toEqual(["pg", "left-behind"]);
});
