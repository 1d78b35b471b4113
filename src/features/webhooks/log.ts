import { newId } from "../../contract/id.ts";
import { offsetOf, toPage } from "../../contract/page.ts";
import { Failure } from "../../errors.ts";
import { Answer } from "../../feature.ts";
import { type Actor, atomically, type Inner, type Scope } from "../../scope.ts";
import { NEWEST_FIRST as ORDER, nextLink, placeOf } from "../listing/index.ts";
import { TEST_EVENT } from "./events.ts";
import {
  deliveriesOf,
  deliveryOf,
  heldWebhook,
  insertTest,
  replayDelivery,
  replayFailed,
  webhookState,
} from "./log-queries.ts";
import { type DeliveryRow, toDelivery } from "./present.ts";
import { type Delivery, type DeliveryQuery, REPLAY_MAX, type Replay } from "./schema.ts";

const TOP = { value: "infinity", id: "ffffffff-ffff-ffff-ffff-ffffffffffff" };

type Of = { readonly userId: string; readonly webhookId: string };
const ofWebhook = ({ actor }: Scope<Actor>, webhookId: string): Of => ({ userId: actor.userId, webhookId });

export async function listDeliveries(scope: Scope<Actor>, webhookId: string, query: DeliveryQuery) {
  const of = ofWebhook(scope, webhookId);
  const { state = null, type = null } = query;
  const since = query.since === undefined ? null : new Date(query.since);
  const place = placeOf(query.cursor, ORDER) ?? TOP;
  const wanted = { ...of, ...place, state, type, since, limit: query.limit + 1, offset: offsetOf(query) };
  const [webhook, rows] = await Promise.all([scope.db.first(webhookState(of)), scope.db.rows(deliveriesOf(wanted))]);
  if (!webhook) throw new Failure("not_found");
  const cursorOf = ({ created_at: at, id }: DeliveryRow) => ({ sort: ORDER.name, value: at.toISOString(), id });
  const page = toPage(rows, query, toDelivery, cursorOf);
  const headers = nextLink(scope, `/webhooks/${webhookId}/deliveries`, query, page.pagination.nextCursor);
  return new Answer(page, { headers });
}

/** Throws what keeps anything from being sent: no such webhook, or one that is disabled. */
async function requireEnabled({ db }: Inner<Scope<Actor>>, of: Of): Promise<void> {
  const webhook = await db.first(heldWebhook(of));
  if (!webhook) throw new Failure("not_found");
  if (!webhook.is_enabled) throw new Failure("webhook_disabled");
}

/** Sends a delivery again under its old id, whatever became of it. */
export async function replayOne(
  scope: Scope<Actor>,
  { id: webhookId, delivery: id }: { id: string; delivery: string },
): Promise<Delivery> {
  const of = ofWebhook(scope, webhookId);
  return atomically(scope, async (inner) => {
    await requireEnabled(inner, of);
    await inner.ports.throttle.spend("webhookReplay", of.userId);
    if (!(await inner.db.first(replayDelivery({ ...of, id, now: inner.now() })))) throw new Failure("not_found");
    return toDelivery(await inner.db.one(deliveryOf({ ...of, id })));
  });
}

/** Sends what failed since a time again, the oldest first. */
export async function replayMany(scope: Scope<Actor>, webhookId: string, { since }: Replay) {
  const of = ofWebhook(scope, webhookId);
  return atomically(scope, async (inner) => {
    await requireEnabled(inner, of);
    await inner.ports.throttle.spend("webhookReplay", of.userId);
    const wanted = { ...of, since: new Date(since), now: inner.now(), limit: REPLAY_MAX };
    const { length: replayed } = await inner.db.rows(replayFailed(wanted));
    return { replayed, hasMore: replayed === REPLAY_MAX };
  });
}

/** Sends an event to this endpoint only, so that its owner sees whether it is heard. */
export async function sendTest(scope: Scope<Actor>, webhookId: string): Promise<Delivery> {
  const of = ofWebhook(scope, webhookId);
  return atomically(scope, async (inner) => {
    await requireEnabled(inner, of);
    await inner.ports.throttle.spend("webhookReplay", of.userId);
    const at = inner.now().getTime();
    const [eventId, deliveryId] = [newId(at), newId(at)];
    const data = JSON.stringify({ webhookId, by: { id: of.userId } });
    await inner.db.rows(insertTest({ ...of, eventId, deliveryId, type: TEST_EVENT, data }));
    return toDelivery(await inner.db.one(deliveryOf({ ...of, id: deliveryId })));
  });
}
