import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { encodeCursor } from "../../../src/contract/page.ts";
import { LIBRARY_ORDERS } from "../../../src/features/library/order.ts";
import type { Caller } from "../../caller.ts";
import { createWorld, type User, type World } from "../../world.ts";

// One world; each test begins with an empty library.
let world: World;
let ada: User;
beforeAll(async () => {
  world = await createWorld();
});
beforeEach(async () => {
  await world.sql("delete from promptr.prompts");
  world.app.ports.cache.drop("prompts:public");
  ada = await world.user();
});
afterAll(() => world[Symbol.asyncDispose]());

const ID = "0199f0a2-7c1e-7000-8000-000000000000";
const publish = async (title: string, fields: object = {}): Promise<string> =>
  (await ada.post("/prompts", { title, task: "t", isPublic: true, ...fields })).body.id;
const titles = async (query: string, reader: Caller = world.anyone): Promise<string[]> => {
  const answer = await reader.get(`/prompts/public?${query}`);
  expect(answer.status, query).toBe(200);
  return answer.body.data.map(({ title }: { title: string }) => title);
};
async function walk(path: string): Promise<string[]> {
  const answer = await world.anyone.get(path);
  const seen = answer.body.data.map(({ title }: { title: string }) => title);
  const link = /^<https:\/\/promptr\.test\/api\/v1(.*)>; rel="next"$/.exec(answer.headers.get("link") ?? "")?.[1];
  return link === undefined ? seen : [...seen, ...(await walk(link))];
}

test("trending, stars, newest and title order the library, and each is walked to its end, also where values are equal", async () => {
  for (let index = 0; index < 9; index += 1)
    await world.sql(
      `insert into promptr.prompts (id, user_id, title, task, raw_prompt, quality_score, is_public, published_at, star_count, trend_score)
       values (gen_random_uuid(), $1, $2, 't', 't', 0.5, true, $3, $4, $5)`,
      [ada.userId, `T${index}`, new Date(Date.UTC(2026, 0, 1 + ((index * 4) % 9))), index % 3, (index % 2) / 3],
    );
  const by = async (sort: string) => walk(`/prompts/public?limit=2&sort=${sort}`);
  expect(await by("newest")).toEqual(["T2", "T4", "T6", "T8", "T1", "T3", "T5", "T7", "T0"]);
  expect(await by("title")).toEqual(Array.from({ length: 9 }, (_, index) => `T${index}`));
  const keyOf = (sort: string) => (title: string) => Number(title.slice(1)) % (sort === "stars" ? 3 : 2);
  for (const sort of ["stars", "trending"]) {
    const seen = await by(sort);
    expect(new Set(seen).size, sort).toBe(9);
    const keys = seen.map(keyOf(sort));
    expect(keys, sort).toEqual(keys.toSorted((a, b) => b - a));
    const numbered = await Promise.all([1, 2, 3, 4, 5].map((page) => titles(`sort=${sort}&limit=2&page=${page}`)));
    expect(numbered.flat(), sort).toEqual(seen);
  }
});

test("newest means published last, not written last", async () => {
  const early = await publish("Early", { isPublic: false });
  await publish("Late");
  await world.sql("update promptr.prompts set published_at = published_at - interval '1 minute' where is_public");
  await ada.put(`/prompts/${early}`, { isPublic: true });
  expect(await titles("")).toEqual(["Early", "Late"]);
});

test("tags, category and model narrow every order, with a total and to the last page", async () => {
  for (const title of ["A", "B", "C"]) await publish(title, { tags: ["x", "y"], category: "coding" });
  await publish("D", { tags: ["x"], selectedModel: "gpt-5" });
  for (const sort of ["newest", "trending", "stars", "title"]) {
    expect((await titles(`sort=${sort}&tag=x&tag=y`)).sort(), sort).toEqual(["A", "B", "C"]);
    expect((await walk(`/prompts/public?limit=1&sort=${sort}&tag=x&category=coding`)).sort(), sort).toEqual([
      "A",
      "B",
      "C",
    ]);
    expect(await titles(`sort=${sort}&tag=x&model=gpt-5`), sort).toEqual(["D"]);
  }
  expect((await world.anyone.get("/prompts/public?tag=x&include=total&limit=1")).body.pagination.total).toBe(4);
  expect(await titles("tag=nobody")).toEqual([]);
});

test("anybody searches the library: words, typos and any script, the best first, with highlights and any other order", async () => {
  await publish("Cold email writer", { tags: ["sales"] });
  await publish("Proofreader", { task: "Check this email for mistakes." });
  await publish("总结会议记录");
  await publish("Hidden email", { isPublic: false });
  expect(await titles("search=email")).toEqual(["Cold email writer", "Proofreader"]);
  expect(await titles("search=emial")).toEqual(["Cold email writer"]);
  expect(await titles(`search=${encodeURIComponent("会议")}`)).toEqual(["总结会议记录"]);
  expect(await titles("search=email&sort=newest")).toEqual(["Proofreader", "Cold email writer"]);
  expect(await titles("search=email&sort=title&tag=sales")).toEqual(["Cold email writer"]);
  expect(await titles("search=%21%26")).toEqual([]);
  expect(await walk("/prompts/public?search=email&limit=1")).toEqual(["Cold email writer", "Proofreader"]);
  const { data, pagination } = (await world.anyone.get("/prompts/public?search=email&include=total")).body;
  expect(pagination.total).toBe(2);
  expect(data[1].highlights).toEqual([
    { field: "rawPrompt", snippet: "Check this email for mistakes.", spans: [[11, 16]] },
  ]);
  expect((await world.anyone.get("/prompts/public")).body.data[0]).not.toHaveProperty("highlights");
});

test("a search never finds what moderation holds back, what is private or deleted, not even for its owner", async () => {
  const ids = await Promise.all(["flagged", "removed", "private", "deleted"].map((word) => publish(`Zebra ${word}`)));
  for (const [index, status] of ["flagged", "removed"].entries())
    await world.sql("update promptr.prompts set moderation_status = $2 where id = $1", [ids[index], status]);
  await ada.put(`/prompts/${ids[2]}`, { isPublic: false });
  await ada.delete(`/prompts/${ids[3]}`);
  for (const reader of [world.anyone, ada])
    for (const query of ["search=zebra", "search=zebar", "search=zebra&sort=stars", "tag=zebra"])
      expect(await titles(query, reader), query).toEqual([]);
  await world.sql("update promptr.prompts set moderation_status = 'approved' where id = $1", [ids[0]]);
  expect(await titles("search=zebra")).toEqual(["Zebra flagged"]);
});

test("a page is served from memory, and forgotten at once when the library changes", async () => {
  // Of its own: what other tests changed is still being told of here.
  await using other = await createWorld();
  const eve = await other.user();
  await other.sql(
    `insert into promptr.prompts (id, user_id, title, task, raw_prompt, quality_score, is_public, tags)
     values (gen_random_uuid(), $1, 'One', 't', 't', 0.5, true, '{x}')`,
    [eve.userId],
  );
  const look = () => titles("tag=x&sort=trending", other.anyone);
  expect(await look()).toEqual(["One"]);
  await other.sql("update promptr.prompts set title = 'Changed behind its back'");
  expect(await look()).toEqual(["One"]);
  await eve.post("/prompts", { title: "Two", task: "t", isPublic: true, tags: ["x"] });
  expect((await look()).sort()).toEqual(["Changed behind its back", "Two"]);
});

test("a cursor that was forged is the caller's fault, never the server's", async () => {
  for (const [sort, { name }] of Object.entries(LIBRARY_ORDERS))
    for (const value of ["x", "", "2026-02-30T00:00:00Z", "\0", 1e300, -1, 0.5]) {
      const { status } = await world.anyone.get(
        `/prompts/public?sort=${sort}&cursor=${encodeCursor({ sort: name, value, id: ID })}`,
      );
      expect(status, `${sort} ${value}`).toBeOneOf([200, 400]);
    }
  for (const more of ["", "&search=x", "&tag=x"]) {
    const cursor = encodeCursor({ sort: "other", value: 1, id: ID });
    const answer = await world.anyone.get(`/prompts/public?cursor=${cursor}${more}`);
    expect(answer.body.code).toBe("invalid_cursor");
  }
});
