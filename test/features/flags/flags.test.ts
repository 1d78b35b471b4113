import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createWorld, until, type User, type World } from "../../world.ts";

let world: World;
let admin: User;
beforeAll(async () => {
  world = await createWorld({ env: { PROMPTR_FLAGS: '{"runs":false}' } });
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(async () => {
  admin = await world.user({ role: "admin" });
});

const register = (n: number) => ({
  email: `flag-${n}@example.com`,
  password: "correct horse battery",
  fullName: "Ada",
});
const told = () =>
  world.sql("select action, subject_id, details from promptr.audit_log where actor_id = $1 order by seq", [
    admin.userId,
  ]);
const flagsOf = async (who: { get: World["anyone"]["get"] }): Promise<Record<string, { enabled: boolean }>> =>
  (await who.get("/system/features")).body.features;

test("a flag an administrator switches off is off at once here, within moments in another process, and on again as quickly", async () => {
  const other = await world.another();
  const closed = async (n: number) => (await other.anyone.post("/auth/register", register(n))).status === 403;
  expect((await other.anyone.post("/auth/register", register(1))).status).toBe(201);
  const off = await admin.put("/admin/flags/registration", { enabled: false });
  expect([off.status, off.body]).toMatchObject([
    200,
    { name: "registration", enabled: false, stored: false, builtIn: true },
  ]);
  expect((await world.anyone.post("/auth/register", register(2))).body.code).toBe("feature_disabled");
  await until(() => closed(3), 900); // sooner than the cache would forget it by itself
  await admin.put("/admin/flags/registration", { enabled: true });
  expect((await world.anyone.post("/auth/register", register(4))).status).toBe(201);
  await until(async () => !(await closed(5)), 900);
  await admin.put("/admin/flags/registration", { enabled: true }); // changes nothing, tells nothing
  expect(await told()).toEqual([
    { action: "flag.set", subject_id: "registration", details: { from: true, to: false } },
    { action: "flag.set", subject_id: "registration", details: { from: false, to: true } },
  ]);
});

test("what PROMPTR_FLAGS overrides stays as it says, and the list tells so", async () => {
  const set = await admin.put("/admin/flags/runs", { enabled: true });
  expect(set.body).toMatchObject({ enabled: false, stored: true, overridden: true });
  const { body } = await admin.get("/admin/flags");
  const flag = (name: string) => body.flags.find((one: { name: string }) => one.name === name);
  expect(flag("runs")).toMatchObject({ enabled: false, stored: true, overridden: true, builtIn: true });
  expect(flag("enhancement")).toMatchObject({ enabled: true, stored: true, overridden: false });
  expect((await flagsOf(world.anyone))["runs"]).toMatchObject({ enabled: false });
});

test("a flag may be called what every object has, and the lists go on", async () => {
  const { body } = await admin.put("/admin/flags/constructor", { enabled: true });
  expect(body).toMatchObject({ name: "constructor", enabled: true, stored: true, overridden: false });
  expect((await flagsOf(world.anyone))["constructor"]).toMatchObject({ enabled: true });
  expect((await admin.get("/admin/flags")).status).toBe(200);
  expect((await admin.delete("/admin/flags/constructor")).status).toBe(204);
});

test("flags for front ends can be made, described, seen by everybody and removed; those of the product cannot be removed", async () => {
  expect((await admin.put("/admin/flags/dark_editor", { enabled: true })).body).toMatchObject({
    description: "dark_editor",
    builtIn: false,
  });
  await admin.put("/admin/flags/dark_editor", { enabled: true, description: "The dark editor" });
  expect((await flagsOf(world.anyone))["dark_editor"]).toEqual({ enabled: true, description: "The dark editor" });
  expect((await admin.put("/admin/flags/dark_editor", { enabled: false })).body.description).toBe("The dark editor");
  expect((await admin.delete("/admin/flags/dark_editor")).status).toBe(204);
  expect((await flagsOf(world.anyone))["dark_editor"]).toBeUndefined();
  expect((await admin.delete("/admin/flags/dark_editor")).status).toBe(404);
  expect((await admin.delete("/admin/flags/registration")).body.code).toBe("flag_built_in");
  expect((await told()).map(({ action }) => action)).toEqual(["flag.set", "flag.set", "flag.set", "flag.remove"]);
});

test("there are a hundred flags at most, also when many make one at the same moment", async () => {
  const [row] = await world.sql("select count(*)::int as number from promptr.feature_flags");
  const room = 100 - Number(row?.["number"]);
  await world.sql(
    "insert into promptr.feature_flags (name, description, enabled) select 'many_' || n, 'd', true from generate_series(1, $1) as n",
    [room - 2],
  );
  const made = await Promise.all(
    Array.from({ length: 5 }, (_, n) => admin.put(`/admin/flags/race_${n}`, { enabled: true })),
  );
  expect(made.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 200, 409, 409, 409]);
  expect((await admin.put("/admin/flags/many_1", { enabled: false })).status).toBe(200);
  await world.sql("delete from promptr.feature_flags where name ~ '^(many|race)_'");
});

test("names and bodies that are no flag's are refused", async () => {
  for (const name of ["Registration", "1st", "a".repeat(51), "a-b", "a%00b"])
    expect((await admin.put(`/admin/flags/${name}`, { enabled: true })).status).toBe(400);
  for (const body of [{}, { enabled: "yes" }, { enabled: true, description: "two\nlines" }, { enabled: true, more: 1 }])
    expect((await admin.put("/admin/flags/fresh", body)).status).toBe(400);
  expect((await admin.put("/admin/flags/fresh", { enabled: true, description: "a".repeat(201) })).status).toBe(400);
});
