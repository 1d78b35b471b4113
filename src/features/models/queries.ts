import { type Insertable, sql } from "kysely";
import { build, statement } from "../../db/build.ts";
import type { ModelCatalogTable } from "../../db/tables.ts";

const KNOWN = [
  "id", "provider", "listed", "context_window", "max_output_tokens", "structured_output", "retires_on",
  "last_seen_at",
] as const satisfies (keyof ModelCatalogTable)[]; // prettier-ignore

/** What was read from the lists of these names; `limit` bounds what lists that change every night can leave behind. */
export const listedModels = statement((p: { lists: readonly string[]; limit: number }) =>
  build
    .selectFrom("model_catalog")
    .select(KNOWN)
    .where(sql<boolean>`provider = any(${p.lists}::text[])`)
    .orderBy("listed", "desc")
    .orderBy("id")
    .limit(p.limit),
);

/** How many models the lists of one provider have left behind, whatever server they came from. */
export const countKept = statement((p: { provider: string }) =>
  build
    .selectFrom("model_catalog")
    .select(sql<number>`count(*)::int`.as("kept"))
    .where(sql<boolean>`split_part(provider, '#', 1) = ${p.provider}`),
);

export type CatalogRow = Pick<Insertable<ModelCatalogTable>, (typeof KNOWN)[number] | "first_seen_at">;

/** Written in the order of the ids, so that two refreshes cannot deadlock. An id stays with the provider that had it first. */
export const keepModels = statement((p: { rows: string; provider: string }) =>
  build
    .insertInto("model_catalog")
    .columns([...KNOWN, "first_seen_at"])
    .expression(
      build
        .selectFrom(
          sql<CatalogRow>`jsonb_to_recordset(${p.rows}::jsonb)`.as<"row">(
            sql`row (id text, provider text, listed boolean, context_window integer, max_output_tokens integer,
              structured_output boolean, retires_on date, last_seen_at timestamptz, first_seen_at timestamptz)`,
          ),
        )
        .select([...KNOWN, "first_seen_at"])
        .orderBy("id"),
    )
    .onConflict((conflict) =>
      conflict
        .column("id")
        .doUpdateSet((eb) => Object.fromEntries(KNOWN.slice(1).map((column) => [column, eb.ref(`excluded.${column}`)])))
        .where(sql<boolean>`split_part(model_catalog.provider, '#', 1) = ${p.provider}`),
    ),
);
