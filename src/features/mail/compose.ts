import { AS_AUTH } from "../../db/identity.ts";
import { composeNotice, type Parts, type Recipient, type Wanted } from "./compose-notice.ts";
import { apiKeysLeft } from "./keys-left.ts";
import type { RenderedMail } from "./layout.ts";
import { digestOfLink, newLinkToken } from "./link-token.ts";
import { forgetResetLink, keepConfirmationLink, keepDownloadLink, keepResetLink, passwordSince } from "./queries.ts";
import { renderMail } from "./templates.ts";

const MINUTE_MS = 60_000;
/** SPEC §4. */
const RESET_MS = 30 * MINUTE_MS;
const CONFIRMATION_MS = 24 * 60 * MINUTE_MS;

/** `linkId` tells mails with different links apart; null for a mail that carries none. */
export type Composed = RenderedMail & { readonly linkId: string | null };

/** Enough of a digest to tell two links apart; it says nothing of the token. */
const LINK_ID_CHARACTERS = 16;

type Link = { readonly url: string; readonly linkId: string };

/**
 * Makes a link: only its digest is stored, only the mail holds the token. A job that is tried again makes a new one, and
 * the one before it is dead, whether or not its mail has left.
 */
async function newLink(
  { settings }: Parts,
  path: string,
  keep: (tokenHash: Buffer) => Promise<readonly unknown[]>,
): Promise<Link> {
  const token = newLinkToken();
  const digest = digestOfLink(token);
  await keep(digest);
  return { url: `${settings.publicUrl}${path}/${token}`, linkId: digest.toString("hex").slice(0, LINK_ID_CHARACTERS) };
}

const confirmationLink = (scope: Parts, userId: string): Promise<Link> =>
  newLink(scope, "/verify-email", (tokenHash) => {
    const now = scope.now();
    const expiresAt = new Date(now.getTime() + CONFIRMATION_MS);
    return scope.db.rows(keepConfirmationLink({ userId, tokenHash, now, expiresAt }));
  });

async function resetMail(
  scope: Parts,
  { userId, fullName }: Recipient,
  since: string | undefined,
): Promise<Composed | null> {
  let stored: Buffer | undefined;
  const { url, linkId } = await newLink(scope, "/reset-password", (tokenHash) => {
    stored = tokenHash;
    const now = scope.now();
    const expiresAt = new Date(now.getTime() + RESET_MS);
    return scope.db.rows(keepResetLink({ userId, tokenHash, now, expiresAt }));
  });
  // Looked at once the link is there: a change of the password comes before this and is seen, or after it and forgets
  // the link. Nobody has the token yet.
  const door = scope.db.as(AS_AUTH);
  if (since !== undefined && stored && !(await door.first(passwordSince({ userId, since: new Date(since) })))) {
    await door.rows(forgetResetLink({ tokenHash: stored }));
    return null;
  }
  return { ...renderMail("reset_password", { fullName, url }), linkId };
}

async function exportMail(scope: Parts, { userId, fullName }: Recipient, exportId: string): Promise<Composed | null> {
  let until: Date | undefined;
  const { url, linkId } = await newLink(scope, "/exports/download", async (tokenHash) => {
    const kept = await scope.db.rows(keepDownloadLink({ exportId, userId, tokenHash, now: scope.now() }));
    until = kept[0]?.expiresAt;
    return kept;
  });
  return until ? { ...renderMail("export_ready", { fullName, url, until }), linkId } : null;
}

async function welcomeMail(scope: Parts, { userId, fullName, confirmedAt }: Recipient): Promise<Composed> {
  const { publicUrl, docs } = scope.settings;
  const link = confirmedAt ? null : await confirmationLink(scope, userId);
  const docsUrl = `${publicUrl}${docs ? "/api-docs" : "/api/v1/openapi.json"}`;
  const mail = renderMail("welcome", { fullName, confirmUrl: link?.url ?? null, productUrl: publicUrl, docsUrl });
  return { ...mail, linkId: link?.linkId ?? null };
}

/** Writes the mail of a job; null when there is nothing to say any more. */
export async function composeMail(scope: Parts, person: Recipient, wanted: Wanted): Promise<Composed | null> {
  const { userId, fullName, origin, confirmedAt } = person;
  const { template, about, passwordSince: since } = wanted;
  const notice = await composeNotice(scope, person, wanted);
  if (notice !== undefined) return notice && { ...notice, linkId: null };
  if (template === "export_ready") return about === undefined ? null : exportMail(scope, person, about);
  if (origin !== "local") return null; // whoever comes from another issuer has their password and address there
  if (template === "welcome") return welcomeMail(scope, person);
  if (template === "password_changed") {
    const keys = await apiKeysLeft(scope, userId);
    return { ...renderMail(template, { fullName, keys }), linkId: null };
  }
  if (template === "verify_email") {
    if (confirmedAt) return null;
    const { url, linkId } = await confirmationLink(scope, userId);
    return { ...renderMail(template, { fullName, url }), linkId };
  }
  return resetMail(scope, person, since);
}
