/** Draws requests to one operation after another, judges the answers, and shrinks what fails to one request. */
import { build, type Built, type World } from "./build.ts";
import type { Endpoint } from "./contract.ts";
import { type Failure, hunt, seedOf } from "./hunt.ts";
import { judge } from "./judge.ts";
import { type Plan, plansOf } from "./plan.ts";
import { type Answered, bodyOf, curlOf, type Send } from "./send.ts";
import type { Tally } from "./report.ts";

export type Runner = {
  readonly world: World;
  readonly send: Send;
  readonly seed: number;
  readonly tally: Tally;
  /** The different failures so far. */
  readonly known: Map<string, Failure>;
};

/** After these the asker's credential may be worth nothing. */
const MAY_END_CREDENTIALS = new Set(
  "logout endSession changePassword deleteAccount refresh updateUser resetPassword resetByForm deleteApiKey updateApiKey rotateApiKey".split(
    " ",
  ),
);
const SHOWN_MAX = 400;

/** What was switched off or stopped would hide every operation behind it. */
const UNDONE_BY: Readonly<
  Record<string, (shown: Record<string, unknown>) => [method: string, path: string, body?: string]>
> = {
  setFlag: ({ name }) => ["PUT", `/flags/${String(name)}`, '{"enabled":true}'],
  pauseQueue: ({ queue, name }) => ["POST", `/jobs/queues/${String(queue ?? name)}/resume`],
};

/** Another method, or another address, is another operation. */
const isOther = ({ expected }: Built): boolean => expected === "method" || expected === "elsewhere";

async function follow({ world, send }: Runner, { name }: Endpoint, built: Built, answer: Answered): Promise<void> {
  if (answer.status >= 300 || isOther(built)) return;
  const shown = bodyOf(answer);
  world.things.learn(name, (await world.people.get(built.role)).id, built.ids, shown);
  if (MAY_END_CREDENTIALS.has(name)) for (const one of ["ann", "bob", "root"] as const) await world.people.check(one);
  const undo = UNDONE_BY[name];
  if (!undo) return;
  const [method, path, body] = undo(shown as Record<string, unknown>);
  const authorization = `Bearer ${(await world.people.get("root")).token}`;
  await send({
    method,
    target: `/api/v1/admin${path}`,
    headers: { authorization, ...(body !== undefined && { "content-type": "application/json" }) },
    ...(body !== undefined && { body: Buffer.from(body) }),
  });
}

const WANTS_401 = new Set(["unauthenticated", "ambiguous"]);

async function take(runner: Runner, endpoint: Endpoint, plan: Plan, isAgain = false): Promise<Failure[]> {
  const { world, send, tally } = runner;
  const built = await build(world, endpoint, plan);
  const asker = await world.people.get(built.role);
  const first = await send(built.request);
  const answer = first.isSlow ? await send(built.request) : first;
  if (answer.status === 401 && !WANTS_401.has(built.expected)) {
    // Another operation may have ended the credential meanwhile; with a living one it counts.
    await world.people.check(built.role);
    if ((await world.people.get(built.role)) !== asker) return take(runner, endpoint, plan);
  }
  tally.count(endpoint.name, answer, plan.twist.kind, isOther(built));
  await follow(runner, endpoint, built, answer);
  const findings = judge(endpoint.name, built, answer);
  // Another lane may have restored or removed what was asked for meanwhile; what is really shown is shown again.
  if (!isAgain && built.expected === "hidden" && findings.length > 0) return take(runner, endpoint, plan, true);
  return findings.map((finding) => ({
    ...finding,
    operation: endpoint.name,
    curl: curlOf(built.request),
    answer: `${answer.status} ${answer.text.slice(0, SHOWN_MAX)}`,
    twist: plan.twist.kind,
  }));
}

/** Draws so many requests to one operation. */
export const fuzzOperation = (runner: Runner, endpoint: Endpoint, requests: number, round: number): Promise<void> =>
  hunt({
    drawn: plansOf(endpoint),
    seed: seedOf(runner.seed, `${endpoint.name} ${round}`),
    runs: requests,
    attempt: (plan) => take(runner, endpoint, plan),
    known: runner.known,
  });
