/**
 * What killed workers cost: `node scripts/bench/jobs.ts [--jobs 10000] [--kills 20] [--quick] [--part kills|poison]`. Half of the jobs change
 * rows, half send mails; two worker processes are killed with SIGKILL in turn while they work. Then one job that ends its
 * process is queued among others. `--quick` is a small run that does not wait for heartbeats: it ages them in the database.
 */
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { number, put, putEffects } from "./jobs-put.ts";
import { openScene, type Scene } from "./jobs-scene.ts";

const { values } = parseArgs({
  options: {
    jobs: { type: "string" },
    kills: { type: "string" },
    quick: { type: "boolean", default: false },
    part: { type: "string" },
  },
});
const quick = values.quick;
const jobs = Number(values.jobs ?? (quick ? 200 : 10_000));
const kills = Number(values.kills ?? (quick ? 1 : 20));
const WORKERS = 2;
const PATIENCE_MS = 300_000;
/** How long both rates are measured. */
const WINDOW_MS = quick ? 2_000 : 80_000;

let failures = 0;
function say(what: string, figure: string | number, isRight: boolean): void {
  if (!isRight) failures += 1;
  process.stdout.write(`${isRight ? "ok  " : "FAIL"} ${what}: ${figure}\n`);
}

const QUEUES = "name in ('bench.effect', 'mail.send')";
const done = (scene: Scene) => number(scene, `select count(*) from pgboss.job where ${QUEUES} and state > 'active'`);
const effects = (scene: Scene) => number(scene, "select count(*) from bench.done");

async function until(look: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + PATIENCE_MS; !(await look()); await pause(50))
    if (Date.now() > deadline) throw new Error("It takes too long");
}

/** Ends one worker and notes what it was at; in a quick run its heartbeat is as old as it would be later. */
async function kill(scene: Scene): Promise<void> {
  const [victim] = scene.running;
  if (victim?.pid === undefined) throw new Error("No worker runs");
  const gone = new Promise((resolve) => victim.once("exit", resolve));
  victim.kill("SIGKILL");
  await gone;
  await scene.sql(
    `insert into bench.cut select s.job_id, clock_timestamp() from bench.starts s join pgboss.job j
       on j.id = s.job_id and j.name = 'bench.effect' and j.state = 'active' where s.pid = $1`,
    [victim.pid],
  );
  if (quick) await scene.sql("update pgboss.job set heartbeat_on = now() - interval '1 minute' where state = 'active'");
}

async function survive(scene: Scene): Promise<void> {
  await scene.sql("create table bench.cut (job_id uuid, at timestamptz)");
  const half = Math.floor(jobs / 2);
  await scene.sql(
    "insert into promptr.profiles (id, email, full_name) select id, id || '@example.com', 'Ada' from (select gen_random_uuid() as id from generate_series(1, $1::int)) as p",
    [half],
  );
  await put(
    scene,
    "mail.send",
    "promptr.profiles p",
    "jsonb_build_object('to', p.id, 'template', 'password_changed')",
    [],
  );
  await putEffects(scene, jobs - half);
  const startedAt = performance.now();
  await scene.begin();
  for (let killed = 1; killed <= kills; killed += 1) {
    await until(async () => (await done(scene)) >= (killed * jobs) / (kills + 1));
    await kill(scene);
    process.stderr.write(`${killed} of ${kills} kills\n`);
  }
  await until(
    async () => (await number(scene, `select count(*) from pgboss.job where ${QUEUES} and state <= 'active'`)) === 0,
  );
  const seconds = (performance.now() - startedAt) / 1_000;
  const [row] = await scene.sql(`select
    (select count(*) from bench.effects)::int as effects, (select count(distinct job_id) from bench.effects)::int as distinct_effects,
    (select count(*) from bench.starts)::int as starts,
    (select count(*) from pgboss.job where ${QUEUES} and state = 'failed')::int as failed,
    (select count(*) from bench.cut)::int as cut,
    (select coalesce(max(extract(epoch from n.at - c.at)), 0) from bench.cut c cross join lateral
      (select min(at) as at from bench.starts s where s.job_id = c.job_id and s.at > c.at) n)::float8 as wait`);
  const { effects: made = 0, distinct_effects: distinct = 0, starts = 0, failed = 0, cut = 0, wait = 0 } = row ?? {};
  const mails = await scene.sql("select id::text from pgboss.job where name = 'mail.send'");
  const missing = mails.filter(({ id }) => !scene.mail.taken.has(String(id))).length;
  const sent = [...scene.mail.taken.values()].reduce((sum, times) => sum + times, 0);
  say(`${jobs} jobs, ${kills} kills, ${WORKERS} workers: seconds until done`, seconds.toFixed(1), true);
  say("jobs a second, kills included", (jobs / seconds).toFixed(0), true);
  say("jobs lost (no effect, or no mail)", jobs - half - distinct + missing, jobs - half === distinct && missing === 0);
  say("jobs that failed for good", failed, failed === 0);
  say("database effects done twice", made - distinct, made === distinct);
  say("handlers started more often than there are jobs", starts - (jobs - half), true);
  say(
    "mails sent again, under the same Message-ID",
    sent - scene.mail.taken.size,
    sent - scene.mail.taken.size <= kills * 5,
  );
  say("distinct mails beside one for each job", scene.mail.taken.size - half, scene.mail.taken.size === half);
  say(`longest wait of the ${cut} jobs cut off until they ran again, in seconds`, wait.toFixed(1), wait <= 30);
}

/** Jobs a second of the other queue, over the window. */
async function rate(scene: Scene): Promise<number> {
  const before = await effects(scene);
  const startedAt = performance.now();
  await pause(WINDOW_MS);
  return ((await effects(scene)) - before) / ((performance.now() - startedAt) / 1_000);
}

async function poison(scene: Scene): Promise<void> {
  await putEffects(scene, quick ? 20_000 : 200_000);
  const alone = await rate(scene);
  await put(scene, "bench.poison", "generate_series(1, 1)", "'{}'::jsonb", []);
  const beside = await rate(scene);
  await until(async () => {
    if (quick)
      await scene.sql(
        "update pgboss.job set heartbeat_on = now() - interval '1 minute', start_after = now() where name = 'bench.poison' and state <= 'active'",
      );
    return (
      (await number(scene, "select count(*) from pgboss.job where name = 'bench.poison' and state <= 'active'")) === 0
    );
  });
  const ran = await number(
    scene,
    "select count(*) from bench.starts s join pgboss.job j on j.id = s.job_id and j.name = 'bench.poison'",
  );
  const dead = await number(
    scene,
    "select count(*) from pgboss.job where name = 'dead_letter' and source_name = 'bench.poison'",
  );
  say("runs of a job that ends its process", ran, ran === 3);
  say("it lies in the dead letter queue", dead, dead === 1);
  const share = (100 * beside) / alone;
  say(
    "rate of another queue beside it",
    `${beside.toFixed(0)} of ${alone.toFixed(0)} jobs a second, ${share.toFixed(0)}%`,
    quick || share >= 90,
  );
}

const scene = await openScene(WORKERS);
try {
  if (values.part !== "poison") await survive(scene);
  else await scene.begin();
  if (values.part !== "kills") await poison(scene);
} finally {
  await scene.close();
}
process.exitCode = failures === 0 ? 0 : 1;
