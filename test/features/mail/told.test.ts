import { afterAll, beforeAll, expect, test } from "vitest";
import { warnOwners } from "../../../src/features/lifecycle/index.ts";
import { sendMail, tellOpenings } from "../../../src/features/mail/index.ts";
import { type SmtpSink, startSmtpSink } from "../../fakes/smtp.ts";
import { createWorld, type User, type World } from "../../world.ts";
import { limitsBut } from "../auth/answers.ts";
import { runJob, runQueued } from "../privacy/fixture.ts";

const DAY_MS = 86_400_000;
const PERSON = { headers: { "user-agent": "Mozilla/5.0 Firefox" } };

let sink: SmtpSink;
let world: World;
beforeAll(async () => {
  sink = await startSmtpSink();
  world = await createWorld({
    limits: limitsBut({ free: { requests: 100_000, prompts: 3, apiCalls: 4, enrichments: 2 } }),
    env: { SMTP_URL: sink.url },
  });
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await sink[Symbol.asyncDispose]();
});

async function reader(): Promise<User> {
  const ada = await world.user();
  await world.sql("update promptr.profiles set email_verified_at = now() where id = $1", [ada.userId]);
  return ada;
}
const subjects = ({ email }: User) =>
  sink.mails.filter(({ recipients }) => recipients.includes(email)).map(({ subject }) => subject);
const kinds = async (user: User) =>
  (await user.get("/users/notifications")).body.data.map(({ kind }: { kind: string }) => kind);

test("whoever takes the last of a month's prompts is told once, in the product and by mail, by twenty at once too", async () => {
  const ada = await reader();
  const create = () => ada.post("/prompts", { title: "Notes", task: "Explain it in ten words." });
  await create();
  expect(await kinds(ada)).toEqual([]);
  const tries = await Promise.all(Array.from({ length: 20 }, create));
  expect(tries.filter(({ status }) => status === 201)).toHaveLength(2);
  await runQueued(world, sendMail);
  expect([subjects(ada), await kinds(ada)]).toEqual([["This month's new prompts are used up"], ["quota_reached"]]);
  // Neither a counter that goes down and up again nor a queue that forgot brings it twice.
  await world.sql("update promptr.quota_usage set used = 2 where user_id = $1", [ada.userId]);
  await world.sql("delete from pgboss.job where name = 'mail.send'");
  expect((await create()).status).toBe(201);
  await runQueued(world, sendMail);
  expect(subjects(ada)).toHaveLength(1);
});

test("an import that takes the last prompts, the last API call and the last enrichment are told of as well, each once", async () => {
  const ada = await reader();
  const key = await world.apiKey(ada);
  for (let call = 0; call < 6; call += 1) await key.get("/prompts");
  for (let call = 0; call < 3; call += 1)
    await ada.post("/enrichment/enhance", { task: `DO IT NOW!!! Summarise it number ${call} etc.` });
  for (const n of [1, 2, 3]) {
    const messages = [{ role: "user", content: `Explain ${n} in ten words.` }];
    const content = { openai_prompt_id: `pmpt_${n}`, name: `number-${n}`, versions: [{ version: "1", messages }] };
    const taken = await ada.post("/prompts/import", { content });
    expect([taken.text, taken.status]).toEqual([taken.text, 200]);
  }
  await runQueued(world, sendMail);
  expect(subjects(ada).toSorted((a = "", b = "") => a.localeCompare(b))).toEqual([
    "This month's API calls are used up",
    "This month's enrichments are used up",
    "This month's new prompts are used up",
  ]);
});

test("word of a month's quota is not mailed when the month is over", async () => {
  const ada = await reader();
  const quota = { kind: "prompts", month: "2020-01-01", limit: 3 };
  await runJob(world, sendMail, { to: ada.userId, template: "quota_reached", quota });
  expect(subjects(ada)).toEqual([]);
});

test("openings of a link are mailed to who asked for it, at most once a day and link, and not those of before", async () => {
  const [ada, eve] = [await reader(), await reader()];
  const share = async (user: User): Promise<string> => {
    const { body } = await user.post("/prompts", { title: "Release notes", task: "Explain it in ten words." });
    return `/s/${(await user.post("/sharing/create", { promptId: body.id })).body.token}`;
  };
  const [hers, other, eves] = [await share(ada), await share(ada), await share(eve)];
  const open = (path: string) => world.anyone.raw(path, PERSON);
  const { now } = world.clock;
  const at = (ms: number) => (world.clock.now = new Date(now.getTime() + ms));
  const look = async () => {
    await runJob(world, tellOpenings, {});
    await runQueued(world, sendMail);
  };
  await open(hers);
  at(1_000);
  await ada.put("/users/notifications/settings", { mail: { shareOpened: true } });
  await look();
  expect(subjects(ada)).toEqual([]);
  at(2_000);
  for (const path of [hers, hers, other, eves]) await open(path);
  at(3_000);
  await Promise.all([runJob(world, tellOpenings, {}), runJob(world, tellOpenings, {})]);
  await look();
  expect(subjects(ada)).toEqual(["A link of yours was opened", "A link of yours was opened"]);
  at(DAY_MS / 2);
  await open(hers);
  await look();
  expect(subjects(ada)).toHaveLength(2);
  at(DAY_MS + 4_000);
  await look();
  expect(subjects(ada)).toHaveLength(3);
  world.clock.now = now;
  expect(subjects(eve)).toEqual([]);
  const ids = sink.mails.filter(({ recipients }) => recipients.includes(ada.email)).map(({ messageId }) => messageId);
  expect(new Set(ids).size).toBe(3);
});

test("the end of a model is mailed to its users but for those who switched that off; all are told in the product", async () => {
  const { now } = world.clock;
  world.clock.now = new Date("2026-11-22T12:00:00Z");
  const [ada, eve] = [await reader(), await reader()];
  for (const user of [ada, eve])
    await user.post("/prompts", { title: "Notes", task: "Summarise the notes in ten words.", selectedModel: "gpt-5" });
  await eve.put("/users/notifications/settings", { mail: { modelRetiring: false } });
  await runJob(world, warnOwners, {});
  await runJob(world, warnOwners, {});
  await runQueued(world, sendMail);
  expect([subjects(ada), subjects(eve)]).toEqual([["gpt-5 retires on 2026-12-11"], []]);
  const [mail] = sink.mails.filter(({ recipients }) => recipients.includes(ada.email));
  expect(mail!.text).toContain('1 prompt of yours is written for it: "Notes"');
  for (const user of [ada, eve]) expect(await kinds(user)).toContain("model_retiring");
  world.clock.now = now;
});

test("a decision is mailed with its reason and the way to answer; one that was overtaken is not", async () => {
  const [ada, root] = [await reader(), await world.user({ role: "admin" })];
  const { body } = await ada.post("/prompts", { title: "Notes", task: "Summarise the notes.", isPublic: true });
  const decide = (status: string, reason: string) => root.put(`/admin/prompts/${body.id}`, { status, reason });
  await decide("flagged", "Too short.");
  await decide("removed", "It repeats another's text.");
  await runQueued(world, sendMail);
  expect(subjects(ada)).toEqual(["Your prompt was removed"]);
  const [mail] = sink.mails.filter(({ recipients }) => recipients.includes(ada.email));
  expect(mail!.text).toContain("It repeats another's text.");
  expect(mail!.text).toContain(`POST /api/v1/prompts/${body.id}/appeal`);
});
