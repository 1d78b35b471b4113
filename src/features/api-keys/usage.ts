import { Failure } from "../../errors.ts";
import type { Actor, Scope } from "../../scope.ts";
import { ownKeys } from "./queries.ts";
import { readQuota } from "./quota.ts";
import { FIRST_PAGE, KEYS_PER_USER_MAX } from "./service.ts";
import { callsByDay } from "./usage-queries.ts";
import { type ApiKeyUsage, SPAN_DAYS_MAX, type UsageQuery } from "./usage-schema.ts";

const DAY_MS = 86_400_000;
const DAYS = 30;

const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
const invalid = (path: string, code: string, message: string): Failure =>
  new Failure("invalid_input", { detail: `${path}: ${message}`, faults: [{ path, code, message }] });

function readSpan({ from, to }: UsageQuery, now: Date): { from: string; to: string } {
  const last = Date.parse(to ?? dayOf(now.getTime()));
  const first = from === undefined ? last - (DAYS - 1) * DAY_MS : Date.parse(from);
  if (first > last) throw invalid("query.from", "too_big", "must not be after to");
  if ((last - first) / DAY_MS + 1 > SPAN_DAYS_MAX)
    throw invalid("query.from", "too_small", `must be at most ${SPAN_DAYS_MAX} days before to, both counted`);
  return { from: dayOf(first), to: dayOf(last) };
}

/** How much each key was used. What a deleted key did is in the month's number only. */
export async function readUsage(scope: Scope<Actor>, query: UsageQuery): Promise<ApiKeyUsage> {
  const { userId } = scope.actor;
  const span = readSpan(query, scope.now());
  const all = { userId, now: scope.now(), ...FIRST_PAGE, limit: KEYS_PER_USER_MAX, offset: 0 };
  const [keys, rows, quota] = await Promise.all([
    scope.db.rows(ownKeys(all)),
    scope.db.rows(callsByDay({ userId, ...span })),
    readQuota(scope),
  ]);
  const wanted = keys.filter(({ id }) => query.keyId === undefined || id === query.keyId);
  if (query.keyId !== undefined && wanted.length === 0) throw new Failure("not_found");
  const days = Map.groupBy(rows, ({ keyId }) => keyId);
  return {
    ...span,
    quota,
    keys: wanted.map(({ id, name, prefix }) => {
      const own = (days.get(id) ?? []).map(({ day, calls }) => ({ day, calls }));
      return { keyId: id, name, prefix, calls: own.reduce((sum, { calls }) => sum + calls, 0), days: own };
    }),
  };
}
