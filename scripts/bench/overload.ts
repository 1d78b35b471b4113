/**
 * Ten times what the server can do, for a minute: `npm run overload [-- --seconds 60 --times 10 --quick]`, by wrk (apt-get
 * install wrk) on the same machine. Where there are two processors the server and its Postgres have one, wrk and this script
 * the other, while the capacity is measured as well: neither takes from the other, and a ratio is one of the server alone. The
 * promise is issue 9's, item 8: goodput at least 0.8 of the capacity, refusals with Retry-After within 50 ms, the usual times 5 s
 * after the load, /livez always. For one prompt, and for a page of 20, which is dear beside a refusal.
 */
import { availableParallelism } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { type Flood, flood, separate } from "./overload/flood.ts";
import { type Answer, type Ask, asker, createStand, judge, quantile } from "./stand.ts";

const { values } = parseArgs({
  options: {
    seconds: { type: "string" },
    times: { type: "string", default: "10" },
    connections: { type: "string", default: "1500" },
    quick: { type: "boolean", default: false },
  },
});
const seconds = Number(values.seconds ?? (values.quick ? 8 : 60));
const times = Number(values.times);
const connections = Number(values.connections);
const USUAL_CONNECTIONS = 64;
const WARM_SECONDS = 5;
const PROBE_MS = 50;
const say = (text: string): void => void process.stdout.write(`${text}\n`);
const middle = (answers: readonly Answer[], share: number): number =>
  quantile(
    answers.map(({ ms }) => ms),
    share,
  );

function sayCpu(what: string, { cpu, seconds: length }: Flood): void {
  const parts = Object.entries(cpu).map(([name, used]) => `${name} ${((100 * used) / length).toFixed(0)} %`);
  say(`     of one processor, ${what}: ${parts.join(", ")}`);
}

/** Asks steadily until it is told to stop, whatever the answers take. */
function probe(ask: Ask, path: string) {
  const answers: Answer[] = [];
  const pending: Promise<unknown>[] = [];
  const timer = setInterval(() => pending.push(ask("GET", path).then((answer) => answers.push(answer))), PROBE_MS);
  return async (): Promise<Answer[]> => {
    clearInterval(timer);
    await Promise.all(pending);
    return answers;
  };
}

type Stand = Awaited<ReturnType<typeof createStand>>;
async function overload(stand: Stand, name: string, path: string): Promise<void> {
  say(`\n${name}`);
  await flood(stand, { path, connections: USUAL_CONNECTIONS, seconds: WARM_SECONDS });
  const usual = await flood(stand, { path, connections: USUAL_CONNECTIONS, seconds: Math.max(5, seconds / 4) });
  const capacity = usual.good / usual.seconds;
  say(`     capacity ${capacity.toFixed(0)}/s over ${USUAL_CONNECTIONS} connections, p50 ${usual.p50.toFixed(0)} ms`);
  sayCpu("at capacity", usual);

  const reads = probe(asker(stand.url, stand.token), path);
  const lives = probe(asker(stand.url), "/livez");
  const load = await flood(stand, { path, connections, seconds, perSecond: times * capacity });
  const endedAt = performance.now();
  const [probed, alive] = await Promise.all([reads(), lives()]);
  const offered = (load.good + load.shed + load.other + load.broken) / load.seconds;
  say(`     offered ${offered.toFixed(0)}/s over ${connections} connections, ${(offered / capacity).toFixed(1)} times the capacity: ${load.good} served, ${load.shed} refused, ${load.other} otherwise, ${load.broken} broken`); // prettier-ignore
  sayCpu("meanwhile", load);
  say(`     answers took ${load.p50.toFixed(0)} ms, 99 % at most ${load.p99.toFixed(0)} ms, as wrk saw them`);
  judge("offered, times the capacity (less: the sender could not)", offered / capacity, 0.95 * times, false);
  judge("goodput of the capacity", load.good / load.seconds / capacity, 0.8, false);
  judge("answers that are neither 200 nor 503", load.other, 0);
  judge("connections that broke or waited 30 s", load.broken, 0);
  const refused = probed.filter(({ status }) => status === 503);
  judge("refusals without Retry-After", refused.filter(({ retryAfter }) => !(Number(retryAfter) > 0)).length, 0);
  if (refused.length > 0)
    judge(`refused within, ms (median of ${refused.length} that were asked beside wrk)`, middle(refused, 0.5), 50);
  judge("probes of /livez without 200", alive.filter(({ status }) => status !== 200).length, 0);
  say(`     /livez took ${middle(alive, 0.5).toFixed(0)} ms, 99 % of ${alive.length} at most ${middle(alive, 0.99).toFixed(0)} ms`); // prettier-ignore

  for (let quick = 0; quick < 3; await pause(20)) {
    const { status, ms } = await stand.ask("GET", path);
    quick = status === 200 && ms < 100 ? quick + 1 : 0;
  }
  judge("seconds until three reads in a row take less than 100 ms", (performance.now() - endedAt) / 1_000, 5);
}

await using stand = await createStand();
const isSeparate = availableParallelism() > 1 && separate(stand.pid);
say(isSeparate ? "The server has one processor, what asks it the other." : "Server and sender share all processors.");
await overload(stand, "one prompt", `/api/v1/prompts/${stand.ids[0]}`);
await overload(stand, "a page of 20 prompts", "/api/v1/prompts?limit=20");
