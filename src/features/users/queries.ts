import { sql } from "kysely";
import { build, statement } from "../../db/build.ts";
import type { Json } from "../../db/tables.ts";

type Asked = { userId: string; month: string };

const profile = (p: Asked) =>
  build
    .selectFrom("profiles")
    .select([
      "id",
      "email",
      "email_verified_at",
      "full_name",
      "origin",
      "role",
      "subscription_tier",
      "subscription_status",
      "preferences",
      "created_at",
      "updated_at",
    ])
    .select((eb) =>
      eb
        .selectFrom("quota_usage")
        .select(sql<Record<string, number>>`coalesce(jsonb_object_agg(kind, used), '{}')`.as("used"))
        .where("user_id", "=", p.userId)
        .where("month", "=", p.month)
        .as("used"),
    )
    .where("id", "=", p.userId);

/** A person with what they used of the month's quotas, by kind. */
export const profileOf = statement(profile);

/** Two who change one profile stand in line here. */
export const lockProfile = statement((p: Asked) => profile(p).forUpdate());

/** `preferences` as JSON text. */
export const changeProfile = statement((p: { userId: string; fullName: string; preferences: string }) =>
  build
    .updateTable("profiles")
    .set({ full_name: p.fullName, preferences: sql<Json>`${p.preferences}::jsonb` })
    .where("id", "=", p.userId),
);
