import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createWorld, type User, type World } from "../../world.ts";
import { addCase, caseWith, NOBODY, promptOf, VALUES } from "./made.ts";

let world: World;
let ada: User;
let id: string;
beforeAll(async () => {
  world = await createWorld();
  ada = await world.user();
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(async () => {
  id = await promptOf(ada, { title: `Greeting ${performance.now()}` });
});

const HAS = { kind: "contains", text: "Ada", ignoreCase: false, not: false };

describe("a test case", () => {
  test("is made, read, listed, replaced and deleted", async () => {
    const made = await addCase(ada, id);
    expect(made.status).toBe(201);
    expect(made.headers.get("location")).toBe(`/api/v1/prompts/${id}/tests/${made.body.id}`);
    const stored = {
      id: made.body.id,
      promptId: id,
      name: "A case",
      variables: VALUES,
      expectations: [HAS],
      createdAt: expect.any(String),
      updatedAt: expect.any(String),
    };
    expect(made.body).toEqual(stored);
    const path = `/prompts/${id}/tests/${made.body.id}`;
    expect((await ada.get(path)).body).toEqual(made.body);
    expect((await ada.get(`/prompts/${id}/tests`)).body).toMatchObject({
      data: [stored],
      pagination: { hasMore: false },
    });
    const all = [
      HAS,
      { kind: "matches", pattern: "^Hi", not: true },
      { kind: "json_schema", schema: { type: "object", properties: { n: { const: 0.5 } } }, not: false },
      { kind: "judge", criterion: "It is polite", model: "claude-haiku-5-5", not: false },
    ];
    const next = { name: "All kinds", variables: { name: "Ö", n: 1.5, yes: true }, expectations: all };
    const replaced = await ada.put(path, next);
    expect([replaced.status, replaced.body]).toMatchObject([200, next]);
    expect(
      (await ada.get(path.toUpperCase().replace("/PROMPTS/", "/prompts/").replace("/TESTS/", "/tests/"))).body,
    ).toEqual(replaced.body);
    expect((await ada.delete(path)).status).toBe(204);
    for (const gone of [await ada.get(path), await ada.delete(path), await ada.put(path, next)]) {
      expect([gone.status, gone.body.code]).toEqual([404, "not_found"]);
    }
  });

  test("has a name of its own on its prompt", async () => {
    await addCase(ada, id);
    const second = await addCase(ada, id, { name: "Another" });
    const same = await addCase(ada, id);
    expect([same.status, same.body.code]).toEqual([409, "test_name_taken"]);
    const renamed = await ada.put(`/prompts/${id}/tests/${second.body.id}`, caseWith([HAS]));
    expect(renamed.body.code).toBe("test_name_taken");
    expect((await addCase(ada, await promptOf(ada, { title: "Other" }))).status).toBe(201);
  });

  test("is one of fifty at most, however many are made at once", async () => {
    for (let n = 0; n < 45; n += 1) await addCase(ada, id, { name: `Case ${n}` });
    const raced = await Promise.all(Array.from({ length: 10 }, (_, n) => addCase(ada, id, { name: `Race ${n}` })));
    const codes = raced.map(({ status, body }) => (status === 201 ? 201 : (body.code as string)));
    expect(codes.filter((code) => code === 201)).toHaveLength(5);
    expect(codes.filter((code) => code === "test_limit_reached")).toHaveLength(5);
    const seen: string[] = [];
    for (let cursor = ""; ;) {
      const { data, pagination } = (await ada.get(`/prompts/${id}/tests?limit=20&include=total${cursor}`)).body;
      seen.push(...data.map(({ name }: { name: string }) => name));
      expect(pagination.total).toBe(50);
      if (!pagination.hasMore) break;
      cursor = `&cursor=${pagination.nextCursor}`;
    }
    expect(new Set(seen).size).toBe(50);
    expect(seen.slice(0, 45)).toEqual(Array.from({ length: 45 }, (_, n) => `Case ${n}`));
    expect((await ada.get(`/prompts/${id}/tests?cursor=forged`)).body.code).toBe("invalid_cursor");
  });

  test("may be large, and a page of large ones is cut to a megabyte", async () => {
    const text = "ü".repeat(49_000);
    for (let n = 0; n < 12; n += 1) await addCase(ada, id, { name: `Case ${n}`, variables: { text } });
    const { data, pagination } = (await ada.get(`/prompts/${id}/tests?limit=50`)).body;
    expect([data.length, pagination.hasMore]).toEqual([11, true]);
    const rest = (await ada.get(`/prompts/${id}/tests?limit=50&cursor=${pagination.nextCursor}`)).body;
    expect(rest.data.map(({ name }: { name: string }) => name)).toEqual(["Case 11"]);
    const tooLarge = await addCase(ada, id, { name: "Too large", variables: { text: "x".repeat(100_001) } });
    expect([tooLarge.status, tooLarge.body.errors[0].path]).toEqual([400, "body.variables"]);
  });

  const judge = { kind: "judge", criterion: "It is polite" };
  const schema = (more: object) => ({ kind: "json_schema", schema: more });
  test.each<[string, object, string]>([
    ["no expectation", { expectations: [] }, "body.expectations"],
    ["21 expectations", { expectations: Array.from({ length: 21 }, () => HAS) }, "body.expectations"],
    ["an unknown kind", { expectations: [{ kind: "vibes" }] }, "body.expectations.0.kind"],
    [
      "a pattern that is none",
      { expectations: [HAS, { kind: "matches", pattern: "(a" }] },
      "body.expectations.1.pattern",
    ],
    ["a look-ahead", { expectations: [{ kind: "matches", pattern: "(?=a)" }] }, "body.expectations.0.pattern"],
    ["a pattern in a schema", { expectations: [schema({ pattern: "a" })] }, "body.expectations.0.schema.pattern"],
    ["a schema elsewhere", { expectations: [schema({ $ref: "http://x/y" })] }, "body.expectations.0.schema.$ref"],
    [
      "schemas larger than 60 kB together",
      { expectations: Array.from({ length: 4 }, () => schema({ description: "x".repeat(19_000) })) },
      "body.expectations",
    ],
    [
      "four models to judge",
      {
        expectations: ["gpt-6-luna", "claude-haiku-5-5", "gemini-3.8-flash", "gpt-6-sol"].map((model) => ({
          ...judge,
          model,
        })),
      },
      "body.expectations",
    ],
    [
      "patterns that are long to read together",
      { expectations: Array.from({ length: 20 }, () => ({ kind: "matches", pattern: "\\pL".repeat(20) })) },
      "body.expectations.2.pattern",
    ],
    ["a judge nobody knows", { expectations: [HAS, { ...judge, model: "nobody" }] }, "body.expectations.1.model"],
    [
      "201 values",
      { variables: Object.fromEntries(Array.from({ length: 201 }, (_, n) => [`v${n}`, 1])) },
      "body.variables",
    ],
    ["a value of no kind", { variables: { a: { b: 1 } } }, "body.variables.a"],
    ["a number too large to keep", { variables: { a: 1e300 } }, "body.variables.a"],
    ["no name", { name: " " }, "body.name"],
    ["a name of 101 characters", { name: "x".repeat(101) }, "body.name"],
  ])("with %s is refused at its place", async (_what, over, path) => {
    const { status, body } = await addCase(ada, id, over);
    expect([status, body.code]).toEqual([400, "invalid_input"]);
    expect(body.errors.map((fault: { path: string }) => fault.path)).toContain(path);
  });

  test("that fills every bound is stored: what was checked fits the columns", async () => {
    const numbers = Array.from({ length: 9_000 }, () => 1);
    const expectations = Array.from({ length: 3 }, () => schema({ enum: numbers }));
    expect((await addCase(ada, id, { expectations })).status).toBe(201);
    const tiny = Array.from({ length: 1_800 }, () => -0.000001);
    const small = await addCase(ada, id, { name: "Small", expectations: [schema({ enum: tiny })] });
    expect(small.status).toBe(201);
    expect((await ada.get(`/prompts/${id}/tests/${small.body.id}`)).body.expectations[0].schema.enum[0]).toBe(
      -0.000001,
    );
  });

  test("is answered once for one Idempotency-Key", async () => {
    const ask = () => ada.post(`/prompts/${id}/tests`, caseWith([HAS]), { "idempotency-key": `case-${id}` });
    const [first, second] = [await ask(), await ask()];
    expect([second.status, second.body]).toEqual([201, first.body]);
  });

  test("is the owner's alone; of a prompt that is deleted, another's or none it is not found", async () => {
    const { body } = await addCase(ada, id);
    const eve = await world.user();
    await ada.put(`/prompts/${id}`, { isPublic: true });
    const own = await promptOf(eve);
    const ask = (who: Pick<User, "get" | "post" | "put" | "delete">, promptId: string, testId: string) =>
      Promise.all([
        who.get(`/prompts/${promptId}/tests/${testId}`),
        who.put(`/prompts/${promptId}/tests/${testId}`, caseWith([HAS])),
        who.delete(`/prompts/${promptId}/tests/${testId}`),
        ...(promptId === own ? [] : [who.get(`/prompts/${promptId}/tests`), addCase(who as User, promptId)]),
      ]);
    const answers = [
      ...(await ask(eve, id, body.id)),
      ...(await ask(eve, own, body.id)),
      ...(await ask(eve, NOBODY, NOBODY)),
    ];
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 404));
    const known = answers[0]!.body;
    for (const answer of answers)
      expect({ ...answer.body, requestId: "", instance: "" }).toEqual({ ...known, requestId: "", instance: "" });
    expect((await ask(world.anyone as User, id, body.id)).map(({ status }) => status)).toEqual([
      401, 401, 401, 401, 401,
    ]);
    expect((await ada.get(`/prompts/${id}/tests/${body.id}`)).status).toBe(200);
    await ada.delete(`/prompts/${id}`);
    expect((await ask(ada, id, body.id)).map(({ status }) => status)).toEqual([404, 404, 404, 404, 404]);
  });

  test("is read by a key that reads prompts, and changed by one that writes them", async () => {
    const [reader, writer] = [await world.apiKey(ada), await world.apiKey(ada, { scopes: ["prompts:write"] })];
    const made = await addCase(writer as never, id);
    expect(made.status).toBe(201);
    const path = `/prompts/${id}/tests/${made.body.id}`;
    expect([(await reader.get(path)).status, (await writer.get(path)).status]).toEqual([200, 403]);
    expect((await reader.delete(path)).body.code).toBe("insufficient_scope");
    expect((await writer.delete(path)).status).toBe(204);
  });
});
