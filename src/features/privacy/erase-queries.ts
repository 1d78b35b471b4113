import type { Query } from "../../db/build.ts";
import { build, statement } from "../../db/build.ts";

/** No row when the account is closed already. */
export const closeAccount = statement((p: { userId: string; now: Date }) =>
  build
    .updateTable("profiles")
    .set({ erased_at: p.now })
    .where("id", "=", p.userId)
    .where("erased_at", "is", null)
    .returning("id"),
);

export const deleteKeysOf = statement((p: { userId: string }) =>
  build.deleteFrom("api_keys").where("user_id", "=", p.userId),
);

type Batch = { readonly userId: string; readonly now: Date; readonly limit: number };

/** Unpublishes prompts and ends links of one person, at most `limit` of each; says how many there were. */
export const hideBatch = ({ userId, now, limit }: Batch): Query<{ prompts: number; links: number }> => ({
  name: "promptr_hide_batch",
  sql: `with unpublished as (
      update promptr.prompts set is_public = false
      where id in (select id from promptr.prompts
        where user_id = $1 and is_public and deleted_at is null limit $3) returning 1
    ), ended as (
      update promptr.shared_prompts set revoked_at = $2
      where id in (select id from promptr.shared_prompts
        where created_by = $1 and revoked_at is null limit $3) returning 1
    )
    select (select count(*) from unpublished)::int as prompts, (select count(*) from ended)::int as links`,
  parameters: [userId, now, limit],
});

export const accountToErase = statement((p: { userId: string }) =>
  build
    .selectFrom("profiles")
    .select(["email", "full_name as fullName", "origin", "created_at as createdAt", "erased_at as erasedAt"])
    .where("id", "=", p.userId),
);

/** What is left of a closed account while its tokens of another issuer live. */
export const blankAccount = statement((p: { userId: string; name: string }) =>
  build
    .updateTable("profiles")
    .set({ email: null, full_name: p.name, preferences: "{}" })
    .where("id", "=", p.userId)
    .where("origin", "=", "supabase")
    .where("erased_at", "is not", null),
);

/** The last row, and by its foreign keys whatever else there is. */
export const deleteAccount = statement((p: { userId: string }) =>
  build.deleteFrom("profiles").where("id", "=", p.userId).where("erased_at", "is not", null).returning("id"),
);

type Place = { readonly name: string; readonly id: string };

/** A page of the queue in the order of its key, with those jobs marked that name the person in any way. */
export const jobsAfter = ({
  name,
  id,
  userId,
  limit,
}: Place & { readonly userId: string; readonly limit: number }): Query<Place & { names: boolean }> => ({
  name: "promptr_jobs_after",
  sql: `select name, id, concat_ws(' ', data, output, source_output, singleton_key) like '%' || $3 || '%' as names
    from pgboss.job where (name, id) > ($1, $2) order by name, id limit $4`,
  parameters: [name, id, userId, limit],
});

/** Two lists of one length. */
export const deleteJobs = (p: {
  readonly names: readonly string[];
  readonly ids: readonly string[];
}): Query<unknown> => ({
  name: "promptr_delete_jobs",
  sql: "delete from pgboss.job where (name, id) in (select * from unnest($1::text[], $2::uuid[]))",
  parameters: [p.names, p.ids],
});

/** Closed accounts whose job has had its time and is not done; `name` is what a blank account is called. */
export const unfinishedErasures = statement(
  (p: { closedBefore: Date; tokensDeadBefore: Date; name: string; limit: number }) =>
    build
      .selectFrom("profiles")
      .select("id")
      .where("erased_at", "<", p.closedBefore)
      .where((eb) =>
        eb.or([eb("origin", "=", "local"), eb("full_name", "<>", p.name), eb("erased_at", "<", p.tokensDeadBefore)]),
      )
      .orderBy("erased_at")
      .limit(p.limit),
);
