import { type Quota, toQuota } from "../../contract/quota.ts";
import { monthOf } from "../../contract/tier.ts";
import type { Actor, Scope } from "../../scope.ts";
import { callsOfMonth } from "./usage-queries.ts";

/** What the month still holds for the actor's keys. */
export async function readQuota({ db, actor, settings, now }: Scope<Actor>): Promise<Quota> {
  const at = now();
  const limit = settings.limits[actor.tier].apiCalls;
  const used = (await db.first(callsOfMonth({ userId: actor.userId, month: monthOf(at) })))?.used ?? 0;
  return toQuota(limit, used, at);
}
