import { setTimeout as pause } from "node:timers/promises";
import { continued, within } from "../../contract/trace.ts";
import type { WebhookAnswer } from "../../contract/webhook.ts";
import { atomically, type Scope } from "../../scope.ts";
import { nextAttempt } from "./backoff.ts";
import {
  claimDeliveries,
  type Claimed,
  deliveryToSend,
  lockEndpoints,
  recordResult,
  secretsToSign,
} from "./delivery-queries.ts";
import { bodyOf } from "./events.ts";
import { minded } from "./health.ts";
import { secretsOf, signedHeaders } from "./secret.ts";

/** Requests of one round under way together: each waits for a stranger and costs little. */
const IN_FLIGHT_MAX = 64;
/** Longer than a request may take, so that nobody else begins while it runs; shorter than its owner's patience. */
export const LEASE_MS = 25_000;
/** A round takes nothing new after this, and the queue starts the next. */
const ROUND_MS = 20_000;
/** While slow receivers are waited for, what has come since is taken this often. */
const LOOK_MS = 500;

/** The event is not what its type is documented as: written by an older release. Its endpoint is not to blame. */
const UNREADABLE = "unreadable";

type Work = Scope<null>;
type Sent = Omit<WebhookAnswer, "failure"> & { readonly failure: string | null };

const claim = (scope: Work, limit: number): Promise<Claimed[]> =>
  atomically(scope, async ({ db, now }) => {
    const at = now();
    const endpoints = await db.rows(lockEndpoints(at, limit));
    if (endpoints.length === 0) return [];
    const leasedUntil = new Date(at.getTime() + LEASE_MS);
    return db.rows(claimDeliveries({ now: at, leasedUntil, webhookIds: endpoints.map(({ id }) => id), limit }));
  });

/** One request; undefined when the delivery was deleted meanwhile. */
async function send(scope: Work, { id, webhook_id: webhookId }: Claimed): Promise<Sent | undefined> {
  const { db, ports, settings, signal } = scope;
  const [delivery, kept] = await Promise.all([
    db.first(deliveryToSend({ id })),
    db.rows(secretsToSign({ webhookId, now: scope.now() })),
  ]);
  if (!delivery) return undefined;
  const { url, includesText, text, traceparent, ...event } = delivery;
  const secrets = secretsOf(ports.tokens, kept);
  if (secrets.length === 0) return { status: null, failure: "secret_lost", text: "", retryAfterSeconds: null };
  let body: string;
  try {
    body = bodyOf({ ...event, text: includesText ? text : undefined });
  } catch {
    return { status: null, failure: UNREADABLE, text: "", retryAfterSeconds: null };
  }
  const headers = {
    "content-type": "application/json",
    "user-agent": `Promptr-Webhooks/${settings.version}`,
    ...signedHeaders(secrets, { id, at: scope.now(), body }),
  };
  return within(continued(traceparent), () => ports.webhooks.post({ url, headers, body, signal }));
}

async function attempt(scope: Work, claimed: Claimed): Promise<void> {
  const startedAt = performance.now();
  const sent = await send(scope, claimed);
  if (!sent) return;
  const durationMs = Math.round(performance.now() - startedAt);
  const { status, retryAfterSeconds } = sent;
  const isHeard = status !== null && status >= 200 && status < 300;
  const now = scope.now();
  const { id, attempts } = claimed;
  const isOver = isHeard || status === 410;
  const nextAttemptAt = isOver ? null : nextAttempt({ attempts, status, retryAfterSeconds }, now, Math.random());
  const state = isHeard ? "delivered" : nextAttemptAt ? "pending" : "failed";
  const failure = isHeard ? null : (sent.failure ?? "answer");
  const answer = status === null ? null : sent.text;
  await atomically(scope, async (inner) => {
    const result = { id, attempts, state, status, durationMs, failure, answer, nextAttemptAt } as const;
    const isRecorded = await inner.db.first(recordResult(result));
    if (isRecorded && failure !== UNREADABLE) await minded(inner, claimed.webhook_id, { status, failure });
  });
}

/**
 * Sends what is due, many at once but few to one endpoint and one person, until nothing is left or the round is over. At
 * least once: who dies between an answer and its record sends again, under the same `webhook-id`.
 */
export async function deliverDue(scope: Work): Promise<void> {
  const until = Date.now() + ROUND_MS;
  const running = new Set<Promise<void>>();
  const faults: unknown[] = [];
  for (;;) {
    const room = IN_FLIGHT_MAX - running.size;
    // A process that stops takes nothing new: others have it a second later.
    const isOpen = room > 0 && !scope.signal.aborted && scope.ports.vitals.ready() && Date.now() < until;
    const claimed = isOpen ? await claim(scope, room) : [];
    for (const one of claimed) {
      const work = attempt(scope, one).catch((fault: unknown) => void faults.push(fault));
      const ending = work.finally(() => running.delete(ending));
      running.add(ending);
    }
    if (running.size === 0) break;
    if (claimed.length === 0) await Promise.race([...running, pause(LOOK_MS)]);
  }
  if (faults.length > 0) throw new AggregateError(faults, `${faults.length} deliveries were not recorded`);
}
