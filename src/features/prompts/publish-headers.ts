import type { Scope } from "../../scope.ts";
import { nearPublished, simhashOf } from "../search/index.ts";
import { fieldsOf } from "./fields.ts";
import { publishFindings } from "./publishing.ts";
import type { PromptRow } from "./queries.ts";

/** A header is for a glance; `POST /prompts/{id}/publish-check` has all of it. */
const WARNINGS_MAX = 10;

/**
 * What whoever has just saved a published prompt should look at: `X-Publish-Warnings` (`pii-detected task 10-30, …`) and
 * `X-Near-Duplicates` (ids of published prompts that say nearly the same). Within a transaction, that is with an
 * `Idempotency-Key`, near-duplicates are not looked for. Nothing for a private prompt.
 */
export async function publishHeaders({ db }: Pick<Scope, "db">, row: PromptRow): Promise<Record<string, string>> {
  if (!row.is_public) return {};
  const warnings = publishFindings(fieldsOf(row))
    .slice(0, WARNINGS_MAX)
    .map(({ ruleId, field, span }) => `${ruleId} ${field} ${span.join("-")}`);
  const near = db.isTransaction ? [] : await nearPublished({ db }, simhashOf(row.raw_prompt), row.id);
  return {
    ...(warnings.length > 0 && { "X-Publish-Warnings": warnings.join(", ") }),
    ...(near.length > 0 && { "X-Near-Duplicates": near.join(", ") }),
  };
}
