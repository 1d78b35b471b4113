import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorld, type World } from "../world.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

/** The name of the rule a statement breaks, or "" where it breaks none. */
const broken = async (sql: string, parameters: unknown[]): Promise<string> =>
  world.sql(sql, parameters).then(
    () => "",
    (error: unknown) => String(Reflect.get(Object(error), "constraint")),
  );

const long = (length: number) => "x".repeat(length);
/** Column, its type, what it may hold, and what it may not. */
const PROMPTS: readonly [string, string, unknown[], unknown[]][] = [
  ["title", "text", [long(200)], ["", long(201)]],
  ["description", "text", [null, long(2_000)], ["", long(2_001)]],
  ["tags", "text[]", [[], Array(20).fill("t")], [Array(21).fill("t"), ["t", null]]],
  ["role", "text", [null, long(20_000)], ["", long(20_001)]],
  ["task", "text", [long(50_000)], ["", long(50_001)]],
  ["context", "text", [null, long(50_000)], ["", long(50_001)]],
  ["requirements", "text", [null, long(20_000)], ["", long(20_001)]],
  ["style", "text", [null, long(20_000)], ["", long(20_001)]],
  ["output", "text", [null, long(20_000)], ["", long(20_001)]],
  ["selected_model", "text", [long(100)], ["", long(101)]],
  ["quality_score", "numeric", [0, 1], [-0.01, 1.01]],
  ["rules_hash", "text", [null, "0a".repeat(32)], ["", "0a".repeat(31), "0A".repeat(32), "0a".repeat(33), `${"0a".repeat(31)}0\n`]],
  ["score_version", "smallint", [null, 1], [0]],
  ["slug", "text", ["a", "a.b/c_d-e", `a${"-".repeat(118)}9`], ["", "-", "a-", "-a", "A", "a b", "ä", "a\n", long(121)]],
  ["variables", "jsonb", ["[]"], ["{}", "null", JSON.stringify([long(65_536)])]],
  ["search_title", "text", ["", long(4_000)], [long(4_001)]],
  ["search_body", "text", [""], ["y ".repeat(30_001)]],
  ["view_count", "integer", [0], [-1]],
  ["star_count", "integer", [0], [-1]],
  ["fork_count", "integer", [0], [-1]],
  ["version", "integer", [1], [0]],
  ["revision", "integer", [1], [0]],
  ["forked_version", "integer", [null, 1], [0]],
  ["moderation_status", "text", ["flagged"], ["lost"]],
]; // prettier-ignore

test.each(PROMPTS)("the database holds the bounds of a prompt's %s", async (column, type, good, bad) => {
  const { id } = (await (await world.user()).post("/prompts", { title: "t", task: "t" })).body;
  const set = (value: unknown) =>
    broken(`update promptr.prompts set ${column} = $1::${type} where id = $2`, [value, id]);
  for (const value of good) expect(await set(value)).toBe("");
  for (const value of bad) expect(await set(value)).toMatch(/^prompts_(fit|moderation_status_check)$/);
});

test("the database takes no category that is not spelt like one, whatever the list of them says", async () => {
  const [row] = await world.sql(
    `select array_agg(promptr.fits_prompt('t', null, c, '{}', null, 't', null, null, null, null, 'm', 0, null, null, 's', '[]',
       '', '', 0, 0, 0, 1, 1, null) is not false order by n) as fits
     from unnest($1::text[]) with ordinality as u (c, n)`,
    [["a", `a${"-".repeat(39)}`, "", "-a", "A", "a b", `a${"-".repeat(40)}`]],
  );
  expect(row).toEqual({ fits: [true, true, false, false, false, false, false] });
});

test("the database holds the bounds of a version", async () => {
  const { id } = (await (await world.user()).post("/prompts", { title: "t", task: "t" })).body;
  let [version, scoreVersion] = [1, 1];
  const keep = (changes: Record<string, string>) => {
    const columns = {
      message: "null",
      content_hash: "content_hash",
      quality_score: "0",
      rules_hash: "null",
      ...changes,
    };
    version += 1;
    return broken(
      `insert into promptr.prompt_versions
         (prompt_id, user_id, task, raw_prompt, selected_model, version, score_version, ${Object.keys(columns).join(", ")})
       select prompt_id, user_id, task, raw_prompt, selected_model, $2, $3, ${Object.values(columns).join(", ")}
       from promptr.prompt_versions where prompt_id = $1 and version = 1`,
      [id, version, scoreVersion],
    );
  };
  expect(await keep({})).toBe("");
  expect(await keep({ message: "repeat('x', 500)" })).toBe("");
  for (const changes of [
    { message: "''" },
    { message: "repeat('x', 501)" },
    { content_hash: "'\\x00'" },
    { quality_score: "1.01" },
    { rules_hash: "'0'" },
  ])
    expect(await keep(changes)).toBe("prompt_versions_fit");
  scoreVersion = 0;
  expect(await keep({})).toBe("prompt_versions_fit");
  [version, scoreVersion] = [-1, 1];
  expect(await keep({})).toBe("prompt_versions_fit");
});

test("the database holds the bounds of a change that is told of", async () => {
  const { userId } = await world.user();
  const tell = (tags: unknown, user: string | null, kind: string | null, data: unknown) =>
    broken("insert into promptr.change_events (tags, user_id, kind, data) values ($1, $2, $3, $4)", [
      tags,
      user,
      kind,
      data,
    ]);
  expect(await tell(["t"], null, null, {})).toBe("");
  expect(await tell(Array(200).fill("t"), userId, `${"a".repeat(40)}.${"_".repeat(40)}`, {})).toBe("");
  const rule = "change_events_fit";
  expect(await tell(Array(201).fill("t"), null, null, {})).toBe(rule);
  expect(await tell([null], null, null, {})).toBe(rule);
  expect(await tell([], null, "a.b", {})).toBe(rule);
  expect(await tell([], userId, null, "[]")).toBe(rule);
  expect(await tell([], userId, null, { text: long(2_000) })).toBe(rule);
  for (const kind of ["", "a", "a.b.c", "A.b", ".b", "a.", `${long(41)}.b`, `a.${long(41)}`, "a.b\n"])
    expect(await tell([], userId, kind, {})).toBe(rule);
});
