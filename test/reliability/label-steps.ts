import fc from "fast-check";
import { expect } from "vitest";
import type { Answered } from "../caller.ts";
import {
  type Condition,
  headersOf,
  holds,
  type Label,
  LABELS,
  type Model,
  note,
  pathOf,
  type Real,
  standsOn,
} from "./label-model.ts";
import { atOnce, command, tally } from "./model.ts";

const at = fc.constantFrom<0 | 1>(0, 1);
const label = fc.constantFrom(...LABELS);
const version = fc.integer({ min: 1, max: 4 });
const condition = fc.constantFrom("any", "seen", "old", "new" as const);

type Moving = { name: Label; to: number; wanted: Condition; where: 0 | 1 };
const move = command<Model, Real, Moving>(
  "move",
  fc.record({ name: label, to: version, wanted: condition, where: at }),
  async (model, { callers }, { name, to, wanted, where }) => {
    const { status } = await callers[where].put(pathOf(model, name), { version: to }, headersOf(model, name, wanted));
    if (model.isDeleted) return expect(status).toBe(404);
    if (!holds(model, name, wanted)) return expect(status).toBe(412);
    if (to > model.texts.length) return expect(status).toBe(404);
    expect(status).toBe(200);
    if (standsOn(model, name) !== to) note(model, name, to);
  },
);

const remove = command<Model, Real, Omit<Moving, "to">>(
  "remove",
  fc.record({ name: label, wanted: fc.constantFrom<Condition>("any", "seen", "old"), where: at }),
  async (model, { callers }, { name, wanted, where }) => {
    const { status } = await callers[where].delete(pathOf(model, name), undefined, headersOf(model, name, wanted));
    if (model.isDeleted) return expect(status).toBe(404);
    if (!holds(model, name, wanted)) return expect(status).toBe(412);
    expect(status).toBe(standsOn(model, name) === null ? 404 : 204);
    if (status === 204) note(model, name, null);
  },
);

const undo = command<Model, Real, Omit<Moving, "to">>(
  "undo",
  fc.record({ name: label, wanted: fc.constantFrom<Condition>("any", "seen", "old"), where: at }),
  async (model, { callers }, { name, wanted, where }) => {
    const answer = await callers[where].post(`${pathOf(model, name)}/undo`, {}, headersOf(model, name, wanted));
    const last = model.history[name].at(-1);
    if (model.isDeleted) return expect(answer.status).toBe(404);
    if (!holds(model, name, wanted)) return expect(answer.status).toBe(412);
    if (!last) return expect(answer.status).toBe(404);
    expect([answer.status, answer.body.to]).toEqual([200, last.from]);
    note(model, name, last.from, model.history[name].length);
  },
);

/** Many who saw the same: one of them moves it, and all others are told that it moved. */
const race = command<Model, Real, { name: Label; racers: number; isUndo: boolean }>(
  "race for",
  fc.record({ name: label, racers: fc.integer({ min: 2, max: 6 }), isUndo: fc.boolean() }),
  async (model, { callers }, { name, racers, isUndo }) => {
    const [stood, last] = [standsOn(model, name), model.history[name].at(-1)!];
    const headers = headersOf(model, name, "seen");
    const to = stood === 1 ? 2 : 1;
    const path = pathOf(model, name);
    const answers = await atOnce(racers, callers, (who) =>
      isUndo ? who.post(`${path}/undo`, {}, headers) : who.put(path, { version: to }, headers),
    );
    expect(tally(answers.map(({ status }) => status))).toEqual({ 200: 1, 412: racers - 1 });
    if (isUndo) note(model, name, last.from, model.history[name].length);
    else note(model, name, to);
  },
  (model, { name }) => !model.isDeleted && standsOn(model, name) !== null && model.texts.length > 1,
);

/** Without a condition all succeed, one after the other: the history says in which order. */
const crowd = command<Model, Real, { name: Label; to: number[] }>(
  "move without looking",
  fc.record({ name: label, to: fc.array(fc.integer({ min: 1, max: 2 }), { minLength: 2, maxLength: 5 }) }),
  async (model, { world, callers }, { name, to }) => {
    const answers = await atOnce(to.length, callers, (who, n) => who.put(pathOf(model, name), { version: to[n]! }));
    expect(answers.map(({ status }) => status)).toEqual(to.map(() => 200));
    const rows = await world.sql(
      `select to_version from promptr.label_events where prompt_id = $1 and label = $2 and revision > $3 order by revision`,
      [model.promptId, name, model.history[name].length],
    );
    expect(rows.length).toBeLessThanOrEqual(to.length);
    for (const { to_version: moved } of rows) {
      expect(to).toContain(moved);
      expect(moved).not.toBe(standsOn(model, name)); // one that stands there already is left alone
      note(model, name, moved as number);
    }
  },
  (model) => !model.isDeleted && model.texts.length > 1,
);

/** A key without the scope neither moves a label nor deletes a prompt that has a protected one. */
const meddle = command<Model, Real, Label>("meddle with", label, async (model, { weak }, name) => {
  const path = pathOf(model, name);
  const tries = [weak.put(path, { version: 1 }), weak.delete(path), weak.post(`${path}/undo`, {})];
  for (const { status } of await Promise.all(tries)) expect(status).toBe(403);
  if (standsOn(model, "production") === null) return;
  const { status } = await weak.delete(`/prompts/${model.promptId}`);
  expect(status).toBe(model.isDeleted ? 404 : 403);
});

let texts = 0;
const write = command<Model, Real, 0 | 1>("write a version at", at, async (model, { callers }, where) => {
  const task = `Version ${(texts += 1)} of a text`;
  const { status } = await callers[where].put(`/prompts/${model.promptId}`, { task });
  expect(status).toBe(model.isDeleted ? 404 : 200);
  if (!model.isDeleted) model.texts.push(task);
});

const restoreVersion = command<Model, Real, { of: number; where: 0 | 1 }>(
  "restore version",
  fc.record({ of: version, where: at }),
  async (model, { callers }, { of, where }) => {
    const answer = await callers[where].post(`/prompts/${model.promptId}/versions/${of}/restore`, {});
    const text = model.texts[of - 1];
    if (model.isDeleted || text === undefined) return expect(answer.status).toBe(404);
    if (text !== model.texts.at(-1)) model.texts.push(text);
    expect([answer.status, answer.body.version, answer.body.task]).toEqual([200, model.texts.length, text]);
  },
);

const toggle = command<Model, Real, 0 | 1>("delete or have back at", at, async (model, { callers }, where) => {
  const path = `/prompts/${model.promptId}`;
  const answer: Answered = await (model.isDeleted ? callers[0].post(`${path}/restore`) : callers[where].delete(path));
  expect(answer.status).toBe(model.isDeleted ? 200 : 204);
  model.isDeleted = !model.isDeleted;
});

export const commands = [
  move,
  move,
  move,
  undo,
  undo,
  remove,
  race,
  race,
  crowd,
  meddle,
  write,
  restoreVersion,
  toggle,
];
