import { sql } from "kysely";
import { build, statement } from "../../db/build.ts";

type Owner = { readonly userId: string };
type Own = Owner & { readonly id: string };
type Moment = { readonly now: Date };

/** Keys with their current secret, and the one before it while that still works. */
const shown = (p: Owner & Moment) =>
  build
    .selectFrom("api_keys as key")
    .innerJoin("api_key_secrets as secret", (join) =>
      join
        .onRef("secret.api_key_id", "=", "key.id")
        .onRef("secret.user_id", "=", "key.user_id")
        .on("secret.not_after", "is", null),
    )
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom("api_key_secrets as old")
          .select([
            "old.prefix as oldPrefix",
            "old.not_after as oldSecretValidUntil",
            "old.last_used_at as oldSecretLastUsedAt",
          ])
          .whereRef("old.api_key_id", "=", "key.id")
          .whereRef("old.user_id", "=", "key.user_id")
          .where("old.not_after", ">", p.now)
          .orderBy("old.not_after", "desc")
          .limit(1)
          .as("rotation"),
      (join) => join.onTrue(),
    )
    .select([
      "key.id",
      "key.name",
      "secret.prefix",
      "key.scopes",
      "key.allowed_cidrs as allowedCidrs",
      "key.expires_at as expiresAt",
      "key.last_used_at as lastUsedAt",
      sql<string | null>`host(key.last_used_ip)`.as("lastUsedIp"),
      "key.revision",
      "key.created_at as createdAt",
      "key.updated_at as updatedAt",
      "rotation.oldPrefix",
      "rotation.oldSecretValidUntil",
      "rotation.oldSecretLastUsedAt",
    ])
    .where("key.user_id", "=", p.userId);

export const ownKey = statement((p: Own & Moment) => shown(p).where("key.id", "=", p.id));

/** Newest first, from after a place; the first page's place is `infinity`. */
export const ownKeys = statement(
  (p: Owner & Moment & { createdBefore: string; idBefore: string; limit: number; offset: number }) =>
    shown(p)
      .where(sql<boolean>`(key.created_at, key.id) < (${p.createdBefore}::timestamptz, ${p.idBefore}::uuid)`)
      .orderBy("key.created_at", "desc")
      .orderBy("key.id", "desc")
      .limit(p.limit)
      .offset(p.offset),
);

export const countKeys = statement((p: Owner) =>
  build
    .selectFrom("api_keys")
    .select((eb) => eb.fn.countAll<number>().as("keys"))
    .where("user_id", "=", p.userId),
);

type Policy = {
  readonly name: string;
  readonly scopes: string[];
  readonly expiresAt: Date | null;
  readonly allowedCidrs: string[] | null;
};
type NewSecret = Own & Moment & { readonly secretHash: Buffer; readonly prefix: string };

export const insertKey = statement((p: Policy & NewSecret) =>
  build
    .with("made", (query) =>
      query.insertInto("api_keys").values({
        id: p.id,
        user_id: p.userId,
        name: p.name,
        scopes: p.scopes,
        expires_at: p.expiresAt,
        allowed_cidrs: p.allowedCidrs,
        created_at: p.now,
        updated_at: p.now,
      }),
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

/** Changes of one key stand in line here; calls that are being counted do not, so this lock leaves them alone. */
export const lockKey = statement((p: Own) =>
  build
    .selectFrom("api_keys")
    .select(["id", "revision"])
    .where("id", "=", p.id)
    .where("user_id", "=", p.userId)
    .forNoKeyUpdate(),
);

export const changeKey = statement((p: Own & Policy) =>
  build
    .updateTable("api_keys")
    .set({ name: p.name, scopes: p.scopes, expires_at: p.expiresAt, allowed_cidrs: p.allowedCidrs })
    .set((eb) => ({ revision: eb("revision", "+", 1) }))
    .where("id", "=", p.id)
    .where("user_id", "=", p.userId),
);

export const deleteKey = statement((p: Own) =>
  build.deleteFrom("api_keys").where("id", "=", p.id).where("user_id", "=", p.userId),
);
