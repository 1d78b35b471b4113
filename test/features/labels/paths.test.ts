import { afterAll, beforeAll, expect, test } from "vitest";
import type { Answered, Caller } from "../../caller.ts";
import { createWorld, type User, type World } from "../../world.ts";
import { promptWith } from "./made.ts";

// Each path is walked by a person of its own, so one world serves all.
let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

/** The prompts `a` and `b`; `production` stands on the second of `a`'s three versions and on the only one of `b`. */
type Scene = { readonly owner: User; readonly a: string; readonly b: string };
type Path = (who: Caller, scene: Scene) => Promise<Answered>;

const ours = (slug: string, tasks: readonly string[], over: object = {}) => ({
  format: "promptr",
  version: 1,
  prompts: [{ slug, title: slug, versions: tasks.map((task, index) => ({ version: index + 1, task })), ...over }],
});
const TASKS = ["Version 1", "Version 2", "Version 3"];
const move = (from: number | null, to: number | null, revision: number) => ({
  label: "production",
  from,
  to,
  revision,
  reason: "Approved by the board",
  createdAt: `2020-01-0${revision}T00:00:00.000Z`,
});

/** Where `production` of the slug `a` would be another text afterwards, or its history another. */
const MOVES: Record<string, Path> = {
  "putting the label": (who, { a }) => who.put(`/prompts/${a}/labels/production`, { version: 3 }),
  "removing the label": (who, { a }) => who.delete(`/prompts/${a}/labels/production`),
  "undoing a move": (who, { a }) => who.post(`/prompts/${a}/labels/production/undo`),
  "giving the slug away": (who, { a }) => who.put(`/prompts/${a}`, { slug: "tmp" }),
  "taking a slug that is free": (who, { b }) => who.put(`/prompts/${b}`, { slug: "c" }),
  "deleting the prompt": (who, { a }) => who.delete(`/prompts/${a}`),
  "an import that moves labels": (who) =>
    who.post("/prompts/import", {
      content: ours("a", TASKS, { labels: [{ label: "production", version: 3 }] }),
      moveLabels: true,
    }),
  "an import of a new prompt with the label": (who) =>
    who.post("/prompts/import", { content: ours("n", ["New"], { labels: [{ label: "production", version: 1 }] }) }),
  "an import of a history of the label": (who) =>
    who.post("/prompts/import", {
      content: ours("n", ["New"], { labels: [], labelHistory: [move(null, 1, 1), move(1, null, 2)] }),
    }),
};
/** What leaves every label where it is. */
const STAYS: Record<string, Path> = {
  "saving a new version": (who, { a }) => who.put(`/prompts/${a}`, { slug: "a", task: "Version 4" }),
  "restoring a version": (who, { a }) => who.post(`/prompts/${a}/versions/1/restore`),
  "restoring a deleted prompt": async (who, { owner, a }) => {
    await owner.delete(`/prompts/${a}`);
    return who.post(`/prompts/${a}/restore`);
  },
  "forking the prompt": (who, { a }) => who.post(`/prompts/${a}/fork`),
  "applying an enhancement": async (who, { owner, a }) => {
    await owner.put(`/prompts/${a}`, { task: "Write a poem about {{topic}} etc. DO IT NOW!!! ANSWER!!!" });
    const { body } = await who.post("/enrichment/enhance", { promptId: a });
    return who.post("/enrichment/apply", { enhancementId: body.id, changes: [body.changes[0].id] });
  },
  "an import that leaves labels alone": (who) =>
    who.post("/prompts/import", { content: ours("a", TASKS, { labels: [{ label: "production", version: 2 }] }) }),
};

async function setUp(): Promise<Scene> {
  const owner = await world.user();
  const a = await promptWith(owner, 3, { slug: "a", title: "a" });
  const b = await promptWith(owner, 1, { slug: "b", title: "b" });
  for (const version of [1, 2]) await owner.put(`/prompts/${a}/labels/production`, { version });
  await owner.put(`/prompts/${b}/labels/production`, { version: 1 });
  return { owner, a, b };
}
/** What `production` says to programs, and every move there was. */
async function production({ owner }: Scene) {
  const asked = ["a", "b", "c", "n", "tmp"].map(async (slug) => {
    const { body } = await owner.post("/prompts/resolve", { prompts: [{ slug, label: "production" }] });
    return body.data?.[0] ? [body.data[0].id, body.data[0].version] : null;
  });
  const moves = await world.sql(
    "select prompt_id, label, revision, to_version from promptr.label_events where user_id = $1 order by 1, 2, 3",
    [owner.userId],
  );
  return { asked: await Promise.all(asked), moves };
}

const SCOPES = ["prompts:read", "prompts:write", "enrichment", "sharing"];

test.each(Object.entries(MOVES))(
  "%s moves a protected label: a key without labels:write is refused, one with it and a person are not",
  async (_name, walk) => {
    const scene = await setUp();
    const before = await production(scene);
    const weak = await world.apiKey(scene.owner, { scopes: SCOPES });
    const refused = await walk(weak, scene);
    expect(refused.status).toBe(403);
    expect(["insufficient_scope", "protected_label"]).toContain(refused.body.code);
    expect(await production(scene)).toEqual(before);
    const strong = await world.apiKey(scene.owner, { scopes: [...SCOPES, "labels:write"] });
    expect((await walk(strong, scene)).status).toBeLessThan(300);
    expect(await production(scene)).not.toEqual(before);
    const other = await setUp();
    expect((await walk(other.owner, other)).status).toBeLessThan(300);
  },
);

test.each(Object.entries(STAYS))("%s moves no label, and needs no labels:write", async (_name, walk) => {
  const scene = await setUp();
  const before = await production(scene);
  const weak = await world.apiKey(scene.owner, { scopes: SCOPES });
  const answer = await walk(weak, scene);
  expect(answer.status, answer.text).toBeLessThan(300);
  expect(await production(scene)).toEqual(before);
});

test("two prompts do not change slugs under a protected label, and a prompt without one is renamed and deleted freely", async () => {
  const scene = await setUp();
  const { owner, a, b } = scene;
  const weak = await world.apiKey(owner, { scopes: SCOPES });
  const before = await production(scene);
  const swap = [await weak.put(`/prompts/${a}`, { slug: "tmp" }), await weak.put(`/prompts/${b}`, { slug: "a" })];
  expect(swap.map(({ body }) => body.code)).toEqual(["protected_label", "protected_label"]);
  expect(await production(scene)).toEqual(before);
  const free = await promptWith(owner, 1, { slug: "free" });
  await owner.put(`/prompts/${free}/labels/staging`, { version: 1 });
  expect((await weak.put(`/prompts/${free}`, { slug: "freed" })).status).toBe(200);
  await owner.put("/prompts/protected-labels", { labels: ["staging"] });
  expect((await weak.delete(`/prompts/${free}`)).body.code).toBe("protected_label");
  await owner.put("/prompts/protected-labels", { labels: [] });
  expect((await weak.delete(`/prompts/${free}`)).status).toBe(204);
});
