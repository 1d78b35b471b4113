import { afterAll, beforeAll, expect, test } from "vitest";
import type { Mail } from "../../../src/contract/mail.ts";
import { fanOut, mailBroadcast, resumeBroadcasts } from "../../../src/features/broadcasts/index.ts";
import { createWorld, type User, type World } from "../../world.ts";
import { limitsBut } from "../auth/answers.ts";
import { runJob, runQueued } from "../privacy/fixture.ts";
import { announcements, content, crowd } from "./crowd.ts";

const NIL = "00000000-0000-0000-0000-000000000000";
const HOUR_MS = 3_600_000;

let world: World;
let root: User;
const mails: Mail[] = [];
/** Answers for the mail server; undefined takes the mail. */
let answer: (mail: Mail) => Error | undefined = () => undefined;
beforeAll(async () => {
  world = await createWorld({
    limits: limitsBut({}),
    ports: (ports) => ({
      ...ports,
      mailer: {
        ...ports.mailer,
        send: async (mail) => {
          const refusal = answer(mail);
          if (refusal) throw refusal;
          mails.push(mail);
        },
      },
    }),
  });
  root = await world.user({ role: "admin" });
});
afterAll(() => world[Symbol.asyncDispose]());

async function sent(model: string, over: object = {}): Promise<string> {
  const { body } = await root.post("/admin/broadcast", content(model, over));
  return body.id as string;
}
/** Works as if it were so much later, and comes back: sessions end after a day. */
async function later(ms: number, work: () => Promise<unknown>): Promise<void> {
  const { now } = world.clock;
  world.clock.now = new Date(now.getTime() + ms);
  await work().finally(() => (world.clock.now = now));
}
const read = async (id: string) => (await root.get(`/admin/broadcasts/${id}`)).body;
/** The jobs that wait to mail it; other tests leave some of their own. */
const slicesOf = async (id: string) =>
  ((await world.queued("mail.bulk")) as { broadcastId: string }[]).filter(({ broadcastId }) => broadcastId === id);
const mailsOf = (id: string) => mails.filter((mail) => mail.id.startsWith(`broadcast-${id}`));
const distinct = (id: string) => new Set(mailsOf(id).map(({ to }) => to.address)).size;
/** Runs what waits; what fails stays, as it does in the queue. */
async function drain(): Promise<number> {
  let failures = 0;
  for (const job of [fanOut, mailBroadcast])
    for (let ran = 1; ran > 0;) ran = await runQueued(world, job).catch(() => ((failures += 1), failures < 20 ? 1 : 0));
  return failures;
}

test("a batch that dies before its commit leaves nothing, and the next try tells everybody once", async () => {
  const model = await crowd(world, 800);
  const id = await sent(model);
  await world.sql(`
    create function promptr.die() returns trigger language plpgsql as $$ begin raise exception 'killed'; end $$;
    create trigger die before update on promptr.broadcasts for each row execute function promptr.die()`);
  await expect(runJob(world, fanOut, { broadcastId: id, after: NIL })).rejects.toThrow();
  expect(await world.sql("select 1 from promptr.broadcast_people where broadcast_id = $1", [id])).toEqual([]);
  expect(await announcements(world, model)).toEqual([{ number: 0, people: 800 }]);
  expect(await slicesOf(id)).toEqual([]);
  await world.sql("drop trigger die on promptr.broadcasts; drop function promptr.die()");
  await drain();
  expect(await announcements(world, model)).toEqual([{ number: 1, people: 800 }]);
  expect(await read(id)).toMatchObject({ state: "finished", sent: 800, queued: 0 });
  expect([mailsOf(id).length, distinct(id)]).toEqual([800, 800]);
});

test("a batch that is run again, four times at once and after the end, tells nobody twice", async () => {
  const model = await crowd(world, 700);
  const id = await sent(model);
  const first = { broadcastId: id, after: NIL };
  await Promise.all([1, 2, 3, 4].map(() => runJob(world, fanOut, first)));
  expect(await announcements(world, model)).toEqual([
    { number: 0, people: 200 },
    { number: 1, people: 500 },
  ]);
  await drain();
  await runJob(world, fanOut, first);
  await drain();
  expect(await announcements(world, model)).toEqual([{ number: 1, people: 700 }]);
  expect([mailsOf(id).length, distinct(id)]).toEqual([700, 700]);
});

test("a worker that dies between two mails goes on behind the last one; what may go out again has its Message-ID", async () => {
  const model = await crowd(world, 60);
  const id = await sent(model, { channels: ["mail"] });
  await runQueued(world, fanOut);
  const [slice] = await slicesOf(id);
  // Dies when the server has taken the 31st mail, before that is noted: as a kill -9 would.
  const end = new AbortController();
  let taken = 0;
  const dying = {
    ...world.app.ports.mailer,
    send: async (mail: Mail) => {
      mails.push(mail);
      if ((taken += 1) >= 31) end.abort(new Error("killed"));
      if (taken >= 31) throw new Error("killed");
    },
  };
  await expect(runJob(world, mailBroadcast, slice!, { signal: end.signal, ports: { mailer: dying } })).rejects.toThrow(
    "killed",
  );
  await drain();
  expect(distinct(id)).toBe(60);
  const again = mailsOf(id).length - 60;
  expect(again).toBeGreaterThan(0);
  expect(again).toBeLessThanOrEqual(2); // those under way at that moment
  expect(new Set(mailsOf(id).map((mail) => mail.id)).size).toBe(60);
  expect(await read(id)).toMatchObject({ state: "finished", sent: 60 });
});

test("a mail server that is away keeps the mails waiting; what it will never take is noted as failed and holds up nobody", async () => {
  const model = await crowd(world, 40);
  const id = await sent(model, { channels: ["mail"] });
  await runQueued(world, fanOut);
  answer = () => new Error("451 try again");
  expect(await drain()).toBeGreaterThan(0);
  expect(await read(id)).toMatchObject({ state: "running", queued: 40, sent: 0, failed: 0 });
  // The job has failed for good; an hour later another one takes it on.
  await world.sql("delete from pgboss.job where name = 'mail.bulk'");
  const { MailRefused } = await import("../../../src/contract/mail.ts");
  let refused = 0;
  answer = () => ((refused += 1) <= 2 ? new MailRefused("550 no such mailbox", { hasBounced: true }) : undefined);
  await later(HOUR_MS + 1, () => runJob(world, resumeBroadcasts, {}));
  await drain();
  answer = () => undefined;
  expect(await read(id)).toMatchObject({ state: "finished", queued: 0, sent: 38, failed: 2 });
  // Who bounced gets none of the next one.
  const next = await sent(model, { channels: ["mail"] });
  await drain();
  expect(await read(next)).toMatchObject({ sent: 38, suppressed: 2 });
});

test("a fan-out whose job failed for good is carried on an hour later, and mails nobody took in a day are given up", async () => {
  const model = await crowd(world, 510);
  const id = await sent(model);
  await runQueued(world, fanOut);
  await world.sql("update pgboss.job set state = 'failed' where name in ('notifications.fanout', 'mail.bulk')");
  await world.sql("alter table promptr.broadcasts disable trigger touch");
  await world.sql("update promptr.broadcasts set updated_at = $2 where id = $1", [id, world.clock.now]);
  await world.sql("alter table promptr.broadcasts enable trigger touch");
  answer = () => new Error("451 try again");
  await later(HOUR_MS + 1, () => runJob(world, resumeBroadcasts, {}));
  await drain();
  expect(await announcements(world, model)).toEqual([{ number: 1, people: 510 }]);
  expect(await read(id)).toMatchObject({ state: "running", queued: 510 });
  await later(24 * HOUR_MS + 1, () => runJob(world, resumeBroadcasts, {}));
  answer = () => undefined;
  expect(await read(id)).toMatchObject({ state: "finished", queued: 0, failed: 510 });
});

test("who unsubscribes, is suspended or erased while their mail waits gets none", async () => {
  const model = await crowd(world, 10);
  const id = await sent(model, { channels: ["mail"] });
  await runQueued(world, fanOut);
  const rows = await world.sql("select user_id from promptr.broadcast_people where broadcast_id = $1 order by 1", [id]);
  const [left, suspended, erased] = rows.map(({ user_id: userId }) => userId as string);
  await world.sql("insert into promptr.mail_choices (user_id, kind, wanted) values ($1, 'announcements', false)", [
    left,
  ]);
  await world.sql("update promptr.profiles set suspended_at = now() where id = $1", [suspended]);
  await world.sql("delete from promptr.profiles where id = $1", [erased]);
  await drain();
  expect(await read(id)).toMatchObject({ state: "finished", sent: 7, suppressed: 2 });
  expect(mailsOf(id).filter(({ id: mail }) => [left, suspended, erased].some((one) => mail.endsWith(one!)))).toEqual(
    [],
  );
});

test("nobody whose address was not confirmed is mailed an announcement; in the product they are told", async () => {
  const model = await crowd(world, 5, { confirmed: false });
  const id = await sent(model);
  await drain();
  expect(await announcements(world, model)).toEqual([{ number: 1, people: 5 }]);
  expect(await read(id)).toMatchObject({ state: "finished", suppressed: 5, sent: 0 });
});

test("while a slow mail server still takes mails of a broadcast, no second job is sent to mail the same people", async () => {
  const model = await crowd(world, 30);
  const id = await sent(model, { channels: ["mail"] });
  await runQueued(world, fanOut);
  const [slice] = await slicesOf(id);
  const OPEN = `name = 'mail.bulk' and state < 'completed' and data #>> '{payload,broadcastId}' = $1`;
  const become = (state: string) =>
    world.sql(`update pgboss.job set state = $2::pgboss.job_state where ${OPEN}`, [id, state]);
  let taken = 0;
  answer = () => ((taken += 1) > 10 ? new Error("451 try again") : undefined);
  await expect(runJob(world, mailBroadcast, slice!)).rejects.toThrow();
  answer = () => undefined;
  for (const state of ["created", "retry", "active"]) {
    await become(state);
    await later(HOUR_MS + 1, () => runJob(world, resumeBroadcasts, {}));
    expect(await world.sql(`select 1 from pgboss.job where ${OPEN}`, [id])).toHaveLength(1);
  }
  await become("failed");
  await later(2 * HOUR_MS + 2, () => runJob(world, resumeBroadcasts, {}));
  expect(await slicesOf(id)).toHaveLength(1);
  await drain();
  expect([mailsOf(id).length, distinct(id)]).toEqual([30, 30]);
});
