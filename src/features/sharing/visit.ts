import type { VisitEnd } from "../../contract/ports.ts";
import type { Db } from "../../db/database.ts";
import { asShareReader } from "../../db/identity.ts";
import { Failure } from "../../errors.ts";
import { type Scope, through } from "../../scope.ts";
import { readPass } from "./pass.ts";
import { hashOfToken } from "./token.ts";
import { liveLink, readContent, readVersion, spendView } from "./visit-queries.ts";
import type { Visitor } from "./visitor.ts";

type Row<Q extends (parameters: never) => { readonly row?: unknown }> = NonNullable<ReturnType<Q>["row"]>;
type Known = Row<typeof liveLink>;
export type Link = Omit<Known, "viewCount">;
/** `used` counts this view, or for whom none is counted the views so far. */
export type Content = Row<typeof readContent>;

export type Visit = { readonly token: string; readonly password: string | null; readonly visitor: Visitor };

/** What becomes of a visit; JSON and page say it each in their own way. */
export type Outcome =
  | { readonly kind: "opened"; readonly link: Link; readonly content: Content }
  /** Only what a preview shows: the text of a link with counted views is for those who are counted. */
  | { readonly kind: "preview"; readonly link: Link }
  /** Unknown, revoked, or its prompt is deleted or removed: indistinguishable. */
  | { readonly kind: "missing" }
  | { readonly kind: "gone"; readonly reason: "expired" | "used_up" }
  | { readonly kind: "locked"; readonly wrong: boolean }
  /** What was shown before cannot be shown again without a view. */
  | { readonly kind: "stale" };

const MISSING: Outcome = { kind: "missing" };

function opened({ used }: Pick<Scope, "used">, link: Link, content: Content): Outcome {
  used({ promptId: content.promptId, version: content.version });
  return { kind: "opened", link, content };
}

const isExpired = ({ expiresAt }: Link, at: Date): boolean => expiresAt !== null && expiresAt <= at;

/** Why a link that exists cannot be opened any more. */
function endOf(link: Known, at: Date): Outcome | null {
  if (isExpired(link, at)) return { kind: "gone", reason: "expired" };
  if (link.maxViews !== null && link.viewCount >= link.maxViews) return { kind: "gone", reason: "used_up" };
  return null;
}

/** One visit in the link's statistics. */
const tell = ({ ports, now }: Scope, tokenHash: Buffer, end: VisitEnd): void =>
  ports.visits.add(tokenHash.toString("hex"), now().toISOString().slice(0, 10), end);

/** Counts the try before it is computed: neither the computing nor the guessing is free. */
async function isRight(scope: Scope, passwordHash: string, tokenHash: Buffer, password: string): Promise<boolean> {
  const { passwords, throttle } = scope.ports;
  const link = tokenHash.toString("base64url");
  // The address first: one that has no tries left takes none from the other visitors of the link.
  const visitor = `${link}|${scope.request.ip}`;
  await throttle.spend("sharePassword", visitor);
  await throttle.spend("sharePasswordPerLink", link);
  if (!(await passwords.verify(passwordHash, password))) return false;
  await Promise.all([throttle.giveBack("sharePassword", visitor), throttle.giveBack("sharePasswordPerLink", link)]);
  return true;
}

/** Whether the password opens the link; guesses stand in its statistics, those that were not even looked at as well. */
async function unlocks(scope: Scope, link: Link & { passwordHash: string }, tokenHash: Buffer, password: string) {
  try {
    if (await isRight(scope, link.passwordHash, tokenHash, password)) return true;
  } catch (error) {
    if (error instanceof Failure && error.code === "rate_limited") tell(scope, tokenHash, "refused");
    throw error;
  }
  tell(scope, tokenHash, "refused");
  return false;
}

const isProtected = (link: Link): link is Link & { passwordHash: string } => link.passwordHash !== null;

/** Shows the text to whom no view is counted for it. */
async function shown(scope: Scope, db: Db, link: Link, tokenHash: Buffer, visitor: Visitor): Promise<Outcome> {
  if (visitor === "robot" && link.maxViews !== null) return { kind: "preview", link };
  const content = await db.first(readContent({ tokenHash }));
  if (!content) return MISSING;
  const used = visitor === "head" ? content.used + 1 : content.used; // a HEAD is as long as the GET would be
  return opened(scope, link, { ...content, used });
}

/**
 * Opens a link as one visitor. A robot never costs a view. It is shown the text of a link without a limit, but of one
 * with `maxViews` only title and description (docs/decisions: a free text would make the limit worthless, a refusal
 * would take the preview from every chat).
 */
export async function openLink(scope: Scope, { token, password, visitor }: Visit): Promise<Outcome> {
  const tokenHash = hashOfToken(token);
  if (!tokenHash) return MISSING;
  const { db } = through(scope, asShareReader(tokenHash));
  const spend = async (unlocked: string | null): Promise<Outcome | null> => {
    const row = await db.first(spendView({ tokenHash, now: scope.now(), unlocked }));
    if (!row) return null;
    tell(scope, tokenHash, "views");
    return opened(scope, row, row);
  };
  const over = (link: Known | undefined): Outcome | null => {
    const end = link ? endOf(link, scope.now()) : MISSING;
    if (link && end && visitor === "person") tell(scope, tokenHash, "ended");
    return end;
  };
  // Most links that are asked for can be opened: one statement does it, and the rest is told apart afterwards.
  const atOnce = visitor === "person" ? await spend(null) : null;
  if (atOnce) return atOnce;
  const link = await db.first(liveLink({ tokenHash }));
  const end = over(link);
  if (!link || end) return end ?? MISSING;
  if (isProtected(link)) {
    if (password === null) return { kind: "locked", wrong: false };
    if (!(await unlocks(scope, link, tokenHash, password))) return { kind: "locked", wrong: true };
  }
  if (visitor !== "person") return shown(scope, db, link, tokenHash, visitor);
  const counted = await spend(link.passwordHash);
  if (counted) return counted;
  const changed = await db.first(liveLink({ tokenHash }));
  return over(changed) ?? (changed && isProtected(changed) ? { kind: "locked", wrong: false } : MISSING);
}

/**
 * Shows once more the version a pass was issued for, without a view: whoever has the pass has read it. A link that was
 * revoked, has expired or got another password shows nothing; one that is used up still serves who opened it in time.
 */
export async function reopenLink(scope: Scope, { token, pass }: { token: string; pass: string }): Promise<Outcome> {
  const tokenHash = hashOfToken(token);
  if (!tokenHash) return MISSING;
  const { db } = through(scope, asShareReader(tokenHash));
  const link = await db.first(liveLink({ tokenHash }));
  if (!link) return MISSING;
  if (isExpired(link, scope.now())) return { kind: "gone", reason: "expired" };
  const { passwordHash } = link;
  const version = readPass(scope.ports.tokens, pass, { tokenHash, passwordHash }, scope.now());
  if (version === null) return { kind: "stale" };
  const content = await db.first(readVersion({ tokenHash, version }));
  return content ? opened(scope, link, content) : MISSING;
}
