import { timingSafeEqual } from "node:crypto";
import { z } from "zod";
import type { Ports, Settings } from "../../contract/ports.ts";
import type { Actor } from "../../scope.ts";

export const DASHBOARD = "/admin/dashboard";
const NAME = "promptr_dashboard";
const PURPOSE = "jobs dashboard";
/** Long enough to look after a queue, short enough for a screen that was left alone. */
const LIFE_MS = 15 * 60_000;

export type Visitor = { readonly userId: string; readonly sessionId: string | null };
type Keys = Pick<Ports["tokens"], "mac">;

const Parts = z.tuple([
  z.uuid(),
  z.union([z.uuid(), z.literal("-")]),
  z.string().regex(/^\d{13}$/),
  z.string().length(43),
]);

const sealOf = (tokens: Keys, text: string): string => tokens.mac(PURPOSE, text).toString("base64url");

/**
 * A `Set-Cookie` that opens the dashboard for the actor, and nothing else: the access token is not in it. It ends with
 * the credential it was made by, and after a quarter of an hour.
 */
export function cookieFor(
  { userId, credential }: Actor,
  { tokens, now, settings }: { readonly tokens: Keys; readonly now: Date; readonly settings: Settings },
): string {
  const endsAt = Math.floor(Math.min(now.getTime() + LIFE_MS, credential.endsAt));
  const text = [userId, credential.kind === "session" ? credential.sessionId : "-", endsAt].join(".");
  const seconds = Math.max(0, Math.floor((endsAt - now.getTime()) / 1_000));
  return [
    `${NAME}=${text}.${sealOf(tokens, text)}`,
    `Path=${DASHBOARD}`,
    `Max-Age=${seconds}`,
    "HttpOnly",
    "SameSite=Strict",
    ...(settings.publicUrl.startsWith("https:") ? ["Secure"] : []),
  ].join("; ");
}

/** Whom a `Cookie` header speaks for; null when it holds none of ours that is whole and has not ended. */
export function visitorOf(header: string, tokens: Keys, now: Date): Visitor | null {
  const value = new RegExp(`(?:^|;\\s*)${NAME}=([\\w.-]{1,200})(?:;|$)`).exec(header)?.[1] ?? "";
  const parts = Parts.safeParse(value.split(".")).data;
  if (!parts) return null;
  const [userId, sessionId, endsAt, seal] = parts;
  const expected = sealOf(tokens, [userId, sessionId, endsAt].join("."));
  if (!timingSafeEqual(Buffer.from(seal), Buffer.from(expected))) return null;
  if (Number(endsAt) <= now.getTime()) return null;
  return { userId, sessionId: sessionId === "-" ? null : sessionId };
}
