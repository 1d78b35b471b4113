import { sql } from "kysely";
import { build, statement } from "../../db/build.ts";
import type { OptionalKind } from "./kinds.ts";

/** What one person chose, of the kinds they chose about. */
export const choicesOf = statement((p: { userId: string }) =>
  build.selectFrom("mail_choices").select(["kind", "wanted"]).where("user_id", "=", p.userId),
);

/** Of many people, those who chose about one kind. */
export const choicesAbout = statement((p: { userIds: readonly string[]; kind: OptionalKind }) =>
  build
    .selectFrom("mail_choices")
    .select(["user_id as userId", "wanted"])
    .where(sql<boolean>`user_id = any(${p.userIds}::uuid[])`)
    .where("kind", "=", p.kind),
);

/** No row for an account that is not there any more. */
export const keepChoice = statement((p: { userId: string; kind: OptionalKind; wanted: boolean; now: Date }) =>
  build
    .insertInto("mail_choices")
    .columns(["user_id", "kind", "wanted", "changed_at"])
    .expression((eb) =>
      eb
        .selectFrom("profiles")
        .select([
          "id",
          sql<OptionalKind>`${p.kind}::text`.as("kind"),
          sql<boolean>`${p.wanted}::boolean`.as("wanted"),
          sql<Date>`${p.now}::timestamptz`.as("changed_at"),
        ])
        .where("id", "=", p.userId)
        .where("erased_at", "is", null),
    )
    .onConflict((conflict) =>
      conflict.columns(["user_id", "kind"]).doUpdateSet((eb) => ({
        wanted: eb.ref("excluded.wanted"),
        changed_at: eb.ref("excluded.changed_at"),
      })),
    )
    .returning("user_id"),
);

/** What is suppressed of these addresses. */
export const suppressionsOf = statement((p: { addressHashes: readonly Buffer[] }) =>
  build
    .selectFrom("mail_suppressions")
    .select(["address_hash as addressHash", "kind"])
    .where(sql<boolean>`address_hash = any(${p.addressHashes}::bytea[])`),
);

type Suppression = { addressHash: Buffer; kind: OptionalKind | "all"; reason: "unsubscribed" | "bounced"; now: Date };

export const suppress = statement((p: Suppression) =>
  build
    .insertInto("mail_suppressions")
    .values({ address_hash: p.addressHash, kind: p.kind, reason: p.reason, created_at: p.now })
    .onConflict((conflict) => conflict.doNothing()),
);

export const unsuppress = statement((p: { addressHash: Buffer; kind: OptionalKind | "all" }) =>
  build.deleteFrom("mail_suppressions").where("address_hash", "=", p.addressHash).where("kind", "=", p.kind),
);

/** The address settings are about; null where the account has none. */
export const addressOf = statement((p: { userId: string }) =>
  build.selectFrom("profiles").select("email").where("id", "=", p.userId).where("erased_at", "is", null),
);
