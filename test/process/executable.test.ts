import { execFile } from "node:child_process";
import { chmodSync, chownSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { scratch } from "../setup.ts";
import { takeTour } from "../tour.ts";
import { createDatabase } from "./database.ts";
import { createProxy } from "./proxy.ts";
import { createPlace } from "./server.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const call = promisify(execFile);

const NOBODY = 65_534;
const AS_NOBODY = ["setpriv", `--reuid=${NOBODY}`, `--regid=${NOBODY}`, "--clear-groups"];

let folder = "";
let executable = "";
beforeAll(async () => {
  folder = scratch("executable");
  const out = join(folder, "built");
  await call(process.execPath, [join(import.meta.dirname, "../../scripts/build.ts"), "--out", out]);
  executable = join(out, "promptr");
  for (const path of [folder, out]) chmodSync(path, 0o755);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("the executable names its version, its commit and the schema it needs, and comes with digest and bill of materials", async () => {
  expect((await call(executable, ["--version"])).stdout).toMatch(
    /^0\.1\.0 \(commit (unknown|[0-9a-f]{12}(\+changes)?), schema \d{4}-[a-z-]+\)\n$/,
  );
  const { stdout } = await call("sha256sum", ["--check", "promptr.sha256"], { cwd: join(folder, "built") });
  expect(stdout).toBe("promptr: OK\n");
  const bill = JSON.parse(readFileSync(`${executable}.cdx.json`, "utf8")) as {
    bomFormat: string;
    components: { name: string; version: string }[];
  };
  expect(bill.bomFormat).toBe("CycloneDX");
  const names = bill.components.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(["koa", "kysely", "pg-boss", "zod"]));
  expect(names).not.toContain("vitest");
  expect(bill.components).toContainEqual(expect.objectContaining({ name: "node", version: process.versions.node }));
});

test("without a database it says in one line that it brings none", async () => {
  const place = createPlace();
  const end = await call(executable, ["serve"], { cwd: place.folder, env: { HOME: place.folder } }).catch(
    (error: unknown) => error,
  );
  expect(end).toMatchObject({
    code: 1,
    stderr:
      "promptr: Set DATABASE_URL: the single executable brings no database. A checkout does: npm ci && npm start.\n",
  });
});

test("in an empty folder, as an ordinary user, with only a database, it migrates, serves the README's tour and its pages, and stops", async ({
  skip,
}) => {
  skip(process.geteuid?.() !== 0, "only root can become another user");
  const place = createPlace();
  const database = await createDatabase("empty");
  // An address anybody may connect to; only the account of the tests reaches the socket.
  const proxy = await createProxy(join(database.host, ".s.PGSQL.5432"));
  chownSync(place.folder, NOBODY, NOBODY);
  const server = await place.serve({
    executable,
    prefix: AS_NOBODY,
    env: { DATABASE_URL: `postgres://postgres@127.0.0.1:${proxy.port}/${database.name}` },
  });
  expect(readFileSync(`/proc/${server.pid}/status`, "utf8")).toMatch(/^Uid:\s+65534\s/m);
  await takeTour(server.url);
  const documents = await server.anyone.raw("/api-docs");
  expect([documents.status, documents.text]).toEqual([200, expect.stringContaining("swagger-ui")]);
  for (const [, path = ""] of documents.text.matchAll(/(?:src|href)="(\/api-docs\/assets[^"]+)"/g))
    expect([path, (await server.anyone.raw(path)).status]).toEqual([path, 200]);
  expect(await server.end("SIGTERM")).toMatchObject({ code: 0 });
});
