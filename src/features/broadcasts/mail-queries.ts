import { sql } from "kysely";
import { build, type Query, statement } from "../../db/build.ts";

type Slice = { id: string; after: string; until: string; limit: number };

/** Whose mail waits, of a broadcast that goes on and of people who are still there, in the order of their ids. */
export const waitingMails = statement((p: Slice) =>
  build
    .selectFrom("broadcast_people as r")
    .innerJoin("broadcasts as b", (join) => join.onRef("b.id", "=", "r.broadcast_id").on("b.state", "<>", "cancelled"))
    .innerJoin("profiles as a", "a.id", "r.user_id")
    .select(["r.user_id as userId", "a.email", "a.full_name as fullName", "b.title", "b.body as text"])
    .select(sql<boolean>`a.email_verified_at is not null or a.origin <> 'local'`.as("isConfirmed"))
    .select(sql<boolean>`a.erased_at is null and a.suspended_at is null`.as("isOpen"))
    .where("r.broadcast_id", "=", p.id)
    .where("r.state", "=", "queued")
    .where("r.user_id", ">", p.after)
    .where("r.user_id", "<=", p.until)
    .orderBy("r.user_id")
    .limit(p.limit),
);

type Outcome = { id: string; userId: string; state: "sent" | "suppressed" | "failed"; now: Date };
export const noteMail = statement((p: Outcome) =>
  build
    .updateTable("broadcast_people")
    .set({ state: p.state, changed_at: p.now })
    .where("broadcast_id", "=", p.id)
    .where("user_id", "=", p.userId)
    .where("state", "=", "queued"),
);

/** Broadcasts some of whose mails have waited since before then, and for which no job is at work or waits. */
export const stuckMails = statement((p: { before: Date; queue: string; limit: number }) =>
  build
    .selectFrom("broadcast_people as r")
    .innerJoin("broadcasts as b", (join) => join.onRef("b.id", "=", "r.broadcast_id").on("b.state", "<>", "cancelled"))
    .select("b.id")
    .distinct()
    .where("r.state", "=", "queued")
    .where("r.changed_at", "<", p.before)
    // Two jobs side by side would both mail whoever neither has noted yet.
    .where(
      sql<boolean>`not exists (select from pgboss.job j where j.name = ${p.queue} and j.state < 'completed'
        and j.data #>> '{payload,broadcastId}' = b.id::text)`,
    )
    .limit(p.limit),
);

/** Those that no batch has carried on since before then. */
export const stuckBroadcasts = statement((p: { before: Date; limit: number }) =>
  build
    .selectFrom("broadcasts")
    .select(["id", "reached_until as after"])
    .where("state", "in", ["queued", "running"])
    .where("updated_at", "<", p.before)
    .orderBy("updated_at")
    .limit(p.limit),
);

/** Gives up mails nobody took for so long, a bounded number at a time; returns one row for each. */
export const giveUpMails = ({ before, now, limit }: { before: Date; now: Date; limit: number }): Query<unknown> => ({
  name: "promptr_give_up_mails",
  sql: `update promptr.broadcast_people set state = 'failed', changed_at = $2
    where (broadcast_id, user_id) in (select r.broadcast_id, r.user_id from promptr.broadcast_people r
      join promptr.broadcasts b on b.id = r.broadcast_id and b.state <> 'cancelled'
      where r.state = 'queued' and r.changed_at < $1 limit $3) returning 1`,
  parameters: [before, now, limit],
});
