import { expect, test } from "vitest";
import { changeAdministrator } from "../../src/cli/admin.ts";
import { createWorld, until, type World } from "../world.ts";
import { run } from "./command.ts";

const command = (world: World, ...words: string[]) =>
  run(world, (config, log, out) => changeAdministrator(config, log, out, words));
const audited = (world: World) =>
  world.sql(
    "select action, actor_kind, actor_id, subject_type, subject_id, owner_id from promptr.audit_log where action like 'account.%\\_admin' order by seq",
  );
const row = (action: string, id: string) => ({
  action,
  actor_kind: "operator",
  actor_id: null,
  subject_type: "account",
  subject_id: id,
  owner_id: id,
});

test("admin grant and revoke take an address in any spelling or an id, and write each change down once", async () => {
  await using world = await createWorld();
  const [ada, eve] = [await world.user(), await world.user()];
  expect(await command(world, "grant", ` ${ada.email.toUpperCase()}`)).toMatchObject({
    code: 0,
    data: { userId: ada.userId, role: "admin" },
  });
  expect((await command(world, "grant", eve.userId.toUpperCase())).text).toMatch(/ is an administrator now\n$/);
  expect((await command(world, "grant", eve.email)).text).toBe(`${eve.email} is an administrator already\n`);
  expect((await command(world, "revoke", eve.email)).data).toEqual({ userId: eve.userId, role: "user" });
  expect((await command(world, "revoke", eve.email)).text).toBe(`${eve.email} is no administrator\n`);
  expect(await audited(world)).toEqual([
    row("account.grant_admin", ada.userId),
    row("account.grant_admin", eve.userId),
    row("account.revoke_admin", eve.userId),
  ]);
});

test("a running server knows within a second who is an administrator", async () => {
  await using world = await createWorld();
  await world.user({ role: "admin" });
  const eve = await world.user();
  const status = async () => (await eve.get("/admin/users")).status;
  expect(await status()).toBe(403);
  await command(world, "grant", eve.email);
  await until(async () => (await status()) === 200, 1_000);
  await command(world, "revoke", eve.email);
  await until(async () => (await status()) === 403, 1_000);
});

test("the last administrator stays one, also when two are revoked at once", async () => {
  await using world = await createWorld();
  const [ada, eve] = [await world.user({ role: "admin" }), await world.user({ role: "admin" })];
  const ended = await Promise.allSettled([ada, eve].map(({ userId }) => command(world, "revoke", userId)));
  expect(ended.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  expect(ended.find(({ status }) => status === "rejected")).toMatchObject({ reason: { code: "last_admin" } });
  expect(await world.sql("select count(*)::int as left from promptr.profiles where role = 'admin'")).toEqual([
    { left: 1 },
  ]);
  expect(await audited(world)).toHaveLength(1);
});

test("an address that is not certain to be one account of ours is refused with the ids, which do", async () => {
  await using world = await createWorld();
  const ada = await world.user();
  const supabase = async (email: string): Promise<string> => {
    const sql =
      "insert into promptr.profiles (id, email, full_name, origin) values (gen_random_uuid(), $1, 'x', 'supabase') returning id";
    return String((await world.sql(sql, [email]))[0]?.["id"]);
  };
  const [same, alone] = [await supabase(ada.email), await supabase("eve@example.com")];
  await expect(command(world, "grant", ada.email)).rejects.toThrow(new RegExp(`${same}.*Supabase|Supabase.*${same}`));
  await expect(command(world, "grant", ada.email)).rejects.toThrow(`${ada.userId} (ours)`);
  await expect(command(world, "grant", "eve@example.com")).rejects.toThrow(`${alone} (Supabase)`);
  expect((await command(world, "grant", alone)).data).toEqual({ userId: alone, role: "admin" });
});

test("an account that is not there or is closed is refused, and so are other words", async () => {
  await using world = await createWorld();
  const ada = await world.user();
  await world.sql("update promptr.profiles set erased_at = now() where id = $1", [ada.userId]);
  for (const name of ["nobody@example.com", "019a2f6e-8c1d-7b3a-9e54-3f0c6b7d2a10", ada.email, ada.userId])
    await expect(command(world, "grant", name)).rejects.toThrow(`There is no account ${name}`);
  for (const words of [[], ["grant"], ["take", "a@b.de"], ["grant", "a@b.de", "c@d.de"]])
    await expect(command(world, ...words)).rejects.toThrow("Say promptr admin grant <email|userId>");
  expect(await audited(world)).toEqual([]);
});
