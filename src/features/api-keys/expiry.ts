import { Failure } from "../../errors.ts";

const LIFE_YEARS_MAX = 10;

const invalid = (code: string, message: string): Failure =>
  new Failure("invalid_input", {
    detail: `body.expiresAt: ${message}`,
    faults: [{ path: "body.expiresAt", code, message }],
  });

/** When a key shall end; only the moment of the request tells whether that can be. */
export function readExpiry(text: string | null | undefined, now: Date): Date | null {
  if (text === undefined || text === null) return null;
  const expiresAt = new Date(text);
  const latest = new Date(now);
  latest.setUTCFullYear(now.getUTCFullYear() + LIFE_YEARS_MAX);
  if (expiresAt <= now) throw invalid("too_small", "must be in the future");
  if (expiresAt > latest) throw invalid("too_big", `must be at most ${LIFE_YEARS_MAX} years ahead`);
  return expiresAt;
}
