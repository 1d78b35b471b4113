import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createWorld, until, type User, type World } from "../../world.ts";
import { promptWith } from "./made.ts";

// Everybody here works on prompts of their own, so one world serves all.
let world: World;
let ada: User;
beforeAll(async () => {
  world = await createWorld();
  ada = await world.user();
});
afterAll(() => world[Symbol.asyncDispose]());

const pathOf = (id: string, label = "production") => `/prompts/${id}/labels/${label}`;
const etagOf = (id: string, revision: number, label = "production") => `"${id}-${label}-r${revision}"`;
const historyOf = async (id: string, label?: string) => (await ada.get(`${pathOf(id, label)}/history`)).body.data;

describe("a label", () => {
  test("is made and moved by PUT, and says where it stands, who moved it and whether it is protected", async () => {
    const id = await promptWith(ada, 3);
    const made = await ada.put(pathOf(id), { version: 1, reason: "First release" });
    expect(made.status).toBe(200);
    expect(made.body).toEqual({
      promptId: id,
      label: "production",
      version: 1,
      revision: 1,
      movedBy: { id: ada.userId, name: "Ada Lovelace" },
      isProtected: true,
      createdAt: expect.any(String),
      updatedAt: expect.any(String),
    });
    expect(made.headers.get("etag")).toBe(etagOf(id, 1));
    const moved = await ada.put(pathOf(id), { version: 3 });
    expect([moved.body.version, moved.body.revision]).toEqual([3, 2]);
    expect((await ada.get(pathOf(id))).body).toEqual(moved.body);
    expect((await ada.get(pathOf(id), { "if-none-match": etagOf(id, 2) })).status).toBe(304);
  });

  test("that stands there already is left alone: no move, no line in the history", async () => {
    const id = await promptWith(ada, 1);
    await ada.put(pathOf(id), { version: 1 });
    const again = await ada.put(pathOf(id), { version: 1, reason: "again" });
    expect([again.status, again.body.revision]).toEqual([200, 1]);
    expect(await historyOf(id)).toHaveLength(1);
  });

  test("is the same whatever the case of the prompt's id, for its ETag and for caches", async () => {
    const id = await promptWith(ada, 2);
    await ada.put(pathOf(id.toUpperCase()), { version: 1 });
    await ada.post(`/prompts/${id}/render`, { label: "production" });
    const moved = await ada.put(pathOf(id.toUpperCase()), { version: 2 }, { "if-match": etagOf(id, 1) });
    expect(moved.headers.get("etag")).toBe(etagOf(id, 2));
    expect((await ada.post(`/prompts/${id}/render`, { label: "production" })).body.text).toBe("Version 2");
  });

  test.each(["a", "production", "eu-west.2_blue", "2b", "x".repeat(36)])("may be called %s", async (label) => {
    const id = await promptWith(ada, 1);
    expect((await ada.put(pathOf(id, label), { version: 1 })).status).toBe(200);
  });

  test.each(["latest", "12", "Production", "-a", "a-", "a b", "x".repeat(37), "é"])(
    "may not be called %s",
    async (label) => {
      const id = await promptWith(ada, 1);
      const answer = await ada.put(pathOf(id, encodeURIComponent(label)), { version: 1 });
      expect([answer.status, answer.body.errors[0].path]).toEqual([400, "params.label"]);
    },
  );

  test("names a version there is, and says so otherwise", async () => {
    const id = await promptWith(ada, 1);
    const answer = await ada.put(pathOf(id), { version: 2 });
    expect([answer.status, answer.body.errors[0]]).toEqual([
      404,
      { path: "body.version", code: "unknown_version", message: "is not a version of this prompt" },
    ]);
    const wrong = await Promise.all([0, 1.5, "1", null].map((version) => ada.put(pathOf(id), { version })));
    expect(wrong.map(({ status, body }) => [status, body.errors[0].path])).toEqual(
      wrong.map(() => [400, "body.version"]),
    );
    expect((await ada.put(pathOf(id), { version: 1, reason: "x".repeat(501) })).status).toBe(400);
  });

  test("is listed by name, page by page, up to fifty of them and no more", async () => {
    const id = await promptWith(ada, 1);
    expect((await ada.get(`/prompts/${id}/labels`)).body.data).toEqual([]);
    const names = Array.from({ length: 50 }, (_, n) => `l${String(n).padStart(2, "0")}`);
    for (const name of names) await ada.put(pathOf(id, name), { version: 1 });
    const seen: string[] = [];
    let cursor = "";
    do {
      const page = (await ada.get(`/prompts/${id}/labels?limit=20&include=total${cursor}`)).body;
      seen.push(...page.data.map(({ label }: { label: string }) => label));
      expect(page.pagination.total).toBe(50);
      cursor = page.pagination.nextCursor && `&cursor=${page.pagination.nextCursor}`;
    } while (cursor);
    expect(seen).toEqual(names);
    const more = await ada.put(pathOf(id, "one-more"), { version: 1 });
    expect([more.status, more.body.code]).toEqual([409, "label_limit_reached"]);
    await ada.delete(pathOf(id, "l00"));
    expect((await ada.put(pathOf(id, "one-more"), { version: 1 })).status).toBe(200);
    const undo = await ada.post(`${pathOf(id, "l00")}/undo`);
    expect([undo.status, undo.body.code]).toEqual([409, "label_limit_reached"]);
    expect((await ada.get(`/prompts/${id}/labels?cursor=forged`)).body.code).toBe("invalid_cursor");
  });

  test("of a prompt that is deleted, another's or none is not found, by any way", async () => {
    const [id, eve] = [await promptWith(ada, 1), await world.user()];
    await ada.put(pathOf(id), { version: 1 });
    const ask = (who: User) =>
      Promise.all([
        who.get(`/prompts/${id}/labels`),
        who.get(pathOf(id)),
        who.put(pathOf(id), { version: 1 }),
        who.delete(pathOf(id)),
        who.post(`${pathOf(id)}/undo`),
        who.get(`${pathOf(id)}/history`),
      ]);
    for (const answer of await ask(eve)) expect([answer.status, answer.body.code]).toEqual([404, "not_found"]);
    await ada.delete(`/prompts/${id}`);
    for (const answer of await ask(ada)) expect([answer.status, answer.body.code]).toEqual([404, "not_found"]);
    expect((await ada.get(pathOf(await promptWith(ada, 1), "never"))).status).toBe(404);
    expect((await ada.get(`${pathOf(await promptWith(ada, 1), "never")}/history`)).status).toBe(404);
    expect((await ada.post(`${pathOf(await promptWith(ada, 1), "never")}/undo`)).status).toBe(404);
    expect((await ada.delete(pathOf(await promptWith(ada, 1), "never"))).status).toBe(404);
  });
});

describe("a compare-and-swap", () => {
  test("moves and removes only what stands where it was seen", async () => {
    const id = await promptWith(ada, 3);
    await ada.put(pathOf(id), { version: 1 });
    const stale = { "if-match": etagOf(id, 1) };
    expect((await ada.put(pathOf(id), { version: 2 }, stale)).status).toBe(200);
    for (const refused of [
      await ada.put(pathOf(id), { version: 3 }, stale),
      await ada.put(pathOf(id), { version: 2 }, stale),
      await ada.delete(pathOf(id), undefined, stale),
      await ada.post(`${pathOf(id)}/undo`, {}, stale),
      await ada.put(pathOf(id), { version: 3 }, { "if-match": `W/${etagOf(id, 2)}` }),
    ])
      expect([refused.status, refused.body.code]).toEqual([412, "label_moved"]);
    expect((await ada.get(pathOf(id))).body).toMatchObject({ version: 2, revision: 2 });
    expect((await ada.put(pathOf(id), { version: 3 }, { "if-match": "*" })).status).toBe(200);
    const gone = await ada.delete(pathOf(id), undefined, { "if-match": `"x", ${etagOf(id, 3)}` });
    expect(gone.status).toBe(204);
    expect((await ada.put(pathOf(id), { version: 1 }, { "if-match": "*" })).body.code).toBe("label_moved");
  });

  test("leaves alone what stands as it was seen, where `If-None-Match` names it, weak or strong", async () => {
    const id = await promptWith(ada, 2);
    await ada.put(pathOf(id), { version: 1 });
    for (const tag of [etagOf(id, 1), `W/${etagOf(id, 1)}`, `"x", W/${etagOf(id, 1)}`]) {
      const refused = await ada.put(pathOf(id), { version: 2 }, { "if-none-match": tag });
      expect([refused.status, refused.body.code]).toEqual([412, "label_moved"]);
    }
    const moved = await ada.put(pathOf(id), { version: 2 }, { "if-none-match": `W/${etagOf(id, 2)}` });
    expect(moved.body.revision).toBe(2);
  });

  test("makes a label only when there is none, and one that came back is not taken for the one that was", async () => {
    const id = await promptWith(ada, 2);
    const onlyNew = { "if-none-match": "*" };
    expect((await ada.put(pathOf(id), { version: 1 }, onlyNew)).status).toBe(200);
    expect((await ada.put(pathOf(id), { version: 2 }, onlyNew)).body.code).toBe("label_moved");
    await ada.delete(pathOf(id));
    expect((await ada.put(pathOf(id), { version: 1 }, onlyNew)).body.revision).toBe(3);
    expect((await ada.put(pathOf(id), { version: 2 }, { "if-match": etagOf(id, 1) })).status).toBe(412);
  });
});

describe("the history", () => {
  test("holds every move with who, from where, to where, when and why, newest first and page by page", async () => {
    const id = await promptWith(ada, 3);
    const key = await world.apiKey(ada, { scopes: ["labels:write"] });
    await ada.put(pathOf(id), { version: 1, reason: " First " });
    await key.put(pathOf(id), { version: 3, reason: "" });
    await ada.delete(pathOf(id), { reason: "Gone" });
    const history = await historyOf(id);
    const by = { id: ada.userId, name: "Ada Lovelace" };
    expect(history).toMatchObject([
      { revision: 3, from: 3, to: null, reason: "Gone", by: { ...by, kind: "session" }, undoes: null },
      { revision: 2, from: 1, to: 3, reason: null, by: { ...by, kind: "api_key" } },
      { revision: 1, from: null, to: 1, reason: "First", label: "production" },
    ]);
    const times = history.map(({ at }: { at: string }) => at);
    expect(times).toEqual(times.toSorted().toReversed());
    const first = (await ada.get(`${pathOf(id)}/history?limit=2&include=total`)).body;
    expect([first.data.length, first.pagination.total]).toEqual([2, 3]);
    const rest = (await ada.get(`${pathOf(id)}/history?limit=2&cursor=${first.pagination.nextCursor}`)).body;
    expect([...first.data, ...rest.data]).toEqual(history);
    const other = await promptWith(ada, 1);
    await ada.put(pathOf(other), { version: 1 });
    const foreign = await ada.get(`${pathOf(other)}/history?cursor=${first.pagination.nextCursor}`);
    expect(foreign.body.code).toBe("invalid_cursor");
  });

  test("cannot be changed or cut, not even by the server's own role", async () => {
    const id = await promptWith(ada, 1);
    await ada.put(pathOf(id), { version: 1 });
    const where = `where prompt_id = '${id}'`;
    await expect(world.sql(`update promptr.label_events set reason = 'x' ${where}`)).rejects.toThrow();
    await expect(
      world.sql(`begin; set local role promptr_app; delete from promptr.label_events ${where}; commit`),
    ).rejects.toThrow(/permission denied/);
    expect(await historyOf(id)).toHaveLength(1);
  });
});

describe("undo", () => {
  test("goes back to the version before, names what it takes back, and undone again does it again", async () => {
    const id = await promptWith(ada, 3);
    await ada.put(pathOf(id), { version: 1 });
    await ada.put(pathOf(id), { version: 3 });
    const [moved] = await historyOf(id);
    const undone = await ada.post(`${pathOf(id)}/undo`, { reason: "Worse" });
    expect(undone.body).toMatchObject({ from: 3, to: 1, undoes: moved.id, reason: "Worse", revision: 3 });
    expect(undone.headers.get("etag")).toBe(etagOf(id, 3));
    expect((await ada.get(pathOf(id))).body.version).toBe(1);
    const redone = await ada.post(`${pathOf(id)}/undo`, undefined, { "if-match": etagOf(id, 3) });
    expect(redone.body).toMatchObject({ from: 1, to: 3, undoes: undone.body.id, revision: 4 });
    expect((await historyOf(id)).map(({ to }: { to: number }) => to)).toEqual([3, 1, 3, 1]);
  });

  test("takes a new label away, and brings a removed one back", async () => {
    const id = await promptWith(ada, 1);
    await ada.put(pathOf(id), { version: 1 });
    expect((await ada.post(`${pathOf(id)}/undo`)).body).toMatchObject({ from: 1, to: null });
    expect((await ada.get(pathOf(id))).status).toBe(404);
    expect((await ada.post(`${pathOf(id)}/undo`)).body).toMatchObject({ from: null, to: 1, revision: 3 });
    await ada.delete(pathOf(id));
    expect((await ada.post(`${pathOf(id)}/undo`)).body).toMatchObject({ from: null, to: 1 });
    expect((await ada.get(pathOf(id))).body).toMatchObject({ version: 1, revision: 5 });
  });

  test("asked for again with the same key is done once", async () => {
    const id = await promptWith(ada, 2);
    await ada.put(pathOf(id), { version: 1 });
    await ada.put(pathOf(id), { version: 2 });
    const undo = () => ada.post(`${pathOf(id)}/undo`, {}, { "idempotency-key": `undo-${id}` });
    const [first, second] = [await undo(), await undo()];
    expect(second.body).toEqual(first.body);
    expect(second.headers.get("idempotent-replayed")).toBe("true");
    expect((await ada.get(pathOf(id))).body).toMatchObject({ version: 1, revision: 3 });
  });
});

test("fifty racing compare-and-swap moves: one winner a step, and the history has every step", async () => {
  const [id, racers, steps] = [await promptWith(ada, 2), 50, 20];
  await ada.put(pathOf(id), { version: 1 });
  for (let step = 1; step <= steps; step += 1) {
    const seen = { "if-match": etagOf(id, step) };
    const version = step % 2 === 1 ? 2 : 1;
    const race = Array.from({ length: step === 1 ? racers : 5 }, () => ada.put(pathOf(id), { version }, seen));
    const answers = await Promise.all(race);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ body }) => body.code === "label_moved")).toHaveLength(race.length - 1);
  }
  const history = (await ada.get(`${pathOf(id)}/history?limit=100`)).body.data;
  expect(history.map((move: { revision: number }) => move.revision)).toEqual(
    Array.from({ length: steps + 1 }, (_, n) => steps + 1 - n),
  );
  for (const [n, move] of history.slice(0, -1).entries()) expect(move.from).toBe(history[n + 1].to);
});

test("fifty racing moves without If-Match all succeed, and the history has no gap", async () => {
  const id = await promptWith(ada, 3);
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, n) => ada.put(pathOf(id, "staging"), { version: 1 + (n % 3) })),
  );
  expect(answers.filter(({ status }) => status !== 200).map(({ text }) => text)).toEqual([]);
  const history = (await ada.get(`${pathOf(id, "staging")}/history?limit=100`)).body.data;
  expect(history.map((move: { revision: number }) => move.revision)).toEqual(
    history.map((_: unknown, n: number) => history.length - n),
  );
  for (const [n, move] of history.slice(0, -1).entries()) expect(move.from).toBe(history[n + 1].to);
  expect((await ada.get(pathOf(id, "staging"))).body).toMatchObject({
    version: history[0].to,
    revision: history.length,
  });
});

test("a move is one row for clients and caches, committed with it, and another process serves it at once", async () => {
  const [id, other] = [await promptWith(ada, 2), await world.another()];
  const there = other.as(ada);
  await ada.put(pathOf(id), { version: 1 });
  const read = async () => (await there.post(`/prompts/${id}/render`, { label: "production" })).body.text;
  await until(async () => (await read()) === "Version 1");
  await ada.put(pathOf(id), { version: 2 });
  await until(async () => (await read()) === "Version 2");
  await there.delete(pathOf(id));
  await until(async () => (await ada.post(`/prompts/${id}/render`, { label: "production" })).status === 404);
  const events = await world.sql(
    "select kind, data, tags from promptr.change_events where user_id = $1 and data ->> 'promptId' = $2 and kind like 'label.%' order by id",
    [ada.userId, id],
  );
  const tags = expect.arrayContaining([`prompt:${id}`]);
  expect(events).toEqual([
    { kind: "label.moved", data: { promptId: id, label: "production", version: 1 }, tags },
    { kind: "label.moved", data: { promptId: id, label: "production", version: 2 }, tags },
    { kind: "label.removed", data: { promptId: id, label: "production" }, tags },
  ]);
});
