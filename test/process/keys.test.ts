import { expect, test, vi } from "vitest";
import { createPlace } from "./server.ts";

vi.setConfig({ testTimeout: 60_000 });

test("keys rotate, audit verify and admin grant work beside a server that runs its own embedded database, and change it at once", async () => {
  const place = createPlace();
  await place.moveIn();
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
