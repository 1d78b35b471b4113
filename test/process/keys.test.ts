import { expect, test, vi } from "vitest";
import { createDatabase } from "./database.ts";
import { createPlace } from "./server.ts";

vi.setConfig({ testTimeout: 60_000 });

test("keys rotate and audit verify work beside a running server, with data on the output and nothing else", async () => {
  const place = createPlace();
  const database = await createDatabase();
  const env = { DATABASE_URL: database.url };
  const server = await place.serve({ env });
  const rotated = await place.run(["keys", "rotate", "--json"], env);
  expect(rotated).toMatchObject({ code: 0, stderr: "" });
  const { kid, retired } = JSON.parse(rotated.stdout) as { kid: string; retired: string[] };
  const { keys } = (await server.anyone.raw("/.well-known/jwks.json")).body;
  expect(keys.map((key: { kid: string }) => key.kid)).toEqual([kid, ...retired]);
  expect(JSON.stringify([rotated, server.said])).not.toMatch(/"d\\?"/);

  const right = await place.run(["audit", "verify", "--json"], env);
  expect(right).toMatchObject({ code: 0, stderr: "" });
  const { rows, head } = JSON.parse(right.stdout) as { rows: number; head: { seq: number } };
  expect(head.seq).toBe(rows);
  await database.sql("set session_replication_role = replica; delete from promptr.audit_log where seq = 1");
  expect(await place.run(["audit", "verify", "--expect-head", `1:${"ab".repeat(32)}`], env)).toMatchObject({
    code: 1,
    stdout: "broken at 1: there is no such row; 0 rows are right\n",
    stderr: "",
  });
});

test("the same commands work beside a server that runs its own embedded database, and change it at once", async () => {
  const place = createPlace();
  const server = await place.serve();
  const rotated = await place.run(["keys", "rotate", "--json"]);
  expect(rotated).toMatchObject({ code: 0, stderr: "" });
  const { kid, retired } = JSON.parse(rotated.stdout) as { kid: string; retired: string[] };
  const { keys } = (await server.anyone.raw("/.well-known/jwks.json")).body;
  expect(keys.map((key: { kid: string }) => key.kid)).toEqual([kid, ...retired]);
  expect(await place.run(["audit", "verify"])).toMatchObject({ code: 0 });
  expect(await place.run(["admin", "grant", "nobody@example.com"])).toMatchObject({ code: 1 });
  expect((await server.anyone.raw("/readyz")).status).toBe(200);
});
