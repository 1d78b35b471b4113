import { sql } from "kysely";
import { build, statement } from "../../db/build.ts";

const COLUMNS = ["name", "description", "enabled"] as const;

export const storedFlags = statement((_: object) => build.selectFrom("feature_flags").select(COLUMNS).orderBy("name"));

/** Held until the commit: of two who make the last flag there is room for, one waits. */
export const holdFlags = statement((_: object) =>
  build.selectNoFrom(sql<null>`pg_advisory_xact_lock(7701015)`.as("held")),
);

export const saveFlag = statement((p: { name: string; description: string; enabled: boolean }) =>
  build
    .insertInto("feature_flags")
    .values({ name: p.name, description: p.description, enabled: p.enabled })
    .onConflict((conflict) => conflict.column("name").doUpdateSet({ description: p.description, enabled: p.enabled })),
);

export const removeFlag = statement((p: { name: string }) =>
  build.deleteFrom("feature_flags").where("name", "=", p.name),
);
