import { decodeJwt } from "jose";
import { expect } from "vitest";
import type { Answered, Caller } from "../caller.ts";
import type { World } from "../world.ts";
import { SECOND_MS } from "./model.ts";

/** Within it a replaced token may come again, while its successor is unused (decision 0003). */
export const REUSE_MS = 10 * SECOND_MS;

/** A process, for whoever has a token. */
export type Place = { readonly anyone: Caller; readonly with: (headers: Record<string, string>) => Caller };
export type Real = { readonly world: World; readonly places: readonly [Place, Place] };

/** One session: its refresh tokens from the first to the newest, and when each older one was replaced. */
type Family = {
  readonly sessionId: string;
  readonly tokens: string[];
  readonly replacedAt: number[];
  accessToken: string;
  isAlive: boolean;
};
export type Model = { readonly email: string; password: string; readonly userId: string; readonly families: Family[] };

export const familyOf = ({ refreshToken, accessToken }: { refreshToken: string; accessToken: string }): Family => ({
  sessionId: decodeJwt(accessToken)["sid"] as string,
  tokens: [refreshToken],
  replacedAt: [],
  accessToken,
  isAlive: true,
});

export const chosen = ({ families }: Model, which: number): Family => families[which % families.length]!;
export const as = (place: Place, { accessToken }: Family): Caller =>
  place.with({ authorization: `Bearer ${accessToken}` });
export const refresh = ({ anyone }: Place, refreshToken: string): Promise<Answered> =>
  anyone.post("/auth/refresh", { refreshToken });

/** The token so many refreshes old, or the oldest. */
export const agedIn = ({ tokens }: Family, age: number) => {
  const place = Math.max(0, tokens.length - 1 - age);
  return { token: tokens[place]!, age: tokens.length - 1 - place };
};
export const mayComeAgain = ({ replacedAt }: Family, now: number): boolean => now - replacedAt.at(-1)! <= REUSE_MS;

export function moveOn(family: Family, { body }: Answered, now: number): void {
  if (body.refreshToken !== family.tokens.at(-1)) {
    family.tokens.push(body.refreshToken);
    family.replacedAt.push(now);
  }
  family.accessToken = body.accessToken;
}

/** Refused, and known to nobody afterwards. */
export function expectRefused(answers: readonly Answered[]): void {
  for (const { status, body } of answers) expect([status, body.code]).toEqual([401, "invalid_refresh_token"]);
}

/** What the table says of each session must be what the model says. */
export async function expectFamilies({ userId, families }: Model, { world }: Real): Promise<void> {
  const rows = await world.sql(
    `select s.id, s.revoked_at is null as alive, count(*)::int as tokens,
       count(*) filter (where t.replaced_at is null)::int as living
     from promptr.sessions s join promptr.refresh_tokens t on t.session_id = s.id where s.user_id = $1 group by s.id`,
    [userId],
  );
  const expected = families.map((one) => ({
    id: one.sessionId,
    alive: one.isAlive,
    tokens: one.tokens.length,
    living: 1,
  }));
  expect(new Set(rows)).toEqual(new Set(expected));
}

/** Of what lives only the newest token is good, of what ended none. */
export async function expectEnds({ families }: Model, { places }: Real): Promise<void> {
  for (const { isAlive, tokens } of families) {
    const last = await refresh(places[1], tokens.at(-1)!);
    expect(last.status).toBe(isAlive ? 200 : 401);
    if (!isAlive) expectRefused([await refresh(places[0], tokens[0]!)]);
  }
}
