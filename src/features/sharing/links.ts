import { newId } from "../../contract/id.ts";
import { Failure } from "../../errors.ts";
import { Answer } from "../../feature.ts";
import { type Actor, atomically, type Inner, type Scope } from "../../scope.ts";
import { LATEST } from "../labels/index.ts";
import { refuseUnpublishable, variablesOf } from "../prompts/index.ts";
import { presentLink, sinceOf } from "./present.ts";
import { changeLink, contentToList, insertLink, lockLink, promptToShare, revokeLink } from "./queries.ts";
import { ownLink } from "./list-queries.ts";
import type { NewShare, OwnLink, ShareChanges, ShareLink } from "./schema.ts";
import { hashOfToken, linkIdOf, newShareToken, startOf } from "./token.ts";

const LIFE_YEARS_MAX = 5;
/** More than anyone shares by hand; a script that makes a link per reader should make one link. */
const LINKS_PER_PROMPT_MAX = 100;

const invalid = (path: string, code: string, message: string): Failure =>
  new Failure("invalid_input", { detail: `${path}: ${message}`, faults: [{ path, code, message }] });

function readExpiry(text: string | null | undefined, now: Date): Date | null {
  if (text === undefined || text === null) return null;
  const expiresAt = new Date(text);
  const latest = new Date(now);
  latest.setUTCFullYear(now.getUTCFullYear() + LIFE_YEARS_MAX);
  if (expiresAt <= now) throw invalid("body.expiresAt", "too_small", "must be in the future");
  if (expiresAt > latest) throw invalid("body.expiresAt", "too_big", `must be at most ${LIFE_YEARS_MAX} years ahead`);
  return expiresAt;
}

type Wanted = { promptId: string; userId: string; version: number | null; label: string | null };

/** The prompt as it may be shared; throws `not_found`, or `invalid_input` for a version or a label it has not. */
async function requireShown({ db }: Pick<Scope, "db">, wanted: Wanted) {
  const prompt = await db.first(promptToShare(wanted));
  if (!prompt) throw new Failure("not_found");
  if (prompt.hasVersion) return prompt;
  if (wanted.label !== null) throw invalid("body.label", "unknown_label", "is not a label of this prompt");
  throw invalid("body.version", "unknown_version", "is not a version of this prompt");
}

/** What is listed meets everybody, as what is published does; throws `publish_blocked` for what may not. */
async function refuseUnlistable({ db }: Pick<Scope, "db">, wanted: Wanted): Promise<void> {
  const row = await db.first(contentToList(wanted));
  if (row) refuseUnpublishable({ ...row, tags: [], variables: variablesOf(row) });
}

const labelOf = (label: string | null | undefined): string | null =>
  label === undefined || label === LATEST ? null : label;

/** Makes a link to one of the caller's prompts. The token is in this answer and, unless it is listed, nowhere else. */
export async function createLink(
  scope: Scope<Actor>,
  input: NewShare,
  passwordHash: string | null,
): Promise<Answer<ShareLink>> {
  const { actor, db, settings } = scope;
  const { promptId, isPublic, version = null, maxViews = null } = input;
  const now = scope.now();
  const expiresAt = readExpiry(input.expiresAt, now);
  const wanted = { promptId, userId: actor.userId, version, label: labelOf(input.label) };
  const prompt = await requireShown(scope, wanted);
  if ((prompt.links ?? 0) >= LINKS_PER_PROMPT_MAX) throw new Failure("link_limit_reached");
  const isListed = isPublic && passwordHash === null;
  if (isListed) await refuseUnlistable(scope, wanted);
  const token = newShareToken();
  const tokenHash = hashOfToken(token);
  if (!tokenHash) throw new Error("unreachable: a new token has the shape of one");
  const id = newId(now.getTime());
  const secrets = { tokenHash, tokenStart: startOf(token), listedToken: isListed ? token : null, passwordHash };
  if (!(await db.first(insertLink({ ...wanted, ...secrets, id, isPublic, maxViews, expiresAt, now }))))
    throw new Failure("not_found");
  const row = await db.one(ownLink({ userId: actor.userId, id, since: sinceOf(now) }));
  const link = { ...presentLink(row, scope), token, url: `${settings.publicUrl}/s/${token}` };
  return new Answer(link, { headers: { Location: `/api/v1/sharing/${token}` } });
}

const namedBy = (address: string) => ({ tokenHash: hashOfToken(address), id: linkIdOf(address) });

/** Ends a link of the caller at once and for good; another user's link looks like one that never was. */
export async function revokeOwnLink({ db, actor, now }: Scope<Actor>, address: string): Promise<void> {
  const named = namedBy(address);
  const isOne = named.tokenHash !== null || named.id !== null;
  if (!isOne || !(await db.first(revokeLink({ ...named, userId: actor.userId, now: now() }))))
    throw new Failure("not_found");
}

type Locked = NonNullable<ReturnType<typeof lockLink>["row"]>;

/** What is listed is so by its token, which only who has the link knows. */
function listedTokenOf(link: Locked, address: string): string {
  if (link.listed_token !== null) return link.listed_token;
  if (hashOfToken(address)) return address;
  throw invalid("body.isPublic", "token_needed", "can be listed only under its token, not under its id");
}

/**
 * Changes what was given and leaves the rest; `passwordHash` is undefined when the password stays. Fewer views than there
 * were close the link. Visits that come at the same moment meet either the old rules or the new ones.
 */
export async function updateLink(
  scope: Scope<Actor>,
  address: string,
  changes: ShareChanges,
  passwordHash: string | null | undefined,
): Promise<OwnLink> {
  const { userId } = scope.actor;
  const named = namedBy(address);
  const now = scope.now();
  if (named.tokenHash === null && named.id === null) throw new Failure("not_found");
  const row = await atomically(scope, async (inner) => {
    const link = await inner.db.first(lockLink({ ...named, userId }));
    if (!link) throw new Failure("not_found");
    await inner.db.rows(changeLink(await changed(inner, link, { address, changes, passwordHash, now })));
    return inner.db.one(ownLink({ userId, id: link.id, since: sinceOf(now) }));
  });
  return presentLink(row, scope);
}

type Change = { address: string; changes: ShareChanges; passwordHash: string | null | undefined; now: Date };
async function changed(scope: Inner<Scope<Actor>>, link: Locked, { address, changes, passwordHash, now }: Change) {
  const { userId } = scope.actor;
  const { version, label, maxViews, isPublic = link.is_public } = changes;
  const isMoved = version !== undefined || label !== undefined;
  const wanted = {
    promptId: link.prompt_id,
    userId,
    version: isMoved ? (version ?? null) : link.version,
    label: isMoved ? labelOf(label) : link.label,
  };
  if (isMoved) await requireShown(scope, wanted);
  const password = passwordHash === undefined ? link.password_hash : passwordHash;
  const isListed = isPublic && password === null;
  if (isListed && (isMoved || link.listed_token === null)) await refuseUnlistable(scope, wanted);
  return {
    ...wanted,
    id: link.id,
    isPublic,
    listedToken: isListed ? listedTokenOf(link, address) : null,
    passwordHash: password,
    maxViews: maxViews === undefined ? link.max_views : maxViews,
    expiresAt: changes.expiresAt === undefined ? link.expires_at : readExpiry(changes.expiresAt, now),
  };
}
