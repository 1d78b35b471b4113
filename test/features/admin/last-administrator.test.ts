import { expect, test } from "vitest";
import { createWorld, type World } from "../../world.ts";

const administrators = async (world: World): Promise<number> =>
  (await world.sql("select 1 from promptr.profiles where role = 'admin' and suspended_at is null")).length;
const codes = (replies: readonly { status: number; body: { code?: string } }[]) =>
  replies.map(({ status, body }) => body.code ?? String(status)).sort();

test("the last administrator can be neither demoted nor suspended, and may change everything else", async () => {
  await using world = await createWorld();
  const boss = await world.user({ role: "admin" });
  for (const body of [{ role: "user" }, { suspended: true }, { role: "user", subscriptionTier: "pro" }]) {
    const reply = await boss.put(`/admin/users/${boss.userId}`, body);
    expect([reply.status, reply.body.code]).toEqual([409, "last_admin"]);
  }
  expect((await boss.put(`/admin/users/${boss.userId}`, { subscriptionTier: "pro" })).status).toBe(200);
  const other = await world.user({ role: "admin" });
  await world.sql("update promptr.profiles set suspended_at = now() where id = $1", [other.userId]);
  expect((await boss.put(`/admin/users/${boss.userId}`, { role: "user" })).body.code).toBe("last_admin");
  await boss.put(`/admin/users/${other.userId}`, { suspended: false });
  expect((await boss.put(`/admin/users/${boss.userId}`, { role: "user" })).status).toBe(200);
  expect(await administrators(world)).toBe(1);
});

test("of two administrators who demote each other at the same moment exactly one succeeds", async () => {
  await using world = await createWorld();
  for (let round = 0; round < 10; round += 1) {
    const [ada, eve] = [await world.user({ role: "admin" }), await world.user({ role: "admin" })];
    const replies = await Promise.all([
      ada.put(`/admin/users/${eve.userId}`, { role: "user" }),
      eve.put(`/admin/users/${ada.userId}`, { role: "user" }),
    ]);
    // The loser waited for its own demotion, or came when it was done.
    expect(codes(replies)).toEqual(["200", "forbidden"]);
    expect(await administrators(world)).toBe(1);
    await world.sql("update promptr.profiles set role = 'user'");
  }
});

test("of two who suspend each other one succeeds, though a third remains", async () => {
  await using world = await createWorld();
  const [ada, eve] = [await world.user({ role: "admin" }), await world.user({ role: "admin" })];
  await world.user({ role: "admin" });
  const replies = await Promise.all([
    ada.put(`/admin/users/${eve.userId}`, { suspended: true }),
    eve.put(`/admin/users/${ada.userId}`, { suspended: true }),
  ]);
  expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(await administrators(world)).toBe(2);
});

test("five who all resign at once leave one", async () => {
  await using world = await createWorld();
  const all = await Promise.all(Array.from({ length: 5 }, () => world.user({ role: "admin" })));
  const replies = await Promise.all(all.map((one) => one.put(`/admin/users/${one.userId}`, { role: "user" })));
  expect(codes(replies)).toEqual(["200", "200", "200", "200", "last_admin"]);
  expect(await administrators(world)).toBe(1);
});
