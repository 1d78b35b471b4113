import type { Answer, Ask } from "../stand.ts";
import { type Cast, PASSWORD } from "./people.ts";

/** What happens by the clock, however many requests there are: each puts jobs into queues that requests alone would not. */
type Beat = { readonly name: string; readonly seconds: number; readonly send: () => Promise<unknown> };

const API = "/api/v1";
/** An export takes a moment, and erasing ends it. */
const STAYS_MS = 30_000;

/** Every job that runs by the clock, now: most of them would come once an hour, a day or a week. */
const SCHEDULED = `insert into pgboss.job (name, data, retry_limit, retry_backoff, retry_delay, retry_delay_max, expire_seconds,
    deletion_seconds, keep_until, policy, heartbeat_seconds, dead_letter)
  select q.name, jsonb_build_object('payload', '{}'::jsonb, 'requestId', null), q.retry_limit, q.retry_backoff, q.retry_delay,
    q.retry_delay_max, q.expire_seconds, q.deletion_seconds, now() + interval '1 day', q.policy, q.heartbeat_seconds, q.dead_letter
  from pgboss.queue q where exists (select from pgboss.schedule s where s.name = q.name)`;

function beatsOf(cast: Cast, sql: (text: string) => Promise<unknown>): readonly Beat[] {
  const passing: { readonly ask: Ask; readonly since: number; hasAsked: boolean }[] = [];
  const arrive = async (): Promise<void> =>
    void passing.push({ ask: await cast.register(), since: Date.now(), hasAsked: false });
  const takeData = async (): Promise<Answer | null> => {
    const one = passing.find(({ hasAsked }) => !hasAsked);
    if (!one) return null;
    one.hasAsked = true;
    return one.ask("POST", `${API}/users/export-data`);
  };
  const leave = async (): Promise<Answer | null> => {
    const [first] = passing;
    if (!first?.hasAsked || Date.now() - first.since < STAYS_MS) return null;
    passing.shift();
    return first.ask("DELETE", `${API}/users/delete-account`, { password: PASSWORD });
  };
  const { ask, id } = cast.tested;
  const news = { title: "Maintenance", text: "On Sunday.", channels: ["in_app", "mail"] };
  return [
    { name: "somebody registers", seconds: 5, send: arrive },
    { name: "somebody wants their data", seconds: 5, send: takeData },
    { name: "somebody closes their account", seconds: 5, send: leave },
    { name: "a prompt's tests are run", seconds: 20, send: () => ask("POST", `${API}/prompts/${id}/tests/run`, {}) },
    { name: "a broadcast", seconds: 60, send: () => cast.admin("POST", `${API}/admin/broadcast`, news) },
    { name: "every scheduled job", seconds: 60, send: () => sql(SCHEDULED) },
  ];
}

/** 409: the tests of the last time still run. */
const isWrong = (answer: unknown): answer is Answer => {
  const { status = 200 } = (answer ?? {}) as Partial<Answer>;
  return status >= 300 && status !== 409;
};

/** Begins with one of each and goes on until told to stop, which gives what went wrong. */
export function startBeats(cast: Cast, sql: (text: string) => Promise<unknown>): () => Promise<string[]> {
  const wrong: string[] = [];
  const pending = new Set<Promise<void>>();
  const run = async ({ name, send }: Beat): Promise<void> => {
    try {
      const answer = await send();
      if (isWrong(answer)) wrong.push(`${name}: ${answer.status} ${answer.body.slice(0, 300)}`);
    } catch (error) {
      wrong.push(`${name}: ${String(error)}`);
    }
  };
  const begin = (beat: Beat): void => {
    const one = run(beat).finally(() => pending.delete(one));
    pending.add(one);
  };
  const timers = beatsOf(cast, sql).map((beat) => {
    begin(beat);
    return setInterval(() => begin(beat), beat.seconds * 1_000);
  });
  return async () => {
    for (const timer of timers) clearInterval(timer);
    await Promise.all(pending);
    return wrong;
  };
}
