import { nextMonth } from "../../contract/tier.ts";
import type { Inner, Scope } from "../../scope.ts";
import { sendMail } from "../mail/index.ts";
import { notify } from "./notify.ts";
import { markQuotaTold } from "./queries.ts";

export type ReachedQuota = {
  readonly userId: string;
  readonly kind: "prompts" | "enrichments" | "api_calls";
  /** Its first day, `2026-11-01`. */
  readonly month: string;
  readonly limit: number;
};

const NOUNS = { prompts: "new prompts", enrichments: "enrichments", api_calls: "API calls" } as const;

/**
 * Tells somebody, inside the product and by mail, that the last of a month's quota is spent: once a person, quota and month,
 * whoever notices first and however often it is refunded and spent again. `db` may speak for the person or go through `AS_AUTH`.
 */
export async function tellQuotaReached(
  scope: Pick<Inner<Scope>, "db" | "now" | "jobs">,
  { userId, kind, month, limit }: ReachedQuota,
): Promise<void> {
  const told = await scope.db.first(markQuotaTold({ userId, kind, month, limit, now: scope.now() }));
  if (!told) return;
  const resetsOn = nextMonth(new Date(month)).toISOString().slice(0, 10);
  await notify(scope, userId, {
    kind: "quota_reached",
    title: `This month's ${NOUNS[kind]} are used up`,
    body: `You have used all ${limit} ${NOUNS[kind]} your plan allows this month. More are refused until ${resetsOn} (UTC).`,
  });
  const key = `quota_reached ${userId} ${kind} ${month}`;
  await scope.jobs.send(sendMail, { to: userId, template: "quota_reached", quota: { kind, month, limit } }, { key });
}
