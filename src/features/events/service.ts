import type { ChangeEvent } from "../../contract/changes.ts";
import { eventsOfUserSince, isFound, toEvent } from "../../db/change-queries.ts";
import type { ServerEvent } from "../../feature.ts";
import type { Actor, Scope } from "../../scope.ts";
import { apiKeyTag } from "../api-keys/index.ts";
import { sessionTag, userTag } from "../auth/index.ts";
import { readPlace, writePlace } from "./schema.ts";

/** Events that wait for a slow client; more, and it is told that it has missed some. */
const WAITING_MAX = 1_000;
/** Changes are kept a day; who comes back later reads everything anew. */
const KEPT_MS = 23 * 3_600_000;
const REPLAYED_MAX = 1_000;

function credentialTags({ userId, credential }: Actor): string[] {
  if (credential.kind === "session") return [userTag(userId), sessionTag(credential.sessionId)];
  return credential.kind === "api_key" ? [userTag(userId), apiKeyTag(credential.keyId)] : [userTag(userId)];
}

/** What has been told and not yet sent to one client. */
class Waiting {
  #events: ChangeEvent[] = [];
  #missed = false;
  #wake: (() => void) | undefined;
  ended = false;

  push(event: ChangeEvent): void {
    if (this.#events.length < WAITING_MAX) this.#events.push(event);
    else this.miss();
    this.#wake?.();
  }

  miss(): void {
    [this.#events, this.#missed] = [[], true];
    this.#wake?.();
  }

  end(): void {
    this.ended = true;
    this.#wake?.();
  }

  async next(): Promise<{ events: ChangeEvent[]; missed: boolean }> {
    if (!this.ended && !this.#missed && this.#events.length === 0)
      await new Promise<void>((resolve) => (this.#wake = resolve));
    const taken = { events: this.#events, missed: this.#missed };
    [this.#events, this.#missed] = [[], false];
    return taken;
  }
}

const MISSED: ServerEvent = { event: "changes.missed", data: {} };

/** What happened since the client was last here, or that too much did. */
async function replay(scope: Scope<Actor>, lastEventId: string): Promise<{ events: ChangeEvent[]; missed: boolean }> {
  const place = readPlace(lastEventId);
  if (!place || scope.now().getTime() - place.at.getTime() > KEPT_MS) return { events: [], missed: true };
  const { userId } = scope.actor;
  const rows = await scope.db.rows(eventsOfUserSince({ userId, cursor: place.cursor, limit: REPLAYED_MAX }));
  if (rows.length === REPLAYED_MAX) return { events: [], missed: true };
  // A transaction older than the horizon is settled; from any other on, more may still come.
  const settled = (xid: string, horizon: string): string => (BigInt(xid) < BigInt(horizon) ? xid : horizon);
  const events = rows.filter(isFound).map((row) => toEvent(row, settled(row.xid ?? "0", row.horizon)));
  return { events, missed: false };
}

/**
 * What changes of the caller's prompts, until they leave, the server stops or their credential changes. With the id of
 * the last event that was seen nothing is missed in between; some may come twice.
 */
export function streamChanges(scope: Scope<Actor>, lastEventId: string | undefined): AsyncIterable<ServerEvent> {
  const waiting = new Waiting();
  const leave = scope.ports.changes.subscribe({
    userId: scope.actor.userId,
    credentialTags: credentialTags(scope.actor),
    onEvent: (event) => waiting.push(event),
    onMissed: () => waiting.miss(),
    onEnd: () => waiting.end(),
  });
  const end = (): void => {
    leave();
    waiting.end();
  };
  if (scope.signal.aborted) end();
  else scope.signal.addEventListener("abort", end, { once: true });
  return send(scope, waiting, lastEventId);
}

async function* send(
  scope: Scope<Actor>,
  waiting: Waiting,
  lastEventId: string | undefined,
): AsyncGenerator<ServerEvent> {
  const write = ({ kind, data, createdAt, cursor }: ChangeEvent): ServerEvent => ({
    event: kind,
    id: writePlace(cursor, scope.now()),
    data: { ...data, at: createdAt.toISOString() },
  });
  const sent = new Set<number>();
  // Listening began before the looking back, so what happens meanwhile is in one of the two, or in both.
  const past = lastEventId === undefined ? { events: [], missed: false } : await replay(scope, lastEventId);
  if (past.missed) yield MISSED;
  for (const event of past.events) {
    sent.add(event.id);
    yield write(event);
  }
  while (!waiting.ended) {
    const { events, missed } = await waiting.next();
    if (missed) yield MISSED;
    for (const event of events) if (!sent.delete(event.id)) yield write(event);
  }
}
