import { afterAll, beforeAll, expect, test } from "vitest";
import type { Caller } from "../caller.ts";
import { createWorld, type User, type World } from "../world.ts";
import { watchUntilGone } from "./staleness.ts";

let world: World;
let there: Awaited<ReturnType<World["another"]>>;
let ada: User;
beforeAll(async () => {
  world = await createWorld();
  there = await world.another();
  ada = await world.user();
});
afterAll(() => world[Symbol.asyncDispose]());

const SORTS = ["newest", "trending", "stars", "title"];
const PER_PAGE = 3;
const PAGES = [1, 2, 3];

type Listed = { id: string; isPublic: boolean; author: object };
type Page = { data: Listed[]; pagination: { nextCursor: string | null; total?: number } };

/** Every page a tag has in one order, by number and by cursor, with its total. */
async function pagesOf(reader: Caller, tag: string, sort: string): Promise<Page[]> {
  const base = `/prompts/public?tag=${tag}&sort=${sort}&limit=${PER_PAGE}`;
  const pages: Page[] = [];
  for (const page of PAGES) pages.push((await reader.get(`${base}&page=${page}&include=total`)).body);
  let cursor: string | null = "";
  while (cursor !== null) {
    const page: Page = (await reader.get(cursor === "" ? base : `${base}&cursor=${cursor}`)).body;
    pages.push(page);
    cursor = page.pagination.nextCursor;
  }
  return pages;
}
const idsOf = (pages: readonly Page[]): string[] => pages.flatMap(({ data }) => data.map(({ id }) => id));

async function publish(tag: string, number: number): Promise<string[]> {
  const ids: string[] = [];
  for (let n = 0; n < number; n += 1) {
    const draft = { title: `${tag} ${n}`, task: "Explain it.", tags: [tag], isPublic: true };
    ids.push((await ada.post("/prompts", draft)).body.id);
  }
  return ids;
}

const endings: [string, (id: string) => Promise<unknown>][] = [
  ["goes private", (id) => ada.put(`/prompts/${id}`, { isPublic: false })],
  ["is deleted", (id) => ada.delete(`/prompts/${id}`)],
];
test.each(endings)(
  "case 17: a prompt that %s is on no page that was kept, in no order, by number nor cursor, and in no total",
  async (what, end) => {
    const tag = what.replaceAll(" ", "-");
    const ids = await publish(tag, 8);
    const middle = ids[4]!; // on the second page, whichever way round
    for (const reader of [world.anyone, there.anyone])
      for (const sort of SORTS) expect(idsOf(await pagesOf(reader, tag, sort))).toContain(middle);
    await end(middle);
    const acknowledgedAt = performance.now();
    for (const sort of SORTS) {
      const pages = await pagesOf(world.anyone, tag, sort);
      expect([sort, idsOf(pages)]).toEqual([sort, expect.not.arrayContaining([middle])]);
      expect(pages.flatMap(({ pagination }) => pagination.total ?? [])).toEqual([7, 7, 7]);
    }
    const lastSeen = await Promise.all(
      SORTS.map((sort) =>
        watchUntilGone(acknowledgedAt, async () => {
          const pages = await pagesOf(there.anyone, tag, sort);
          return idsOf(pages).includes(middle) || pages.some(({ pagination }) => pagination.total === 8);
        }),
      ),
    );
    expect(lastSeen.filter((ms) => ms >= 1_000)).toEqual([]);
  },
);

const TOGGLES = 15;
test("case 17: while readers hammer the second page of two processes, none is given a private prompt after its owner was told", async () => {
  const ids = await publish("hammered", 6);
  const [toggled] = ids.slice(2, 3);
  const path = `/prompts/public?tag=hammered&sort=title&limit=2&page=2`;
  /** When the prompt was private for sure, as the owner knows it. */
  const hidden: { from: number; until: number }[] = [];
  const looks: { where: "here" | "there"; sentAt: number; answeredAt: number; saw: boolean }[] = [];
  const over = new AbortController();
  const hammer = async (where: "here" | "there", reader: Caller): Promise<void> => {
    while (!over.signal.aborted) {
      const sentAt = performance.now();
      const { status, body } = await reader.get(path);
      const saw = status === 200 && (body as Page).data.some(({ id }) => id === toggled);
      looks.push({ where, sentAt, answeredAt: performance.now(), saw });
    }
  };
  const readers = [1, 2].flatMap(() => [hammer("here", world.anyone), hammer("there", there.anyone)]);
  for (let turn = 0; turn < TOGGLES; turn += 1) {
    expect((await ada.put(`/prompts/${toggled}`, { isPublic: false })).status).toBe(200);
    const from = performance.now();
    // Once long enough for the other process to be measured against its second.
    const rest = turn === 7 ? 1_300 : 0;
    const seen = looks.length;
    while (looks.length < seen + 12 || performance.now() - from < rest) await world.anyone.get("/prompts/categories");
    hidden.push({ from, until: performance.now() });
    expect((await ada.put(`/prompts/${toggled}`, { isPublic: true })).status).toBe(200);
  }
  over.abort();
  await Promise.all(readers);
  const leaks = looks.filter(
    ({ where, sentAt, answeredAt, saw }) =>
      saw && hidden.some(({ from, until }) => sentAt > from + (where === "here" ? 0 : 1_000) && answeredAt < until),
  );
  expect(leaks).toEqual([]);
  expect(looks.some(({ saw }) => saw)).toBe(true);
  for (const where of ["here", "there"])
    expect(looks.filter((look) => look.where === where).length).toBeGreaterThan(20);
});

test("case 17: of its author a published prompt shows the name and nothing else, on every page and in every order", async () => {
  await publish("authored", 7);
  for (const sort of SORTS)
    for (const page of await pagesOf(there.anyone, "authored", sort)) {
      for (const { author, isPublic } of page.data)
        expect([author, isPublic]).toEqual([{ name: "Ada Lovelace" }, true]);
      const text = JSON.stringify(page);
      for (const secret of [ada.email, ada.userId, "@example.com"]) expect(text).not.toContain(secret);
    }
  const found = await world.anyone.get("/prompts/public?search=authored&limit=100");
  expect(found.body.data.length).toBe(7);
  for (const secret of [ada.email, ada.userId]) expect(found.text).not.toContain(secret);
});
