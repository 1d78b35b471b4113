import { sql } from "kysely";
import { build, statement } from "../../db/build.ts";
import type { WebhooksTable } from "../../db/tables.ts";

type Owner = { readonly userId: string };
type Own = Owner & { readonly id: string };
type DisabledReason = WebhooksTable["disabled_reason"];
type Moment = { readonly now: Date };

const shown = (p: Owner & Moment) =>
  build
    .selectFrom("webhooks as w")
    .select([
      "w.id",
      "w.url",
      "w.description",
      "w.events",
      "w.includes_text as includesText",
      "w.is_enabled as enabled",
      "w.disabled_reason as disabledReason",
      "w.disabled_at as disabledAt",
      "w.failing_since as failingSince",
      "w.revision",
      "w.created_at as createdAt",
      "w.updated_at as updatedAt",
    ])
    .select((eb) =>
      eb
        .selectFrom("webhook_secrets as s")
        .select(sql<Date | null>`max(s.not_after)`.as("end"))
        .whereRef("s.webhook_id", "=", "w.id")
        .whereRef("s.user_id", "=", "w.user_id")
        .where("s.not_after", ">", p.now)
        .as("oldSecretValidUntil"),
    )
    .where("w.user_id", "=", p.userId);

export const ownWebhook = statement((p: Own & Moment) => shown(p).where("w.id", "=", p.id));

/** Newest first, what comes after the place given by `value` (a time) and `before` (an id). */
export const ownWebhooks = statement(
  (p: Owner & Moment & { value: string | number; before: string; limit: number; offset: number }) =>
    shown(p)
      .where(sql<boolean>`(w.created_at, w.id) < (${p.value}::timestamptz, ${p.before}::uuid)`)
      .orderBy("w.created_at", "desc")
      .orderBy("w.id", "desc")
      .limit(p.limit)
      .offset(p.offset),
);

export const countWebhooks = statement((p: Owner) =>
  build
    .selectFrom("webhooks")
    .select((eb) => eb.fn.countAll<number>().as("webhooks"))
    .where("user_id", "=", p.userId),
);

type Wish = {
  readonly url: string;
  readonly description: string | null;
  readonly events: string[];
  readonly includesText: boolean;
  readonly enabled: boolean;
};
type NewSecret = { readonly secretId: string; readonly digest: Buffer };

export const insertWebhook = statement((p: Own & Moment & Wish & NewSecret & { disabledAt: Date | null }) =>
  build
    .with("made", (query) =>
      query.insertInto("webhooks").values({
        id: p.id,
        user_id: p.userId,
        url: p.url,
        description: p.description,
        events: p.events,
        includes_text: p.includesText,
        is_enabled: p.enabled,
        disabled_at: p.disabledAt,
        created_at: p.now,
        updated_at: p.now,
      }),
    )
    .insertInto("webhook_secrets")
    .values({ id: p.secretId, webhook_id: p.id, user_id: p.userId, digest: p.digest, created_at: p.now }),
);

/** Changes of one webhook stand in line here; deliveries that are written meanwhile do not. */
export const lockWebhook = statement((p: Own) =>
  build
    .selectFrom("webhooks")
    .select(["id", "revision"])
    .where("id", "=", p.id)
    .where("user_id", "=", p.userId)
    .forNoKeyUpdate(),
);

export const changeWebhook = statement((p: Own & Wish & Moment) =>
  build
    .updateTable("webhooks")
    .set({ url: p.url, description: p.description, events: p.events, includes_text: p.includesText })
    .set((eb) => ({
      is_enabled: p.enabled,
      // Who enables it starts anew; who disables it had no other reason than to want so.
      failing_since: sql<Date | null>`case when ${p.enabled}::boolean and not is_enabled then null else failing_since end`,
      disabled_reason: sql<DisabledReason>`case when not ${p.enabled}::boolean then disabled_reason end`,
      disabled_at: sql<Date | null>`case when not ${p.enabled}::boolean then coalesce(disabled_at, ${p.now}::timestamptz) end`,
      revision: eb("revision", "+", 1),
    }))
    .where("id", "=", p.id)
    .where("user_id", "=", p.userId),
);

/** Before it is deleted: its links are told while those who open them can still name it. */
export const silenceWebhook = statement((p: Own & Moment) =>
  build
    .updateTable("webhooks")
    .set({ is_enabled: false, disabled_at: p.now })
    .where("id", "=", p.id)
    .where("user_id", "=", p.userId)
    .where("is_enabled", "=", true),
);

export const deleteWebhook = statement((p: Own) =>
  build.deleteFrom("webhooks").where("id", "=", p.id).where("user_id", "=", p.userId),
);

/** Ends the current secret at `end`, and the one before it at once: there are two at most, however often they change. */
export const endSecrets = statement((p: Own & { end: Date }) =>
  build
    .with("dropped", (query) =>
      query
        .deleteFrom("webhook_secrets")
        .where("webhook_id", "=", p.id)
        .where("user_id", "=", p.userId)
        .where("not_after", "is not", null),
    )
    .updateTable("webhook_secrets")
    .set({ not_after: p.end })
    .where("webhook_id", "=", p.id)
    .where("user_id", "=", p.userId)
    .where("not_after", "is", null),
);

export const insertSecret = statement((p: Own & Moment & NewSecret) =>
  build
    .with("revised", (query) =>
      query
        .updateTable("webhooks")
        .set((eb) => ({ revision: eb("revision", "+", 1) }))
        .where("id", "=", p.id)
        .where("user_id", "=", p.userId),
    )
    .insertInto("webhook_secrets")
    .values({ id: p.secretId, webhook_id: p.id, user_id: p.userId, digest: p.digest, created_at: p.now }),
);
