import { afterAll, beforeAll, expect, test } from "vitest";
import { differ, type Piece } from "../../../src/features/prompts/versions/text-diff.ts";
import { createWorld, type World } from "../../world.ts";

// Everybody here works on prompts of their own, so one world serves all.
let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const join = (pieces: readonly Piece[]) => pieces.map(({ value }) => value).join("");
const oldOf = (pieces: readonly Piece[]) => join(pieces.filter(({ added }) => !added));
const newOf = (pieces: readonly Piece[]) => join(pieces.filter(({ removed }) => !removed));
const compare = (before: string, after: string) => differ()("task", ["v1", "v2"], before, after);

test("two versions are compared field by field, word by word and line by line", async () => {
  const ada = await world.user();
  const { body: made } = await ada.post("/prompts", {
    title: "t",
    task: "First line\nSum up the long text\nLast line",
    role: "An editor",
    variables: [{ name: "a" }],
  });
  await ada.put(`/prompts/${made.id}`, {
    task: "First line\nSum up the short text\nLast line",
    role: null,
    style: "Dry",
    variables: [{ name: "a" }, { name: "b", type: "number" }],
    title: "u",
  });
  const { status, body } = await ada.get(`/prompts/${made.id}/diff?from=1&to=2`);
  expect(status).toBe(200);
  expect([body.from, body.to]).toEqual([1, 2]);
  expect(body.changes.map(({ field, kind }: { field: string; kind: string }) => [field, kind])).toEqual([
    ["role", "removed"],
    ["task", "changed"],
    ["style", "added"],
    ["variables", "changed"],
  ]);
  const [role, task, style, variables] = body.changes;
  expect(role).toMatchObject({ before: "An editor", after: null, words: [{ value: "An editor", removed: true }] });
  expect(style).toMatchObject({ before: null, after: "Dry", words: [{ value: "Dry", added: true }] });
  expect(task.words).toEqual([
    { value: "First line\nSum up the " },
    { value: "long", removed: true },
    { value: "short", added: true },
    { value: " text\nLast line" },
  ]);
  expect(task.unified).toBe(
    "--- task\tv1\n+++ task\tv2\n@@ -1,3 +1,3 @@\n First line\n-Sum up the long text\n+Sum up the short text\n Last line\n" +
      "\\ No newline at end of file\n",
  );
  expect(variables.after).toBe(
    '{"name":"a","type":"string","required":true}\n{"name":"b","type":"number","required":true}',
  );
  expect(body.unified).toBe(body.changes.map(({ unified }: { unified: string }) => unified).join(""));
});

test("versions are named by number or as the latest; the one before it is what it is compared with", async () => {
  const ada = await world.user();
  const { body: made } = await ada.post("/prompts", { title: "t", task: "one" });
  const diff = async (query: string) => {
    const { body } = await ada.get(`/prompts/${made.id}/diff${query}`);
    return body.code ?? [body.from, body.to, body.changes.length];
  };
  expect(await diff("")).toEqual([1, 1, 0]);
  await ada.put(`/prompts/${made.id}`, { task: "two" });
  await ada.put(`/prompts/${made.id}`, { task: "three" });
  expect(await diff("")).toEqual([2, 3, 1]);
  expect(await diff("?to=2")).toEqual([1, 2, 1]);
  expect(await diff("?from=1")).toEqual([1, 3, 1]);
  expect(await diff("?from=latest&to=1")).toEqual([3, 1, 1]);
  expect(await diff("?from=latest")).toEqual([3, 3, 0]);
  expect(await diff("?from=1&to=4")).toBe("not_found");
  expect(await diff("?from=9")).toBe("not_found");
  for (const query of ["?from=0", "?from=-1", "?to=1.5", "?to=newest", "?from=2147483648"])
    expect(await diff(query)).toBe("invalid_input");
});

test("another user's versions are not found", async () => {
  const [ada, eve] = [await world.user(), await world.user()];
  const { body: made } = await ada.post("/prompts", { title: "t", task: "one", isPublic: true });
  expect((await eve.get(`/prompts/${made.id}/diff?from=1&to=1`)).body.code).toBe("not_found");
});

test("the pieces always make both texts, in any script and with any ends of lines", () => {
  const pairs: [string, string][] = [
    ["", "new"],
    ["old", ""],
    ["a b  c", "a  b c"],
    ["a\r\nb\r\n", "a\nb\n"],
    ["将来の計画を立てる", "将来の旅行を立てる"],
    ["สวัสดีครับ", "สวัสดีค่ะ"],
    ["👩‍💻 codes", "👩‍🚀 flies"],
    ["x\n\n\ny", "x\ny\n\n"],
    ["{{a}} {{b}}", "{{ a }} {{b}}"],
  ];
  for (const [before, after] of pairs) {
    const { words } = compare(before, after);
    expect([oldOf(words), newOf(words)]).toEqual([before, after]);
  }
  expect(compare("将来の計画を立てる", "将来の旅行を立てる").words).toEqual([
    { value: "将来の" },
    { value: "計画", removed: true },
    { value: "旅行", added: true },
    { value: "を立てる" },
  ]);
});

test("texts made to be slow to compare are told apart as a whole, in bounded time", () => {
  const noise = (seed: number) => {
    let state = seed;
    return Array.from({ length: 12_000 }, () => {
      state = (state * 1_103_515_245 + 12_345) & 0x7fffffff;
      return (state % 3_000).toString(36);
    });
  };
  const hostile: [string, string][] = [
    [noise(1).join(" "), noise(2).join(" ")],
    [noise(3).join("\n"), noise(4).join("\n")],
    ["a\n".repeat(25_000), "b\n".repeat(25_000)],
    ["!?".repeat(25_000), "?!!".repeat(16_000)],
  ];
  const started = performance.now();
  const differs = differ();
  for (const [before, after] of hostile) {
    const { words, unified } = differs("task", ["v1", "v2"], before, after);
    expect([oldOf(words) === before, newOf(words) === after]).toEqual([true, true]);
    expect(unified).toContain("--- task\tv1\n+++ task\tv2\n@@ ");
  }
  expect(performance.now() - started).toBeLessThan(4_000); // without bounds: minutes
});
