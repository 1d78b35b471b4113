import { isDeepStrictEqual } from "node:util";
import { newId } from "../../contract/id.ts";
import { decodeCursor, offsetOf, type PageQuery, toPage } from "../../contract/page.ts";
import { Failure } from "../../errors.ts";
import { Answer } from "../../feature.ts";
import { type Actor, atomically, type Inner, type Scope } from "../../scope.ts";
import { record } from "../audit/index.ts";
import { holdOwner } from "../auth/index.ts";
import { notify } from "../notifications/index.ts";
import { nextLink } from "../listing/index.ts";
import { readExpiry } from "./expiry.ts";
import { apiKeyTag, newApiKey, prefixOf } from "./key.ts";
import { etagOf, type KeyRow, requireMatch, toApiKey } from "./present.ts";
import { changeKey, countKeys, deleteKey, insertKey, lockKey, ownKey, ownKeys } from "./queries.ts";
import { type ApiKey, type ApiKeyChanges, ApiKeyPlace, type CreatedApiKey, type NewApiKey } from "./schema.ts";
import { noticeOfWidening } from "./widening.ts";

/** A key for each of many bots and machines; somebody with more should use fewer or share them. */
export const KEYS_PER_USER_MAX = 50;

const SORT = "-createdAt";
/** Where a list of keys begins. */
export const FIRST_PAGE = { createdBefore: "infinity", idBefore: "ffffffff-ffff-ffff-ffff-ffffffffffff" };

type Own = { readonly id: string; readonly userId: string };
const ownOf = ({ actor }: Scope<Actor>, id: string): Own => ({ id, userId: actor.userId });
const subjectOf = (id: string) => ({ type: "api_key", id });

function placeOf(cursor: string | undefined): typeof FIRST_PAGE {
  if (cursor === undefined) return FIRST_PAGE;
  const { value, id } = decodeCursor(cursor, SORT);
  const place = ApiKeyPlace.safeParse(value);
  if (!place.success) throw new Failure("invalid_cursor");
  return { createdBefore: place.data, idBefore: id };
}

export async function listKeys(scope: Scope<Actor>, query: PageQuery) {
  const { userId } = scope.actor;
  const span = { ...placeOf(query.cursor), limit: query.limit + 1, offset: offsetOf(query) };
  const [rows, counted] = await Promise.all([
    scope.db.rows(ownKeys({ userId, now: scope.now(), ...span })),
    query.include && scope.db.one(countKeys({ userId })),
  ]);
  const page = toPage(
    rows,
    query,
    toApiKey,
    ({ createdAt, id }) => ({ sort: SORT, value: createdAt.toISOString(), id }),
    { total: counted?.keys },
  );
  return new Answer(page, { headers: nextLink(scope, "/api-keys", query, page.pagination.nextCursor) });
}

export async function readKey(scope: Scope<Actor>, id: string): Promise<Answer<ApiKey>> {
  const row = await scope.db.first(ownKey({ ...ownOf(scope, id), now: scope.now() }));
  if (!row) throw new Failure("not_found");
  return new Answer(toApiKey(row), { etag: etagOf(row) });
}

/** Makes a key. It is in this answer and nowhere else. */
export async function createKey(scope: Scope<Actor>, input: NewApiKey): Promise<Answer<CreatedApiKey>> {
  const now = scope.now();
  const expiresAt = readExpiry(input.expiresAt, now);
  const own = ownOf(scope, newId(now.getTime()));
  const key = newApiKey();
  const { name, scopes, allowedCidrs = null } = input;
  const secretHash = scope.ports.tokens.mac("api_key", key);
  const row = await atomically(scope, async (inner) => {
    await holdOwner(inner); // also makes the number of keys exact: those who make some stand in line
    const { keys } = await inner.db.one(countKeys(own));
    if (keys >= KEYS_PER_USER_MAX) throw new Failure("api_key_limit_reached");
    const secret = { secretHash, prefix: prefixOf(key), now };
    await inner.db.rows(insertKey({ ...own, ...secret, name, scopes, expiresAt, allowedCidrs }));
    await notify(inner, own.userId, {
      kind: "api_key_created",
      title: "A new API key can use your account",
      body: `“${name}” (${secret.prefix}…) may: ${scopes.join(", ")}. If you did not make it, delete it and change your password.`,
    });
    const made = await inner.db.one(ownKey({ ...own, now }));
    await record(inner, {
      action: "api_key.create",
      subject: subjectOf(own.id),
      ownerId: own.userId,
      details: { scopes },
    });
    return made;
  });
  // A header, not `etag`: what may be asked for again with If-None-Match may be stored, and this may not.
  const headers = { Location: `/api/v1/api-keys/${own.id}`, ETag: etagOf(row) };
  return new Answer({ ...toApiKey(row), key }, { headers });
}

/** Keeps other changes of the key out until the commit. */
export async function lockOwnKey({ db, request }: Inner<Scope<Actor>>, own: Own, ifMatch = request.ifMatch) {
  const row = await db.first(lockKey(own));
  if (!row) throw new Failure("not_found");
  requireMatch(ifMatch, row);
}

/** Changes what is given and keeps the rest; no change at all is no change of the revision either. */
export async function updateKey(scope: Scope<Actor>, id: string, changes: ApiKeyChanges): Promise<Answer<ApiKey>> {
  const own = ownOf(scope, id);
  const now = scope.now();
  const { expiresAt: end, ...rest } = changes;
  const given = { ...rest, ...(end !== undefined && { expiresAt: readExpiry(end, now) }) };
  const row = await atomically(scope, async (inner): Promise<KeyRow> => {
    await holdOwner(inner);
    await lockOwnKey(inner, own);
    const known = await inner.db.one(ownKey({ ...own, now }));
    const { name, scopes, expiresAt, allowedCidrs } = known;
    const before = { name, scopes, expiresAt, allowedCidrs };
    const after = { ...before, ...given };
    if (isDeepStrictEqual(before, after)) return known;
    await inner.db.rows(changeKey({ ...own, ...after }));
    const changed = await inner.db.one(ownKey({ ...own, now }));
    inner.changed({ tags: [apiKeyTag(id)] });
    const notice = noticeOfWidening(changed, before, after);
    if (notice) await notify(inner, own.userId, notice);
    await record(inner, {
      action: "api_key.update",
      subject: subjectOf(id),
      ownerId: own.userId,
      details: { scopes: after.scopes },
    });
    return changed;
  });
  return new Answer(toApiKey(row), { etag: etagOf(row) });
}

/** Ends a key for good, with everything counted for it. */
export async function removeKey(scope: Scope<Actor>, id: string): Promise<void> {
  const own = ownOf(scope, id);
  await atomically(scope, async (inner) => {
    await lockOwnKey(inner, own);
    await inner.db.rows(deleteKey(own));
    inner.changed({ tags: [apiKeyTag(id)] });
    await record(inner, { action: "api_key.delete", subject: subjectOf(id), ownerId: own.userId });
  });
}
