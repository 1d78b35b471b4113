import { sql } from "kysely";
import { build, type Query, statement } from "./build.ts";
import type { Json } from "./tables.ts";

/** Newest first; of two made at one moment, the one nothing has replaced. */
export const storedKeys = statement((_: object) =>
  build
    .selectFrom("signing_keys")
    .select(["id", "private_jwk", "created_at", "retired_at"])
    .orderBy("created_at", "desc")
    .orderBy("retired_at", (order) => order.desc().nullsFirst()),
);

export const insertKey = statement((p: { id: string; jwk: string; createdAt: Date }) =>
  build
    .insertInto("signing_keys")
    .values({ id: p.id, private_jwk: sql<Json>`${p.jwk}::jsonb`, created_at: p.createdAt })
    .returning("id"),
);

/** Every other key has been replaced. */
export const retireOtherKeys = statement((p: { id: string; retiredAt: Date }) =>
  build
    .updateTable("signing_keys")
    .set({ retired_at: p.retiredAt })
    .where("id", "!=", p.id)
    .where("retired_at", "is", null)
    .returning("id"),
);

export const deleteOtherKeys = statement((p: { id: string }) =>
  build.deleteFrom("signing_keys").where("id", "!=", p.id).returning("id"),
);

export const deleteKeysRetiredBefore = statement((p: { before: Date }) =>
  build.deleteFrom("signing_keys").where("retired_at", "<", p.before).returning("id"),
);

export const storedSecret = statement((p: { name: string }) =>
  build.selectFrom("server_secrets").select("secret").where("name", "=", p.name),
);

export const insertSecret = statement((p: { name: string; secret: Buffer }) =>
  build.insertInto("server_secrets").values({ name: p.name, secret: p.secret }).returning("secret"),
);

/** Who makes or replaces a key or a secret waits here for whoever is doing it already, and finds what they made. */
export const lockKeys: Query<unknown> = { sql: "select pg_advisory_xact_lock(7701003)", parameters: [] };
