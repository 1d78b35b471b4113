import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorld, type User, type World } from "../../world.ts";

// Everybody here searches prompts of their own, so one world serves all.
let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

type Found = {
  id: string;
  title: string;
  highlights?: { field: string; snippet: string; spans: [number, number][] }[];
};
const add = async (user: User, title: string, fields: object = {}): Promise<string> => {
  const { status, body, text } = await user.post("/prompts", { title, task: "t", ...fields });
  if (status !== 201) throw new Error(text);
  return body.id;
};
const searched = async (user: User, search: string, more = ""): Promise<Found[]> => {
  const answer = await user.get(`/prompts?search=${encodeURIComponent(search)}${more}`);
  expect(answer.status, search).toBe(200);
  return answer.body.data;
};
const titles = async (user: User, search: string, more = "") =>
  (await searched(user, search, more)).map(({ title }) => title);

test("a prompt is found by words of its title, description, tags and every part of its body, in any language", async () => {
  const ada = await world.user();
  const texts = {
    English: ["Quarterly planning", "planning quart"],
    German: ["Straßenkarte für Überlingen", "uberlingen strassenk"],
    French: ["Rédiger un résumé", "resume rediger"],
    Turkish: ["İstanbul ılıca", "istanbul ILICA"],
    Vietnamese: ["Viết thư cảm ơn Đặng", "viet dang"],
    Greek: ["Σύνοψη κειμένου", "συνοψη"],
    Russian: ["Сводка новостей ёлка", "СВОДКА елка"],
    Chinese: ["把会议记录总结成三点", "总结"],
    "Chinese, one character": ["给老师写一封鸿雁", "鸿"],
    Japanese: ["東京タワーの紹介文を書く", "タワー"],
    Korean: ["한국어를 번역하는 도우미", "한국어"],
    Thai: ["ช่วยเขียนจดหมายภาษาไทย", "จดหมาย"],
    Lao: ["ຂຽນຈົດໝາຍ", "ຈົດໝາຍ"],
    Khmer: ["សរសេរលិខិតជាភាសាខ្មែរ", "លិខិត"],
    Burmese: ["စာရေးပေးပါ", "ရေး"],
    Hindi: ["हिन्दी में ईमेल लिखें", "हिन्दी ईमेल"],
    Bengali: ["বাংলায় চিঠি লিখুন", "চিঠি"],
    Tamil: ["தமிழில் கடிதம் எழுது", "கடிதம்"],
    Arabic: ["اِكتُب رِسالةً إلى المُدير", "اكتب رسالة الى المدير"],
    Persian: ["می‌خواهم نامه بنویسم", "میخواهم"],
    Hebrew: ["כְּתֹב מִכְתָּב", "כתב מכתב"],
  };
  for (const [language, [text = "", search = ""]] of Object.entries(texts)) {
    const where = [{ title: text }, { description: text }, { task: text }, { role: text }, { output: text }];
    const fields = where[text.length % where.length]!;
    const id = await add(ada, "Untitled", fields);
    expect(
      (await searched(ada, search)).map((found) => found.id),
      language,
    ).toEqual([id]);
    for (const { field, snippet, spans } of (await searched(ada, search))[0]!.highlights!) {
      expect(spans.length, `${language} ${field}`).toBeGreaterThan(0);
      expect(text, language).toContain(snippet.slice(...spans[0]!));
    }
  }
  const tagged = await add(ada, "Untitled", { tags: ["Kundenservice", "tier-2"] });
  expect((await searched(ada, "kundenserv")).map(({ id }) => id)).toEqual([tagged]);
});

test("a title with a slip of the pen is found, below what has the word itself; short words are not guessed", async () => {
  const ada = await world.user();
  await add(ada, "Email marketing planner");
  await add(ada, "Translation checker");
  await add(ada, "Маркетинговый план");
  await add(ada, "Cat names");
  for (const [search, expected] of [
    ["emial", "Email marketing planner"],
    ["marketng", "Email marketing planner"],
    ["emial marketign", "Email marketing planner"],
    ["trasnlation", "Translation checker"],
    ["маркетингвый", "Маркетинговый план"],
    ["translations checkers", "Translation checker"],
  ] as const) {
    const found = await searched(ada, search);
    expect(
      found.map(({ title }) => title),
      search,
    ).toEqual([expected]);
    expect(found[0]!.highlights![0], search).toMatchObject({ field: "title", snippet: expected });
  }
  expect(await titles(ada, "emial", "&sort=title")).toEqual(["Email marketing planner"]);
  expect(await titles(ada, "car")).toEqual([]);
  await add(ada, "Notes", { task: "emial" });
  expect(await titles(ada, "emial")).toEqual(["Notes", "Email marketing planner"]);
});

test("a slip in a word of the title is forgiven beside words that only the text has, whichever is longer; slips in the text are not", async () => {
  const ada = await world.user();
  await add(ada, "Quarterly summary", { description: "Condense the ledger", task: "Condense the financial report." });
  await add(ada, "Quarterly cleaning", { task: "Sweep." });
  for (const search of [
    "quaterly financial",
    "financial quaterly",
    "quaterly sumary financial ledger",
    "smmary ledger",
  ]) {
    const found = await searched(ada, search);
    expect(
      found.map(({ title }) => title),
      search,
    ).toEqual(["Quarterly summary"]);
    expect(found[0]!.highlights, search).not.toEqual([]);
  }
  for (const search of ["quaterly finacial", "quaterly tax", "finacial"])
    expect(await titles(ada, search), search).toEqual([]);
});

test("the title outweighs the body, and the whole question in a title comes first", async () => {
  const ada = await world.user();
  await add(ada, "Cooking", { task: "release notes ".repeat(200) });
  await add(ada, "How to write release notes for a very long product title", {});
  await add(ada, "Release notes");
  await add(ada, "Notes about a release", {});
  expect(await titles(ada, "release notes")).toEqual([
    "Release notes",
    "How to write release notes for a very long product title",
    "Notes about a release",
    "Cooking",
  ]);
  expect(await titles(ada, "release notes", "&sort=title")).toEqual([
    "Cooking",
    "How to write release notes for a very long product title",
    "Notes about a release",
    "Release notes",
  ]);
});

test("every word must be there, whatever its order; filters narrow a search", async () => {
  const ada = await world.user();
  await add(ada, "Alpha beta", { category: "coding", tags: ["x"] });
  await add(ada, "Beta alpha", { isPublic: true });
  await add(ada, "Alpha");
  expect((await titles(ada, "beta alpha")).sort()).toEqual(["Alpha beta", "Beta alpha"]);
  expect(await titles(ada, "alpha beta", "&category=coding")).toEqual(["Alpha beta"]);
  expect(await titles(ada, "alpha beta", "&tag=x")).toEqual(["Alpha beta"]);
  expect(await titles(ada, "alpha", "&isPublic=true")).toEqual(["Beta alpha"]);
  expect((await ada.get("/prompts?search=alpha&include=total&limit=1")).body.pagination.total).toBe(3);
  expect((await ada.get("/prompts?search=alpha&include=total&limit=1&sort=title")).body.pagination.total).toBe(3);
});

test("nobody finds what is not theirs, and a changed or deleted prompt is found as it is now", async () => {
  const [ada, eve] = [await world.user(), await world.user()];
  const id = await add(ada, "Xylophone", { task: "secret zebra", isPublic: true });
  expect(await titles(eve, "zebra")).toEqual([]);
  await ada.put(`/prompts/${id}`, { task: "a yak" });
  expect([await titles(ada, "zebra"), await titles(ada, "yak")]).toEqual([[], ["Xylophone"]]);
  await ada.delete(`/prompts/${id}`);
  expect([await titles(ada, "yak"), await titles(ada, "yak", "&deleted=true")]).toEqual([[], ["Xylophone"]]);
});

test("no search makes the server stumble: operators, quotes, wildcards, emoji; without a letter or digit it finds nothing", async () => {
  const ada = await world.user();
  await add(ada, "100% sure: it's & | ! (ok)");
  for (const search of ["%", "'", '"', "!", "&", "|", ":*", "()", "<->", "\\", "🚀", "…", " ", "%%%", "';--"])
    expect(await searched(ada, search), search).toEqual([]);
  for (const search of ["100%", "it's", "sure & ok", "!sure", "'sure", "ok 🚀", "%100", "sure:*", "<sure>"])
    expect(await titles(ada, search), search).toHaveLength(1);
  for (const search of ["x".repeat(200), "a ".repeat(100), "字".repeat(200), "ก".repeat(200), "e\u0301".repeat(100)])
    expect(await searched(ada, search), search.slice(0, 2)).toEqual([]);
  for (const [query, path] of [
    ["search=", "query.search"],
    ["search=a%00b", "query.search"],
    [`search=${"x".repeat(201)}`, "query.search"],
    ["search=a&search=b", "query.search"],
    ["sort=relevance", "query.sort"],
    ["sort=-relevance&search=x", "query.sort"],
  ]) {
    const answer = await ada.get(`/prompts?${query}`);
    expect([answer.status, answer.body.errors[0].path], query).toEqual([400, path]);
  }
});

test("the best answers are walked page by page, each met once, by cursor and by number, also when one is added on the way", async () => {
  const ada = await world.user();
  await world.sql(
    `insert into promptr.prompts (id, user_id, title, task, raw_prompt, quality_score, search_title, search_body)
     select gen_random_uuid(), $1, 'Same', 't', 't', 0.5, 'same', repeat('word ', 1 + n % 5) from generate_series(1, 23) n`,
    [ada.userId],
  );
  const all = (await searched(ada, "word", "&limit=100")).map(({ id }) => id);
  expect(new Set(all).size).toBe(23);
  const walked: string[] = [];
  let path: string | undefined = "/prompts?search=word&limit=5";
  while (path !== undefined) {
    const answer = await ada.get(path);
    walked.push(...answer.body.data.map(({ id }: Found) => id));
    if (walked.length === 10) await add(ada, "word word word");
    path = /^<https:\/\/promptr\.test\/api\/v1(.*)>; rel="next"$/.exec(answer.headers.get("link") ?? "")?.[1];
  }
  expect(walked).toEqual(all);
  await ada.delete(`/prompts/${(await searched(ada, "word", "&limit=1"))[0]!.id}`);
  const numbered = await Promise.all([1, 2, 3, 4, 5, 6].map((page) => searched(ada, "word", `&limit=5&page=${page}`)));
  expect(numbered.flat().map(({ id }) => id)).toEqual(all);
  for (const cursor of [
    "x",
    Buffer.from('["relevance","a","0199f0a2-7c1e-7000-8000-000000000000"]').toString("base64url"),
  ])
    expect((await ada.get(`/prompts?search=word&cursor=${cursor}`)).body.code).toBe("invalid_cursor");
});

test("more matches than are compared are still listed to the end by any other order, and counted", async () => {
  const ada = await world.user();
  await world.sql(
    `insert into promptr.prompts (id, user_id, title, task, raw_prompt, quality_score, search_title, search_body)
     select gen_random_uuid(), $1, 'T' || lpad(n::text, 4, '0'), 't', 't', 0.5, 'common', '' from generate_series(1, 1100) n`,
    [ada.userId],
  );
  const seen: string[] = [];
  let path: string | undefined = "/prompts?search=common&limit=100&sort=title&include=total";
  while (path !== undefined) {
    const answer = await ada.get(path);
    expect(answer.body.pagination.total).toBe(1_100);
    seen.push(...answer.body.data.map(({ title }: Found) => title));
    path = /^<https:\/\/promptr\.test\/api\/v1(.*)>; rel="next"$/.exec(answer.headers.get("link") ?? "")?.[1];
  }
  expect(seen).toEqual(Array.from({ length: 1_100 }, (_, index) => `T${String(index + 1).padStart(4, "0")}`));
  expect((await ada.get("/prompts?search=common&include=total")).body.pagination.total).toBe(300);
});

test("of more matches than are compared those are first whose title says it, however long ago they were changed", async () => {
  const ada = await world.user();
  await world.sql(
    `insert into promptr.prompts (id, user_id, title, task, raw_prompt, quality_score, search_title, search_body, updated_at)
     select gen_random_uuid(), $1, case when n = 450 then 'Meant' else 'Other' end, 't', 't', 0.5,
       case when n = 450 then 'plenty' else 'other' end, 'plenty', now() - n * interval '1 hour' from generate_series(1, 450) n`,
    [ada.userId],
  );
  expect((await ada.get("/prompts?search=plenty&limit=1")).body.data).toEqual([
    expect.objectContaining({ title: "Meant" }),
  ]);
});
