import { expect, test } from "vitest";
import { createWorld, until } from "../world.ts";

test("what is switched off says so, and works again when it is switched on", async () => {
  await using world = await createWorld();
  await world.sql("update promptr.feature_flags set enabled = false where name = 'public_library'");
  const off = await until(async () => {
    const answer = await world.anyone.get("/prompts/public");
    return answer.status === 403 && answer;
  });
  expect(off.body.code).toBe("feature_disabled");
  expect((await world.anyone.get("/system/features")).body.features.public_library.enabled).toBe(false);
  await world.sql("update promptr.feature_flags set enabled = true where name = 'public_library'");
  await until(async () => (await world.anyone.get("/prompts/public")).status === 200);
});

test("PROMPTR_FLAGS overrides the table", async () => {
  await using world = await createWorld({ env: { PROMPTR_FLAGS: '{"registration":false}' } });
  const answer = await world.anyone.post("/auth/register", { email: "a@b.io", password: "test123", fullName: "A" });
  expect([answer.status, answer.body.code]).toEqual([403, "feature_disabled"]);
});
