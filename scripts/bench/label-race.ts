import { setTimeout as pause } from "node:timers/promises";

/** A server, and what its owner may ask it. */
export type Asked = { readonly url: string; readonly token: string };
type Race = {
  /** Where labels are moved; it must forget the old version before it acknowledges. */
  readonly here: Asked;
  readonly there: Asked;
  readonly promptId: string;
  /** The prompt has this many versions and one. Move k puts the label on version k + 1, so an old read shows. */
  readonly moves: number;
  /** How long the other process may serve the old version after the acknowledgement. */
  readonly boundMs: number;
  /** The longest pause between two moves; each is as long as chance wants. */
  readonly pauseMs: number;
};
/** One answer: when it was asked for, and the version it told. */
type Read = { readonly sentAt: number; readonly version: number };
export type Served = {
  readonly reads: number;
  /** For each move: how long after its acknowledgement an old version was still served; 0 when it was not. */
  readonly oldForMs: readonly number[];
  /** Reads asked for later than the bound that were told an old version. */
  readonly stale: number;
};
export type Outcome = { readonly here: Served; readonly there: Served };

const READERS_EACH = 2;
const REFUSED = 400;

async function ask({ url, token }: Asked, method: string, path: string, body: object): Promise<unknown> {
  const answer = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  });
  if (answer.status >= REFUSED) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

type Reader = (asked: Asked, promptId: string) => Promise<number>;
/** What programs ask for: the prompt rendered, and many prompts at their start. */
const READERS: readonly Reader[] = [
  async (asked, id) => {
    const answer = await ask(asked, "POST", `/prompts/${id}/render`, { label: "production" });
    return (answer as { version: number }).version;
  },
  async (asked, id) => {
    const answer = await ask(asked, "POST", "/prompts/resolve", { prompts: [{ id, label: "production" }] });
    return (answer as { data: [{ version: number }] }).data[0].version;
  },
];

/** Asks without a pause until told to stop; gives all it was told. */
function hammer(asked: Asked, promptId: string): () => Promise<Read[]> {
  const reads: Read[] = [];
  const told = new AbortController();
  const loop = async (read: Reader): Promise<void> => {
    while (!told.signal.aborted) {
      const sentAt = performance.now();
      reads.push({ sentAt, version: await read(asked, promptId) });
    }
  };
  const loops = READERS.flatMap((read) => Array.from({ length: READERS_EACH }, () => loop(read)));
  return async () => {
    told.abort();
    await Promise.all(loops);
    return reads;
  };
}

/** How many of the sorted moments are not after this one. */
function countUntil(moments: readonly number[], moment: number): number {
  let [low, high] = [0, moments.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((moments[middle] ?? Infinity) <= moment) low = middle + 1;
    else high = middle;
  }
  return low;
}

function judge(reads: readonly Read[], acknowledgedAt: readonly number[], boundMs: number): Served {
  const oldForMs = acknowledgedAt.map(() => 0);
  let stale = 0;
  for (const { sentAt, version } of reads) {
    // Version v is what move v - 1 made, so the moves from index v - 1 on had not been seen.
    for (let move = version - 1; move < countUntil(acknowledgedAt, sentAt); move += 1)
      oldForMs[move] = Math.max(oldForMs[move] ?? 0, sentAt - (acknowledgedAt[move] ?? sentAt));
    if (version - 1 < countUntil(acknowledgedAt, sentAt - boundMs)) stale += 1;
  }
  return { reads: reads.length, oldForMs, stale };
}

/** Moves a label through one process while readers ask both without a pause; the label stands on version 1 before. */
export async function raceLabels({ here, there, promptId, moves, boundMs, pauseMs }: Race): Promise<Outcome> {
  const stops = [here, there].map((asked) => hammer(asked, promptId));
  const acknowledgedAt: number[] = [];
  for (let move = 1; move <= moves; move += 1) {
    await ask(here, "PUT", `/prompts/${promptId}/labels/production`, { version: move + 1 });
    acknowledgedAt.push(performance.now());
    await pause(Math.random() * pauseMs);
  }
  await pause(2 * boundMs);
  const [own = [], other = []] = await Promise.all(stops.map((stop) => stop()));
  return { here: judge(own, acknowledgedAt, 0), there: judge(other, acknowledgedAt, boundMs) };
}

/** A new prompt with so many versions, its label on the first; `sql` runs as a superuser, as making them one by one takes long. */
export async function createRaced(
  asked: Asked,
  versions: number,
  sql: (text: string) => Promise<unknown>,
): Promise<string> {
  const made = await ask(asked, "POST", "/prompts", { title: "Raced", task: "Version 1" });
  const { id } = made as { id: string };
  await sql(`insert into promptr.prompt_versions
      (prompt_id, user_id, version, content_hash, task, raw_prompt, selected_model, quality_score)
    select id, user_id, n, sha256(n::text::bytea), 'Version ' || n, 'Version ' || n, selected_model, quality_score
    from promptr.prompts, generate_series(2, ${versions}) n where id = '${id}'`);
  await sql(`update promptr.prompts set version = ${versions} where id = '${id}'`);
  await ask(asked, "PUT", `/prompts/${id}/labels/production`, { version: 1 });
  return id;
}
