import { build, statement } from "../../db/build.ts";

/** API calls of one month; no row before the first. */
export const callsOfMonth = statement((p: { userId: string; month: string }) =>
  build
    .selectFrom("quota_usage")
    .select("used")
    .where("user_id", "=", p.userId)
    .where("kind", "=", "api_calls")
    .where("month", "=", p.month),
);

/** Calls by key and day, both ends included. */
export const callsByDay = statement((p: { userId: string; from: string; to: string }) =>
  build
    .selectFrom("api_key_usage")
    .select(["api_key_id as keyId", "day", "calls"])
    .where("user_id", "=", p.userId)
    .where("day", ">=", p.from)
    .where("day", "<=", p.to)
    .orderBy("day"),
);
