import { createHash, timingSafeEqual } from "node:crypto";
import type { Tokens } from "../../contract/ports.ts";
import { Failure } from "../../errors.ts";
import { type NewBroadcast, UNTRIED_PEOPLE_MAX } from "./schema.ts";

/** Time enough to look at the answer and decide; not to come back to it another day. */
const VALID_MS = 15 * 60_000;
/** By so much the audience may have grown since: people register all the time. */
const GROWTH_SHARE = 0.05;
const GROWTH_MIN = 10;

const SHAPE = /^(\d{1,10})\.(\d{1,15})\.[A-Za-z0-9_-]{43}$/;
type Keyed = Pick<Tokens, "mac">;
type Tried = Pick<NewBroadcast, "title" | "text" | "channels" | "audience">;

/** Bound to who tried it, what it says, whom it is for, how many that were, and when it ends. */
function tokenOf(tokens: Keyed, actorId: string, tried: Tried, people: number, endsAt: number): string {
  const { title, text, channels, audience } = tried;
  const filter = Object.entries(audience).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const signed = JSON.stringify([actorId, title, text, channels.toSorted(), filter, people, endsAt]);
  return `${people}.${endsAt}.${tokens.mac("broadcast", signed).toString("base64url")}`;
}

export function dryRunToken(tokens: Keyed, actorId: string, tried: Tried, people: number, now: Date) {
  const endsAt = now.getTime() + VALID_MS;
  return { token: tokenOf(tokens, actorId, tried, people, endsAt), expiresAt: new Date(endsAt) };
}

/** What `broadcasts` keeps of a token, so that it serves once. */
export const digestOf = (token: string): Buffer => createHash("sha256").update(token).digest();

const required = (detail: string): Failure => new Failure("dry_run_required", { detail });

/**
 * Refuses to tell more than a thousand people what nobody has tried: a token counts for exactly the same content and
 * audience, for fifteen minutes, and while the audience has not grown by more than 5 % (or ten people).
 */
export function requireDryRun(tokens: Keyed, actorId: string, wanted: NewBroadcast, people: number, now: Date): void {
  const { dryRunToken: token } = wanted;
  if (token === undefined) {
    if (people <= UNTRIED_PEOPLE_MAX) return;
    throw required(`This would tell ${people} people: ask with dryRun first, and send its dryRunToken`);
  }
  const [, tried = "", ends = ""] = SHAPE.exec(token) ?? [];
  // The whole text is compared: a zero in front or unused bits of base64url would make a second token of a used one.
  const expected = Buffer.from(tokenOf(tokens, actorId, wanted, Number(tried), Number(ends)));
  const given = Buffer.from(token);
  if (given.length !== expected.length || !timingSafeEqual(given, expected) || Number(ends) <= now.getTime())
    throw required("The dryRunToken is of another broadcast, or has expired: ask with dryRun again");
  const most = Number(tried) + Math.max(GROWTH_MIN, Math.floor(Number(tried) * GROWTH_SHARE));
  if (people > most) throw required(`The audience has grown from ${tried} to ${people} people: ask with dryRun again`);
}
