import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorld, type World } from "../../world.ts";

// Everybody here works on prompts of their own, so one world serves all.
let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const SLUG = /^[a-z0-9]([a-z0-9._/-]{0,118}[a-z0-9])?$/;
const used = async (userId: string) =>
  (await world.sql("select used from promptr.quota_usage where user_id = $1", [userId])).map((row) => row["used"]);

test("a slug is made of the title: its words without accents, or a part of the id where it has none", async () => {
  const ada = await world.user();
  const slugOf = async (title: string) => (await ada.post("/prompts", { title, task: "t" })).body;
  expect((await slugOf("Übersetze: Café & Crème brûlée!")).slug).toBe("ubersetze-cafe-creme-brulee");
  expect((await slugOf("Team/Notes 2.0 {{x}}")).slug).toBe("team-notes-2-0-x");
  expect((await slugOf("word ".repeat(30))).slug).toBe("word-".repeat(12).slice(0, -1));
  expect((await slugOf("x".repeat(200))).slug).toBe("x".repeat(60));
  for (const title of ["翻訳する", "🚀", "...", "Перевод"]) {
    const { slug, id } = await slugOf(title);
    expect(slug).toBe(`prompt-${id.slice(-8)}`);
  }
});

test("twenty creates that race with one title spend twenty, and are each kept as one version and told of once", async () => {
  const ada = await world.user();
  const made = await Promise.all(Array.from({ length: 20 }, () => ada.post("/prompts", { title: "Race", task: "t" })));
  expect(new Set(made.map(({ body }) => body.slug as string)).size).toBe(20);
  expect(await used(ada.userId)).toEqual([20]);
  for (const table of ["prompts", "prompt_versions", "change_events"])
    expect(await world.sql(`select count(*)::int from promptr.${table} where user_id = $1`, [ada.userId])).toEqual([
      { count: 20 },
    ]);
});

test("fifty creates that race with one title are all stored, under fifty slugs", async () => {
  const ada = await world.user();
  const replies = await Promise.all(
    // Some inside a transaction of their own, as a key makes it, the others outside of any; some of either published.
    Array.from({ length: 50 }, (_, index) =>
      ada.post(
        "/prompts",
        { title: "Same title", task: "t", isPublic: index % 5 === 0 },
        index % 3 === 0 ? { "Idempotency-Key": `race-${index}` } : {},
      ),
    ),
  );
  expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([201]));
  const slugs = replies.map(({ body }) => body.slug as string);
  expect(new Set(slugs).size).toBe(50);
  expect(slugs.filter((slug) => slug === "same-title")).toHaveLength(1);
  for (const slug of slugs) expect(slug).toMatch(/^same-title(-[0-9a-f]{10})?$/);
  expect(await used(ada.userId)).toEqual([50]);
});

test("a slug its owner chose is kept, whatever sign may stand in it, and refused when it is taken", async () => {
  const [ada, eve] = [await world.user(), await world.user()];
  const slug = "support/tickets_v2.final-1";
  const { body: first } = await ada.post("/prompts", { title: "t", task: "t", slug });
  expect(first.slug).toBe(slug);
  expect(slug).toMatch(SLUG);
  const second = await ada.post("/prompts", { title: "u", task: "t", slug }, { "Idempotency-Key": "slug" });
  expect([second.status, second.body.code]).toEqual([409, "slug_taken"]);
  expect(await used(ada.userId)).toEqual([1]);
  expect((await ada.post("/prompts", { title: "u", task: "t" }, { "Idempotency-Key": "slug" })).status).toBe(201);
  expect((await eve.post("/prompts", { title: "t", task: "t", slug })).body.slug).toBe(slug);
});

test("of fifty creates that race for one chosen slug, one is stored and the others are refused and cost nothing", async () => {
  const ada = await world.user();
  const body = { title: "t", task: "t", slug: "the-one" };
  const replies = await Promise.all(Array.from({ length: 50 }, () => ada.post("/prompts", body)));
  expect(replies.filter(({ status }) => status === 201)).toHaveLength(1);
  expect(new Set(replies.flatMap(({ body: { code } }) => code ?? []))).toEqual(new Set(["slug_taken"]));
  expect(await used(ada.userId)).toEqual([1]);
});

test("a slug changes only when its owner says so", async () => {
  const ada = await world.user();
  const [{ body: one }, { body: two }] = [
    await ada.post("/prompts", { title: "One", task: "t" }),
    await ada.post("/prompts", { title: "Two", task: "t" }),
  ];
  const put = (changes: object) => ada.put(`/prompts/${one.id}`, changes);
  expect((await put({ title: "Renamed", task: "other", tags: ["x"] })).body).toMatchObject({ slug: "one", version: 2 });
  const taken = await put({ slug: two.slug });
  expect([taken.status, taken.body.code]).toEqual([409, "slug_taken"]);
  expect((await put({ slug: "uno" })).body).toMatchObject({ slug: "uno", version: 2, revision: 3 });
  expect((await put({ slug: "uno" })).body.revision).toBe(3);
  expect((await ada.put(`/prompts/${two.id}`, { slug: "one" })).body.slug).toBe("one");
});

test("a deleted prompt keeps its slug, so that nothing else answers to it and it can be had back", async () => {
  const ada = await world.user();
  const { body: made } = await ada.post("/prompts", { title: "Kept", task: "t" });
  await ada.delete(`/prompts/${made.id}`);
  expect((await ada.post("/prompts", { title: "t", task: "t", slug: "kept" })).body.code).toBe("slug_taken");
  expect((await ada.post("/prompts", { title: "Kept", task: "t" })).body.slug).toMatch(/^kept-[0-9a-f]{10}$/);
  expect((await ada.post(`/prompts/${made.id}/restore`)).body.slug).toBe("kept");
});
