import { sql } from "kysely";
import { build, statement } from "../../db/build.ts";

type Own = { readonly id: string; readonly userId: string };

/** The current secret and, when there was a rotation, the one before it. */
export const latestSecrets = statement((p: Own) =>
  build
    .selectFrom("api_key_secrets")
    .select(["created_at as createdAt", "not_after as notAfter"])
    .where("api_key_id", "=", p.id)
    .where("user_id", "=", p.userId)
    .orderBy((eb) => eb("not_after", "is", null), "desc")
    .orderBy("created_at", "desc")
    .limit(2),
);

/** Removes what ended before, so that a key never has more than three secrets, however often it is rotated. */
export const dropEndedSecrets = statement((p: Own & { now: Date }) =>
  build
    .deleteFrom("api_key_secrets")
    .where("api_key_id", "=", p.id)
    .where("user_id", "=", p.userId)
    .where("not_after", "<=", p.now),
);

/** No secret of the key lives longer than until `end`. */
export const endSecrets = statement((p: Own & { end: Date }) =>
  build
    .updateTable("api_key_secrets")
    .set({ not_after: sql<Date>`least(not_after, ${p.end}::timestamptz)` })
    .where("api_key_id", "=", p.id)
    .where("user_id", "=", p.userId),
);

type NewSecret = Own & { readonly secretHash: Buffer; readonly prefix: string; readonly now: Date };

export const insertSecret = statement((p: NewSecret) =>
  build
    .with("revised", (query) =>
      query
        .updateTable("api_keys")
        .set((eb) => ({ revision: eb("revision", "+", 1) }))
        .where("id", "=", p.id)
        .where("user_id", "=", p.userId),
    )
    .insertInto("api_key_secrets")
    .values({
      secret_hash: p.secretHash,
      api_key_id: p.id,
      user_id: p.userId,
      prefix: p.prefix,
      created_at: p.now,
    }),
);
