import { newId } from "../../contract/id.ts";
import { Failure } from "../../errors.ts";
import { Answer } from "../../feature.ts";
import type { Actor, Scope } from "../../scope.ts";
import { insertLink, promptToShare, revokeLink } from "./queries.ts";
import type { NewShare, ShareLink } from "./schema.ts";
import { hashOfToken, newShareToken } from "./token.ts";

const LIFE_YEARS_MAX = 5;
/** More than anyone shares by hand; a script that makes a link per reader should make one link. */
const LINKS_PER_PROMPT_MAX = 100;

const invalid = (path: string, code: string, message: string): Failure =>
  new Failure("invalid_input", { detail: `${path}: ${message}`, faults: [{ path, code, message }] });

function readExpiry(text: string | undefined, now: Date): Date | null {
  if (text === undefined) return null;
  const expiresAt = new Date(text);
  const latest = new Date(now);
  latest.setUTCFullYear(now.getUTCFullYear() + LIFE_YEARS_MAX);
  if (expiresAt <= now) throw invalid("body.expiresAt", "too_small", "must be in the future");
  if (expiresAt > latest) throw invalid("body.expiresAt", "too_big", `must be at most ${LIFE_YEARS_MAX} years ahead`);
  return expiresAt;
}

/** Makes a link to one of the caller's prompts. The token is in this answer and nowhere else. */
export async function createLink(
  scope: Scope<Actor>,
  input: NewShare,
  passwordHash: string | null,
): Promise<Answer<ShareLink>> {
  const { actor, db, settings } = scope;
  const { promptId, isPublic, version = null, maxViews = null } = input;
  const now = scope.now();
  const expiresAt = readExpiry(input.expiresAt, now);
  const wanted = { promptId, userId: actor.userId, version };
  const prompt = await db.first(promptToShare(wanted));
  if (!prompt) throw new Failure("not_found");
  if (!prompt.hasVersion) throw invalid("body.version", "unknown_version", "is not a version of this prompt");
  if ((prompt.links ?? 0) >= LINKS_PER_PROMPT_MAX) throw new Failure("link_limit_reached");
  const token = newShareToken();
  const tokenHash = hashOfToken(token);
  if (!tokenHash) throw new Error("unreachable: a new token has the shape of one");
  const link = { ...wanted, id: newId(now.getTime()), tokenHash, isPublic, passwordHash, maxViews, expiresAt, now };
  if (!(await db.first(insertLink(link)))) throw new Failure("not_found");
  return new Answer(
    {
      token,
      url: `${settings.publicUrl}/s/${token}`,
      promptId,
      version,
      isPublic,
      hasPassword: passwordHash !== null,
      maxViews,
      expiresAt: expiresAt?.toISOString() ?? null,
      viewCount: 0,
      createdAt: now.toISOString(),
    },
    { headers: { Location: `/api/v1/sharing/${token}` } },
  );
}

/** Ends a link of the caller at once and for good; another user's link looks like one that never was. */
export async function revokeOwnLink(scope: Scope<Actor>, token: string): Promise<void> {
  const tokenHash = hashOfToken(token);
  const revoked =
    tokenHash && (await scope.db.first(revokeLink({ tokenHash, userId: scope.actor.userId, now: scope.now() })));
  if (!revoked) throw new Failure("not_found");
}
