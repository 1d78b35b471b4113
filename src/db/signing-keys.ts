import { sql } from "kysely";
import { build, type Query, statement } from "./build.ts";
import type { Json } from "./tables.ts";

/** Newest first: the first signs, all verify. */
export const storedKeys = statement((_: object) =>
  build.selectFrom("signing_keys").select(["id", "private_jwk"]).orderBy("created_at", "desc"),
);

export const insertKey = statement((p: { id: string; jwk: string }) =>
  build
    .insertInto("signing_keys")
    .values({ id: p.id, private_jwk: sql<Json>`${p.jwk}::jsonb` })
    .returning("id"),
);

/** Two processes at a first start must not make two keys: the second waits here and finds the first one's. */
export const lockKeys: Query<unknown> = { sql: "select pg_advisory_xact_lock(7701003)", parameters: [] };
