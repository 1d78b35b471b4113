import { asShareReader } from "../../db/identity.ts";
import { type Scope, through } from "../../scope.ts";
import { hashOfToken } from "./token.ts";
import { liveLink, readContent, spendView } from "./visit-queries.ts";
import type { Visitor } from "./visitor.ts";

type Row<Q extends (parameters: never) => { readonly row?: unknown }> = NonNullable<ReturnType<Q>["row"]>;
export type Link = Row<typeof liveLink>;
/** `used` counts this view, or for whom none is counted the views so far. */
export type Content = Row<typeof spendView>;

export type Visit = { readonly token: string; readonly password: string | null; readonly visitor: Visitor };

/** What becomes of a visit; JSON and page say it each in their own way. */
export type Outcome =
  | { readonly kind: "opened"; readonly link: Link; readonly content: Content }
  /** Only what a preview shows: the text of a link with counted views is for those who are counted. */
  | { readonly kind: "preview"; readonly link: Link }
  /** Unknown, revoked, or its prompt is deleted or removed: indistinguishable. */
  | { readonly kind: "missing" }
  | { readonly kind: "gone"; readonly reason: "expired" | "used_up" }
  | { readonly kind: "locked"; readonly wrong: boolean };

const MISSING: Outcome = { kind: "missing" };

/** Why a link that exists cannot be opened any more. */
function endOf({ expiresAt, maxViews, viewCount }: Link, at: Date): Outcome | null {
  if (expiresAt !== null && expiresAt <= at) return { kind: "gone", reason: "expired" };
  if (maxViews !== null && viewCount >= maxViews) return { kind: "gone", reason: "used_up" };
  return null;
}

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

/**
 * Opens a link as one visitor. A robot never costs a view. It is shown the text of a link without a limit, but of one
 * with `maxViews` only title and description (docs/decisions: a free text would make the limit worthless, a refusal
 * would take the preview from every chat).
 */
export async function openLink(scope: Scope, { token, password, visitor }: Visit): Promise<Outcome> {
  const tokenHash = hashOfToken(token);
  if (!tokenHash) return MISSING;
  const { db } = through(scope, asShareReader(tokenHash));
  const link = await db.first(liveLink({ tokenHash }));
  if (!link) return MISSING;
  const end = endOf(link, scope.now());
  if (end) return end;
  if (link.passwordHash !== null) {
    if (password === null) return { kind: "locked", wrong: false };
    if (!(await isRight(scope, link.passwordHash, tokenHash, password))) return { kind: "locked", wrong: true };
  }
  if (visitor === "robot" && link.maxViews !== null) return { kind: "preview", link };
  if (visitor !== "person") {
    const content = await db.first(readContent({ tokenHash }));
    if (!content) return MISSING;
    const used = visitor === "head" ? content.used + 1 : content.used; // a HEAD is as long as the GET would be
    return { kind: "opened", link, content: { ...content, used } };
  }
  const now = scope.now();
  const content = await db.first(spendView({ tokenHash, now }));
  if (content) return { kind: "opened", link, content };
  const ended = await db.first(liveLink({ tokenHash }));
  return (ended && endOf(ended, now)) ?? MISSING;
}
