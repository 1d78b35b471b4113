import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorld, type User, type World } from "../../world.ts";

const PUBLIC = { title: "Held back", task: "Explain {{topic}} to a child.", category: "coding", isPublic: true };

let world: World;
let ada: User;
let eve: User;
beforeAll(async () => {
  world = await createWorld();
  [ada, eve] = [await world.user(), await world.user()];
});
afterAll(() => world[Symbol.asyncDispose]());

/** As a moderator's decision will: the row, and what caches keep of the library. */
async function decide(id: string, status: "approved" | "flagged" | "removed"): Promise<void> {
  await world.sql("update promptr.prompts set moderation_status = $2 where id = $1", [id, status]);
  for (const tag of ["prompts:public", `prompt:${id}`]) world.app.ports.cache.drop(tag);
}
const idsIn = ({ body }: { body: { data: { id: string }[] } }): string[] => body.data.map(({ id }) => id);

test.each(["flagged", "removed"] as const)(
  "a %s prompt is nowhere: not in lists, search, counts, its page, stars or forks, for its author neither",
  async (status) => {
    const { body } = await ada.post("/prompts", { ...PUBLIC, title: `Held back ${status}` });
    const { id } = body;
    const { body: fork } = await eve.post(`/prompts/${id}/fork`);
    await eve.put(`/prompts/${id}/star`);
    await ada.put(`/prompts/${id}/star`);
    const share = await ada.post("/sharing/create", { promptId: id });
    const open = () => world.anyone.get(`/sharing/${String(share.body.url).split("/").at(-1)}`);
    const counted = async () =>
      (await world.anyone.get("/prompts/categories")).body.data.find(({ name }: { name: string }) => name === "coding")
        .count;
    const before = await counted();
    expect((await open()).status).toBe(200);

    await decide(id, status);
    for (const reader of [world.anyone, eve, ada]) {
      for (const list of ["", "?sort=title", "?category=coding", "?search=held"])
        expect([list, idsIn(await reader.get(`/prompts/public${list}`))]).not.toEqual([
          list,
          expect.arrayContaining([id]),
        ]);
      expect((await reader.get(`/prompts/public/${id}`)).status).toBe(404);
    }
    expect(await counted()).toBe(before - 1);
    for (const reader of [eve, ada]) {
      expect(idsIn(await reader.get("/prompts/starred?limit=100"))).not.toContain(id);
      expect((await reader.put(`/prompts/${id}/star`)).status).toBe(404);
      expect((await reader.post(`/prompts/${id}/fork`)).status).toBe(404);
    }
    expect((await eve.get(`/prompts/${fork.id}/upstream`)).body).toMatchObject({ available: false });
    expect((await eve.get(`/prompts/${fork.id}`)).status).toBe(200);
    expect((await open()).status).toBe(status === "removed" ? 404 : 200);

    const own = await ada.get(`/prompts/${id}`);
    expect(own.body).toMatchObject({ id, moderationStatus: status, isPublic: true });
    expect(idsIn(await ada.get("/prompts?limit=100"))).toContain(id);

    await decide(id, "approved");
    expect((await world.anyone.get(`/prompts/public/${id}`)).body.starCount).toBe(2);
    expect(idsIn(await eve.get("/prompts/starred?limit=100"))).toContain(id);
  },
);

test("views of a prompt that is held back are not counted", async () => {
  const { body } = await ada.post("/prompts", PUBLIC);
  await decide(body.id, "flagged");
  await world.anyone.get(`/prompts/public/${body.id}`);
  await world.app.ports.views.flush();
  expect((await ada.get(`/prompts/${body.id}`)).body.viewCount).toBe(0);
});
