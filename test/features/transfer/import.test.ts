import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Answered, Caller } from "../../caller.ts";
import { asUser } from "../../../src/db/identity.ts";
import { createWorld, until, type World } from "../../world.ts";

// Everybody here works on prompts of their own, so one world serves all.
let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const sample = (name: string): string =>
  readFileSync(join(import.meta.dirname, "../../fixtures/transfer", name), "utf8");
const done = (answer: Answered): Answered["body"] => {
  if (answer.status >= 300) throw new Error(`${answer.status} ${answer.text}`);
  return answer.body;
};
type Version = { task: string; [field: string]: unknown };
const version = (task: string, number = 1): Version => ({ version: number, task });
const ours = (...prompts: object[]) => ({ format: "promptr", version: 1, prompts });
const prompt = (slug: string, tasks: string[], over: object = {}) => ({
  slug,
  title: slug,
  versions: tasks.map((task, index) => version(task, index + 1)),
  ...over,
});
const take = async (user: Caller, content: unknown, over: object = {}) =>
  done(await user.post("/prompts/import", { content, ...over }));
const promptsOf = (userId: string) =>
  world.sql(
    `select p.slug, p.title, p.tags, p.version, p.revision, array(select v.task from promptr.prompt_versions v
       where v.prompt_id = p.id order by v.version) as tasks
     from promptr.prompts p where p.user_id = $1 order by p.slug`,
    [userId],
  );
/** Every row of a user's store with the transaction that wrote it. */
const written = (userId: string) =>
  Promise.all(
    ["prompts", "prompt_versions", "prompt_labels", "label_events", "folders", "quota_usage"].map((table) =>
      world.sql(
        `select xmin::text, to_jsonb(t) as row from promptr.${table} t where user_id = $1 order by to_jsonb(t)::text`,
        [userId],
      ),
    ),
  );

test.each([
  ["openai-export.json", "support-assistant", "Issue: {{issue}}"],
  ["langfuse.json", "support/triage", "{{ticket}}"],
  ["langsmith.json", "rag-answer", "{{question}}"],
  ["prompts-chat.csv", "interviewer", expect.stringContaining("{{Position_Name}}")],
  ["summarizer.prompt.yml", "text-summarizer", expect.stringContaining("{{input}}")],
  ["promptfooconfig.yaml", "tutor", "Explain {{topic}}"],
  ["ours.json", "support/answer", "Answer {{ticket}}."],
])("%s comes in whole, and a second time nothing is written", async (name, slug, task) => {
  const ada = await world.user();
  const plan = done(await ada.post("/prompts/import?dryRun=true", { content: sample(name) }));
  expect(plan.dryRun).toBe(true);
  expect(await promptsOf(ada.userId)).toEqual([]);
  const made = await take(ada, sample(name));
  expect({ ...made, dryRun: true, create: made.create.map((one: object) => ({ ...one, id: null })) }).toEqual(plan);
  const stored = await promptsOf(ada.userId);
  expect(stored).toHaveLength(plan.create.length);
  expect(stored.find((row) => row["slug"] === slug)!["tasks"]).toEqual(expect.arrayContaining([task]));
  const before = await written(ada.userId);
  const again = await take(ada, sample(name), { moveLabels: true });
  expect(again).toMatchObject({ create: [], update: [], labels: [], folders: [], quota: { needed: 0 } });
  expect(again.unchanged).toHaveLength(stored.length);
  expect(await written(ada.userId)).toEqual(before);
});

describe("a prompt that is here already", () => {
  test("gets new content as versions on top, in order; versions it has are not made again", async () => {
    const ada = await world.user();
    await take(ada, ours(prompt("a", ["one", "two"])));
    expect((await take(ada, ours(prompt("a", ["one", "two", "three", "two"])))).update).toMatchObject([
      { slug: "a", from: 2, to: 4, fields: [] },
    ]);
    // Here the history went on by itself, so only what is not known by its hash comes on top.
    const [{ id }] = (await ada.get("/prompts")).body.data;
    done(await ada.put(`/prompts/${id}`, { task: "mine" }));
    await take(ada, ours(prompt("a", ["two", "four"])));
    const [stored] = await promptsOf(ada.userId);
    expect(stored).toMatchObject({ version: 6, tasks: ["one", "two", "three", "two", "mine", "four"] });
  });

  test("keeps its title, tags and folder, unless our own file says otherwise about the newest content", async () => {
    const ada = await world.user();
    await take(ada, "act,prompt\nPoet,Write verse\n");
    const [{ id }] = (await ada.get("/prompts")).body.data;
    done(await ada.put(`/prompts/${id}`, { title: "My poet", tags: ["mine"] }));
    expect((await take(ada, "act,prompt\nPoet,Write verse\nCook,Cook\n")).unchanged).toHaveLength(1);
    expect((await promptsOf(ada.userId))[1]).toMatchObject({ title: "My poet", tags: ["mine"] });
    const file = ours(prompt("poet", ["Write verse"], { title: "The poet", folder: ["Arts"], category: "creative" }));
    expect((await take(ada, file)).update).toMatchObject([
      { from: 1, to: 1, fields: ["title", "category", "tags", "folderId"] },
    ]);
    done(await ada.put(`/prompts/${id}`, { task: "Newer than the file", title: "Newer" }));
    expect(await take(ada, file)).toMatchObject({ update: [], unchanged: [{ slug: "poet" }] });
    expect((await promptsOf(ada.userId))[1]).toMatchObject({ title: "Newer", version: 2 });
  });

  test("keeps its labels where they are, and moves them only when asked to, with a history", async () => {
    const ada = await world.user();
    const file = (at: number) => ours(prompt("a", ["one", "two"], { labels: [{ label: "production", version: at }] }));
    await take(ada, file(1));
    expect((await take(ada, file(2))).labels).toEqual([
      { slug: "a", label: "production", from: 1, to: 2, action: "keep" },
    ]);
    const moves = () =>
      world.sql(
        "select from_version, to_version, revision, reason from promptr.label_events where user_id = $1 order by revision",
        [ada.userId],
      );
    expect(await moves()).toHaveLength(1);
    expect((await take(ada, file(2), { moveLabels: true })).labels).toMatchObject([{ action: "move" }]);
    expect(await moves()).toEqual([
      { from_version: null, to_version: 1, revision: 1, reason: "Imported" },
      { from_version: 1, to_version: 2, revision: 2, reason: "Imported" },
    ]);
    const [{ id }] = (await ada.get("/prompts")).body.data;
    expect((await ada.get(`/prompts/${id}/labels`)).body.data).toMatchObject([
      { label: "production", version: 2, revision: 2 },
    ]);
    const before = await written(ada.userId);
    expect((await take(ada, file(2), { moveLabels: true })).labels).toEqual([]);
    expect(await written(ada.userId)).toEqual(before);
  });

  test("has one content as two versions: a label on either stays there, however often the file comes", async () => {
    const ada = await world.user();
    await take(ada, ours(prompt("a", ["stored"])));
    const file = ours(prompt("a", ["A", "B", "A"], { labels: [{ label: "staging", version: 1 }] }));
    expect((await take(ada, file, { moveLabels: true })).labels).toMatchObject([{ from: null, to: 2 }]);
    const before = await written(ada.userId);
    expect((await take(ada, file, { moveLabels: true })).labels).toEqual([]);
    expect(await written(ada.userId)).toEqual(before);
  });

  test("that takes a slug of the file while the import waits is waited for as well", async () => {
    const ada = await world.user();
    const { create } = await take(ada, ours(prompt("held", ["one"]), prompt("other", ["one"])));
    const other = create.find(({ slug }: { slug: string }) => slug === "other").id;
    const db = world.db(asUser(ada.userId));
    const waiting = () =>
      until(async () => {
        const [row] = await world.sql(
          "select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
        );
        return row!["n"] === 1;
      });
    const lock = (id: string) => ({ sql: "select 1 from promptr.prompts where id = $1 for update", parameters: [id] });
    const { promise: isHeld, resolve: held } = Promise.withResolvers<void>();
    const { promise: saved, resolve: save } = Promise.withResolvers<void>();
    const sent = await db.transaction(async (first) => {
      await first.rows(lock(create.find(({ slug }: { slug: string }) => slug === "held").id));
      const answer = ada.post("/prompts/import", { content: ours(prompt("held", ["two"]), prompt("taken", ["two"])) });
      await waiting();
      await world.sql("update promptr.prompts set slug = 'taken' where id = $1", [other]);
      // Somebody else is about to give it a version: whoever plans without waiting gives the same number.
      const saving = db.transaction(async (second) => {
        await second.rows(lock(other));
        held();
        await saved;
        await second.rows({
          sql: `insert into promptr.prompt_versions (prompt_id, user_id, version, content_hash, task, raw_prompt, selected_model, quality_score)
            select prompt_id, user_id, 2, sha256('x'), 'meanwhile', 'meanwhile', selected_model, quality_score
            from promptr.prompt_versions where prompt_id = $1`,
          parameters: [other],
        });
        await second.rows({ sql: "update promptr.prompts set version = 2 where id = $1", parameters: [other] });
      });
      await isHeld;
      return { answer, saving };
    });
    await waiting();
    save();
    await sent.saving;
    const answer = await sent.answer;
    expect([answer.status, answer.text]).toEqual([200, expect.anything()]);
    const stored = await promptsOf(ada.userId);
    expect(stored.map(({ slug, version }) => [slug, version])).toEqual([
      ["held", 2],
      ["taken", 3],
    ]);
  });

  test("that is deleted keeps its slug, so nothing of the file is imported, and the plan says so", async () => {
    const ada = await world.user();
    const [gone] = (await take(ada, ours(prompt("gone", ["one"])))).create;
    done(await ada.delete(`/prompts/${gone.id}`));
    const content = ours(prompt("gone", ["two"]), prompt("new", ["one"]));
    expect((await ada.post("/prompts/import?dryRun=true", { content })).body).toMatchObject({
      create: [{ slug: "new" }],
      conflict: [{ slug: "gone", code: "slug_taken" }],
    });
    const refused = await ada.post("/prompts/import", { content });
    expect([refused.status, refused.body.code]).toEqual([409, "slug_taken"]);
    expect(refused.body.errors).toEqual([expect.objectContaining({ path: "content.prompts[0]" })]);
    expect(await promptsOf(ada.userId)).toHaveLength(1);
    done(await ada.post(`/prompts/${gone.id}/restore`));
    expect((await take(ada, content)).update).toHaveLength(1);
  });

  test("takes no more versions than a prompt may have", async () => {
    const ada = await world.user();
    await take(ada, ours(prompt("a", ["one"])));
    await world.sql("update promptr.prompts set version = 9999 where user_id = $1", [ada.userId]);
    const answer = await ada.post("/prompts/import", { content: ours(prompt("a", ["two", "three"])) });
    expect([answer.status, answer.body.code]).toEqual([409, "too_many_versions"]);
  });

  test("has room for so many labels, and what the owner's others are called is nobody else's business", async () => {
    const [ada, eve] = [await world.user(), await world.user()];
    await take(ada, ours(prompt("a", ["one"])));
    const labels = (from: number) => Array.from({ length: 26 }, (_, n) => ({ label: `l${from + n}`, version: 1 }));
    await take(ada, ours(prompt("a", ["one"], { labels: labels(0) })), { moveLabels: true });
    const over = { content: ours(prompt("a", ["one"], { labels: labels(26) })), moveLabels: true };
    expect((await ada.post("/prompts/import", over)).body.code).toBe("label_limit_reached");
    expect((await take(eve, ours(prompt("a", ["hers"])))).create).toHaveLength(1);
    expect((await promptsOf(ada.userId))[0]).toMatchObject({ tasks: ["one"] });
  });
});

describe("a key", () => {
  test("without labels:write may import what touches no protected label, in a plan as in earnest", async () => {
    const ada = await world.user();
    const key = await world.apiKey(ada, { scopes: ["prompts:write"] });
    const labelled = (label: string) => ({ content: ours(prompt("a", ["one"], { labels: [{ label, version: 1 }] })) });
    const refused = await key.post("/prompts/import", labelled("production"));
    expect([refused.status, refused.body.code]).toEqual([403, "protected_label"]);
    const plan = done(await key.post("/prompts/import?dryRun=true", labelled("production")));
    expect(plan.conflict).toEqual([
      { slug: "a", code: "protected_label", message: expect.stringContaining("labels:write for production") },
    ]);
    expect(await promptsOf(ada.userId)).toEqual([]);
    done(await key.post("/prompts/import", labelled("staging")));
    // Where the label stands, it is not touched, so nothing forbids the import.
    done(await ada.put(`/prompts/${(await ada.get("/prompts")).body.data[0].id}/labels/production`, { version: 1 }));
    done(await key.post("/prompts/import", labelled("production")));
    const full = await world.apiKey(await world.user(), { scopes: ["prompts:write", "labels:write"] });
    done(await full.post("/prompts/import", labelled("production")));
  });

  test("without labels:write cannot tell of moves of a protected label either, though it stands nowhere now", async () => {
    const ada = await world.user();
    const key = await world.apiKey(ada, { scopes: ["prompts:write"] });
    const move = (from: number | null, to: number | null, revision: number) => ({
      label: "production",
      from,
      to,
      revision,
      createdAt: "2020-01-01T00:00:00.000Z",
    });
    const content = ours(prompt("h", ["one"], { labelHistory: [move(null, 1, 1), move(1, null, 2)] }));
    const refused = await key.post("/prompts/import", { content });
    expect([refused.status, refused.body.code]).toEqual([403, "protected_label"]);
    expect(await promptsOf(ada.userId)).toEqual([]);
    done(await ada.post("/prompts/import", { content }));
  });

  test("that may only read may not import", async () => {
    const key = await world.apiKey(await world.user(), { scopes: ["prompts:read"] });
    expect((await key.post("/prompts/import", { content: ours() })).body.code).toBe("insufficient_scope");
  });
});

describe("the month's quota", () => {
  const tasks = (count: number, from = 0) =>
    ours(...Array.from({ length: count }, (_, n) => prompt(`p${from + n}`, [`Do ${from + n}`])));
  const used = async (userId: string) =>
    (await world.sql("select used from promptr.quota_usage where user_id = $1", [userId])).map((row) => row["used"]);

  test("is spent for every new prompt, or the whole file is refused and nothing is spent", async () => {
    const ada = await world.user();
    expect((await take(ada, tasks(60))).quota).toEqual({ needed: 60, remaining: 100 });
    expect(await used(ada.userId)).toEqual([60]);
    const plan = done(await ada.post("/prompts/import?dryRun=true", { content: tasks(41, 60) }));
    expect(plan.quota).toEqual({ needed: 41, remaining: 40 });
    const refused = await ada.post("/prompts/import", { content: tasks(41, 60) });
    expect([refused.status, refused.body.code]).toEqual([429, "quota_exhausted"]);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await used(ada.userId)).toEqual([60]);
    expect(await promptsOf(ada.userId)).toHaveLength(60);
    // Prompts that are here cost nothing, however often they come.
    await take(ada, tasks(100));
    expect(await used(ada.userId)).toEqual([100]);
  });

  test("holds when imports race each other and single prompts", async () => {
    const ada = await world.user();
    const imports = [0, 1, 2].map((n) => ada.post("/prompts/import", { content: tasks(40, n * 40) }));
    const singles = Array.from({ length: 5 }, () => ada.post("/prompts", { title: "t", task: "t" }));
    const statuses = (await Promise.all([...imports, ...singles])).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(2);
    expect(await used(ada.userId)).toEqual([85]);
    expect(await promptsOf(ada.userId)).toHaveLength(85);
  });

  test("two imports of one file at once make its prompts once", async () => {
    const ada = await world.user();
    const answers = await Promise.all([0, 1, 2].map(() => ada.post("/prompts/import", { content: tasks(20) })));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(answers.map(({ body }) => body.create.length).toSorted((a, b) => a - b)).toEqual([0, 0, 20]);
    expect(await promptsOf(ada.userId)).toHaveLength(20);
  });
});

test("a repeated request with one key gets the first answer, and writes nothing", async () => {
  const ada = await world.user();
  const key = { "Idempotency-Key": "import-1" };
  const first = await ada.post("/prompts/import", { content: sample("ours.json") }, key);
  const before = await written(ada.userId);
  const again = await ada.post("/prompts/import", { content: sample("ours.json") }, key);
  expect([again.body, again.headers.get("idempotent-replayed")]).toEqual([first.body, "true"]);
  expect(await written(ada.userId)).toEqual(before);
});

test("folders are found by name or made, nested and shared, and a file cannot make more than an account may have", async () => {
  const ada = await world.user();
  const top = done(await ada.post("/folders", { name: "Top" }));
  const content = ours(
    prompt("a", ["one"], { folder: ["Top", "Inner"] }),
    prompt("b", ["one"], { folder: ["Top", "Inner", "Deep"] }),
  );
  expect((await take(ada, content)).folders).toEqual([
    ["Top", "Inner"],
    ["Top", "Inner", "Deep"],
  ]);
  expect((await ada.get("/folders")).body.data.map(({ name }: { name: string }) => name).sort()).toEqual([
    "Deep",
    "Inner",
    "Top",
  ]);
  expect((await ada.get("/folders")).body.data.find(({ name }: { name: string }) => name === "Inner").parentId).toBe(
    top.id,
  );
  const many = { ...ours(), folders: Array.from({ length: 1_001 }, (_, n) => [`Folder ${n}`]) };
  expect((await ada.post("/prompts/import", { content: many })).body.code).toBe("folder_limit_reached");
});

test("clients hear of every version once, and of every label that moved", async () => {
  const ada = await world.user();
  const [made] = (await take(ada, ours(prompt("a", ["one"], { labels: [{ label: "x", version: 1 }] })))).create;
  await take(ada, ours(prompt("a", ["one", "two"], { labels: [{ label: "x", version: 2 }] })), { moveLabels: true });
  await take(ada, ours(prompt("a", ["one", "two"], { labels: [{ label: "x", version: 2 }] })), { moveLabels: true });
  const events = await world.sql("select kind, data from promptr.change_events where user_id = $1 order by id", [
    ada.userId,
  ]);
  expect(events).toEqual([
    { kind: "version.created", data: { promptId: made.id, version: 1 } },
    { kind: "version.created", data: { promptId: made.id, version: 2 } },
    { kind: "label.moved", data: { promptId: made.id, label: "x", version: 2 } },
  ]);
  const audited = await world.sql(
    "select details from promptr.audit_log where owner_id = $1 and action = 'prompts.import' order by seq",
    [ada.userId],
  );
  expect(audited.map(({ details }) => details)).toEqual([
    { created: 1, updated: 0, labels: 0 },
    { created: 0, updated: 1, labels: 1 },
  ]);
});

describe("what is refused", () => {
  const faultsOf = async (content: unknown) => {
    const { status, body } = await (await world.user()).post("/prompts/import", { content });
    return [status, body.code, body.errors?.map(({ path }: { path: string }) => path)];
  };

  test("faults name their place in the file, all at once", async () => {
    const content = ours(
      prompt("fine", ["one"]),
      prompt("Bad Slug", ["one"]),
      prompt("long", ["x".repeat(50_001)], { title: "", tags: ["t".repeat(51)] }),
      prompt("fine", ["two"]),
    );
    expect(await faultsOf(content)).toEqual([
      422,
      "import_invalid",
      [
        "content.prompts[1].slug",
        "content.prompts[2].title",
        "content.prompts[2].tags[0]",
        "content.prompts[2].versions[0].task",
        "content.prompts[3].slug",
      ],
    ]);
  });

  test.each([
    ["an unknown field", ours({ ...prompt("a", ["one"]), isAdmin: true }), "content.prompts[0]"],
    [
      "a label nobody can set",
      ours(prompt("a", ["one"], { labels: [{ label: "latest", version: 1 }] })),
      "content.prompts[0].labels[0]",
    ],
    [
      "a label on no version",
      ours(prompt("a", ["one"], { labels: [{ label: "x", version: 2 }] })),
      "content.prompts[0].labels[0].version",
    ],
    [
      "versions out of order",
      ours({ ...prompt("a", []), versions: [version("b", 2), version("a", 1)] }),
      "content.prompts[0].versions",
    ],
    ["no versions", ours(prompt("a", [])), "content.prompts[0].versions"],
    [
      "101 versions of somebody else's",
      Array.from({ length: 101 }, (_, n) => ({ name: "a", prompt: `${n}`, version: n + 1, labels: [] })),
      "content[0].versions",
    ],
    ["1,001 prompts", ours(...Array.from({ length: 1_001 }, (_, n) => prompt(`p${n}`, ["one"]))), "content"],
    [
      "a default of another type",
      ours({
        ...prompt("a", []),
        versions: [{ version: 1, task: "{{x}}", variables: [{ name: "x", type: "number", default: "1" }] }],
      }),
      "content.prompts[0].versions[0].variables[0].default",
    ],
    [
      "NUL in escaped JSON",
      '{"format":"promptr","version":1,"prompts":[{"slug":"a","title":"a","versions":[{"version":1,"task":"\\u0000"}]}]}',
      "content.prompts[0].versions[0].task",
    ],
    ["another version of the file", { ...ours(), version: 2 }, "content.version"],
    ["what is no known kind", "once upon a time", "content"],
  ])("%s", async (_what, content, place) => {
    const [status, code, places] = await faultsOf(content);
    expect([status, code]).toEqual([422, "import_invalid"]);
    expect(places).toContain(place);
  });

  test("a history that does not lead to where the label is is told of, and the label begins anew", async () => {
    const ada = await world.user();
    const move = { label: "x", from: null, to: 2, revision: 1, createdAt: "2026-01-01T00:00:00.000Z" };
    const plan = await take(
      ada,
      ours(prompt("a", ["one", "two"], { labels: [{ label: "x", version: 1 }], labelHistory: [move] })),
    );
    expect(plan.lost).toEqual([expect.objectContaining({ what: "the history of the label x" })]);
    expect(
      await world.sql("select to_version, reason from promptr.label_events where user_id = $1", [ada.userId]),
    ).toEqual([{ to_version: 1, reason: "Imported" }]);
  });

  test("times that have not come are taken as now, and a category nobody has as general", async () => {
    const ada = await world.user();
    const plan = await take(
      ada,
      ours(prompt("a", ["one"], { createdAt: "2999-01-01T00:00:00.000Z", category: "astrology" })),
    );
    expect(plan.lost).toEqual([expect.objectContaining({ what: "the category astrology" })]);
    expect(
      await world.sql("select category, created_at <= now() as is_past from promptr.prompts where user_id = $1", [
        ada.userId,
      ]),
    ).toEqual([{ category: "general", is_past: true }]);
  });

  test("a body of more than 8 MB, while one of 7 MB is read; other routes stay at 256 kB", async () => {
    const ada = await world.user();
    const large = await ada.post("/prompts/import", { content: "x".repeat(8 * 1_048_576) });
    expect([large.status, large.body.code, large.body.detail]).toEqual([
      413,
      "body_too_large",
      expect.stringContaining("8 MB"),
    ]);
    const texts = Array.from({ length: 150 }, (_, n) => prompt(`p${n}`, [`${n} ${"word ".repeat(9_700)}`]));
    const plan = done(await ada.post("/prompts/import?dryRun=true", { content: ours(...texts) }));
    expect(plan.create).toHaveLength(150);
    expect((await ada.post("/prompts", { title: "t", task: "x".repeat(300_000) })).status).toBe(413);
  });
});
