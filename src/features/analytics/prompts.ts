import type { z } from "zod";
import type { Actor, Scope } from "../../scope.ts";
import { promptFigures } from "./figure-queries.ts";
import { datesOf, periodOf, spanOf } from "./period.ts";
import { everyBucket, thingsIn, toPromptUse, totalOf } from "./present.ts";
import { promptsNamed, qualityByBucket, versionsWritten } from "./quality-queries.ts";
import type { PromptAnalytics } from "./replies.ts";
import type { PromptsQuery } from "./schema.ts";

const VERSIONS_MAX = 1_000;

/** Quality is kept as 0 to 1. */
const percentOf = (quality: number): number => Math.round(quality * 10_000) / 100;

/** `prompt/version/label` as the query writes it; what was not told apart is null. */
export function partsOf(key: string): { promptId: string; version: number | null; label: string | null } {
  const [promptId = "", version = "", ...label] = key.split("/");
  return { promptId, version: Number(version) || null, label: label.join("/") || null };
}

/** Titles and quality by prompt and version, of those prompts that are still there. */
export async function namesOf(scope: Scope<Actor>, things: readonly { promptId: string; version: number | null }[]) {
  const rows = await scope.db.rows(
    promptsNamed({
      userId: scope.actor.userId,
      ids: things.map(({ promptId }) => promptId),
      versions: things.map(({ version }) => version),
    }),
  );
  const found = new Map(rows.map((row) => [`${row.promptId}/${row.version ?? ""}`, row]));
  return ({ promptId, version }: { promptId: string; version: number | null }) =>
    found.get(`${promptId}/${version ?? ""}`);
}

/** How a person's prompts were used, what their calls of models cost, and how good their versions are. */
export async function readPrompts(scope: Scope<Actor>, query: PromptsQuery): Promise<z.input<typeof PromptAnalytics>> {
  const period = periodOf(query, scope.now());
  const { promptId = null, groupBy, limit } = query;
  const asked = { userId: scope.actor.userId, ...datesOf(period), promptId };
  const [rows, written, qualities] = await Promise.all([
    scope.db.rows(promptFigures(groupBy, { ...asked, limit })),
    scope.db.rows(versionsWritten({ ...asked, limit: VERSIONS_MAX })),
    scope.db.rows(qualityByBucket(asked)),
  ]);
  const things = thingsIn(rows).map((row) => ({ ...partsOf(row.key), ...toPromptUse(row) }));
  const nameOf = await namesOf(scope, things);
  const quality = new Map(qualities.map((one) => [one.bucket, one]));
  return {
    ...spanOf(period),
    groupBy,
    totals: toPromptUse(totalOf(rows)),
    buckets: everyBucket(period, rows, toPromptUse).map((bucket, index) => {
      const own = quality.get(index + 1);
      return { ...bucket, versionsWritten: own?.versions ?? 0, averageQuality: own ? percentOf(own.quality) : null };
    }),
    prompts: things.map((thing) => {
      const named = nameOf(thing);
      const qualityScore = named?.quality == null ? null : percentOf(named.quality);
      return { ...thing, title: named?.title ?? null, qualityScore };
    }),
    quality: written.map((row) => ({
      promptId: row.prompt_id,
      version: row.version,
      qualityScore: percentOf(row.quality_score),
      createdAt: row.created_at.toISOString(),
    })),
  };
}
