import { sql } from "kysely";
import { build, statement } from "../../../db/build.ts";

type Open = { userId: string; now: Date; idleSince: Date };
const open = (p: Open) =>
  build
    .selectFrom("sessions")
    .where("user_id", "=", p.userId)
    .where("revoked_at", "is", null)
    .where("expires_at", ">", p.now)
    .where("last_used_at", ">", p.idleSince);

type Span = { value: string | number; id: string; limit: number; offset: number };

/** Newest first, what comes after the place given by `value` (a time) and `id`. */
export const openSessions = statement((p: Open & Span) =>
  open(p)
    .select(["id", "created_at", "last_used_at", "expires_at", "ip", "user_agent"])
    .where(sql<boolean>`(created_at, id) < (${p.value}::timestamptz, ${p.id}::uuid)`)
    .orderBy("created_at", "desc")
    .orderBy("id", "desc")
    .limit(p.limit)
    .offset(p.offset),
);

export const countOpenSessions = statement((p: Open) => open(p).select(sql<number>`count(*)::int`.as("total")));
