import { isDeepStrictEqual } from "node:util";
import { newId } from "../../contract/id.ts";
import { offsetOf, type PageQuery, toPage } from "../../contract/page.ts";
import { Failure } from "../../errors.ts";
import { Answer } from "../../feature.ts";
import { type Actor, atomically, type Inner, type Scope } from "../../scope.ts";
import { record } from "../audit/index.ts";
import { holdOwner } from "../auth/index.ts";
import { NEWEST_FIRST as ORDER, nextLink, placeOf } from "../listing/index.ts";
import { notify } from "../notifications/index.ts";
import { ADMIN_EVENT, type WebhookEventType } from "./events.ts";
import { etagOf, requireMatch, toWebhook, type WebhookRow } from "./present.ts";
import {
  changeWebhook,
  countWebhooks,
  deleteWebhook,
  endSecrets,
  insertSecret,
  insertWebhook,
  lockWebhook,
  ownWebhook,
  ownWebhooks,
  silenceWebhook,
} from "./queries.ts";
import type { NewWebhook, SecretRotation, Webhook, WebhookChanges, WebhookWithSecret } from "./schema.ts";
import { newSecret } from "./secret.ts";

/** One for each of many programs; a person with more should send several through one. */
export const WEBHOOKS_PER_USER_MAX = 20;
/** Before the newest, so that the first page needs no statement of its own. */
const TOP = { value: "infinity", id: "ffffffff-ffff-ffff-ffff-ffffffffffff" };

type Own = { readonly id: string; readonly userId: string };
type Writing = Inner<Scope<Actor>>;
const ownOf = ({ actor }: Scope<Actor>, id: string): Own => ({ id, userId: actor.userId });

/** What a person may not ask for: an address nobody may call, or what only administrators are told. */
function refuseWish({ ports, actor }: Scope<Actor>, { url, events }: { url?: string; events?: WebhookEventType[] }) {
  const message = url === undefined ? null : ports.webhooks.refusalOf(url);
  if (message !== null) {
    const faults = [{ path: "body.url", code: "refused_url", message }];
    throw new Failure("invalid_input", { detail: `body.url: ${message}`, faults });
  }
  if (events?.includes(ADMIN_EVENT) && actor.role !== "admin") {
    throw new Failure("forbidden", { detail: `${ADMIN_EVENT} is for administrators` });
  }
}

const recordChange = (inner: Writing, verb: string, { id, userId }: Own, details = {}) =>
  record(inner, { action: `webhook.${verb}`, subject: { type: "webhook", id }, ownerId: userId, details });

/** Of the address, what may be shown: its path and query may hold a secret of the receiver's. */
export const hostOf = (url: string): string => new URL(url).host;

export async function listWebhooks(scope: Scope<Actor>, query: PageQuery) {
  const { userId } = scope.actor;
  const { value, id: before } = placeOf(query.cursor, ORDER) ?? TOP;
  const span = { value, before, limit: query.limit + 1, offset: offsetOf(query) };
  const [rows, counted] = await Promise.all([
    scope.db.rows(ownWebhooks({ userId, now: scope.now(), ...span })),
    query.include && scope.db.one(countWebhooks({ userId })),
  ]);
  const cursorOf = ({ createdAt, id }: WebhookRow) => ({ sort: ORDER.name, value: createdAt.toISOString(), id });
  const page = toPage(rows, query, toWebhook, cursorOf, { total: counted?.webhooks });
  return new Answer(page, { headers: nextLink(scope, "/webhooks", query, page.pagination.nextCursor) });
}

export async function readWebhook(scope: Scope<Actor>, id: string): Promise<Answer<Webhook>> {
  const row = await scope.db.first(ownWebhook({ ...ownOf(scope, id), now: scope.now() }));
  if (!row) throw new Failure("not_found");
  return new Answer(toWebhook(row), { etag: etagOf(row) });
}

/** Makes a webhook. Its secret is in this answer and nowhere else. */
export async function createWebhook(scope: Scope<Actor>, input: NewWebhook): Promise<Answer<WebhookWithSecret>> {
  refuseWish(scope, input);
  const now = scope.now();
  const own = ownOf(scope, newId(now.getTime()));
  const { secret, ...kept } = newSecret(scope.ports.tokens, now);
  const { description = null, ...rest } = input;
  const row = await atomically(scope, async (inner) => {
    await holdOwner(inner); // also makes the number of webhooks exact: those who make some stand in line
    const { webhooks } = await inner.db.one(countWebhooks(own));
    if (webhooks >= WEBHOOKS_PER_USER_MAX) throw new Failure("webhook_limit_reached");
    const disabledAt = input.enabled ? null : now;
    await inner.db.rows(insertWebhook({ ...own, ...rest, ...kept, description, disabledAt, now }));
    await notify(inner, own.userId, {
      kind: "webhook_created",
      title: "A new webhook is told of changes to your prompts",
      body: `It sends ${input.events.join(", ")} to ${hostOf(input.url)}. If you did not make it, delete it and change your password.`,
    });
    const made = await inner.db.one(ownWebhook({ ...own, now }));
    await recordChange(inner, "create", own, { events: input.events });
    return made;
  });
  const headers = { Location: `/api/v1/webhooks/${own.id}`, ETag: etagOf(row) };
  return new Answer({ ...toWebhook(row), secret }, { headers });
}

/** Keeps other changes of the webhook out until the commit. */
async function lockOwn({ db, request }: Writing, own: Own, ifMatch = request.ifMatch): Promise<void> {
  const row = await db.first(lockWebhook(own));
  if (!row) throw new Failure("not_found");
  requireMatch(ifMatch, row);
}

/** Changes what is given and keeps the rest. */
export async function updateWebhook(
  scope: Scope<Actor>,
  id: string,
  changes: WebhookChanges,
): Promise<Answer<Webhook>> {
  refuseWish(scope, changes);
  const own = { ...ownOf(scope, id), now: scope.now() };
  const row = await atomically(scope, async (inner): Promise<WebhookRow> => {
    await holdOwner(inner);
    await lockOwn(inner, own);
    const known = await inner.db.one(ownWebhook(own));
    const { url, description, events, includesText, enabled } = known;
    const before = { url, description, events, includesText, enabled };
    const after = { ...before, ...changes };
    if (isDeepStrictEqual(before, after)) return known;
    await inner.db.rows(changeWebhook({ ...own, ...after }));
    if (url !== after.url) {
      await notify(inner, own.userId, {
        kind: "webhook_changed",
        title: "A webhook sends to another address",
        body: `It now sends to ${hostOf(after.url)}. If you did not change it, delete it and change your password.`,
      });
    }
    const changed = await inner.db.one(ownWebhook(own));
    await recordChange(inner, "update", own, { events: after.events, enabled: after.enabled });
    return changed;
  });
  return new Answer(toWebhook(row), { etag: etagOf(row) });
}

/** Removes a webhook with its log; what waits is not sent. */
export async function removeWebhook(scope: Scope<Actor>, id: string): Promise<void> {
  const own = ownOf(scope, id);
  await atomically(scope, async (inner) => {
    await holdOwner(inner); // before the webhook, as its other changes do
    await lockOwn(inner, own);
    await inner.db.rows(silenceWebhook({ ...own, now: inner.now() }));
    await inner.db.rows(deleteWebhook(own));
    await recordChange(inner, "delete", own);
  });
}

/** Gives a new secret, in this answer and nowhere else; the old one signs as well for the overlap. */
export async function rotateSecret(
  scope: Scope<Actor>,
  id: string,
  { overlapSeconds }: SecretRotation,
): Promise<Answer<WebhookWithSecret>> {
  const now = scope.now();
  const own = { ...ownOf(scope, id), now };
  const end = new Date(now.getTime() + overlapSeconds * 1_000);
  const { secret, ...kept } = newSecret(scope.ports.tokens, now);
  const row = await atomically(scope, async (inner) => {
    await holdOwner(inner);
    await lockOwn(inner, own, null);
    await inner.db.rows(endSecrets({ ...own, end }));
    await inner.db.rows(insertSecret({ ...own, ...kept }));
    const rotated = await inner.db.one(ownWebhook(own));
    await recordChange(inner, "rotate", own);
    return rotated;
  });
  return new Answer({ ...toWebhook(row), secret }, { headers: { ETag: etagOf(row) } });
}
