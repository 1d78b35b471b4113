import { sql } from "kysely";
import { build } from "../../db/build.ts";

/** What is left out is not asked for. */
export type AuditFilter = {
  readonly actorId?: string | undefined;
  readonly action?: string | undefined;
  /** All actions of an area: what they begin with, `user.`. */
  readonly area?: string | undefined;
  readonly subjectType?: string | undefined;
  readonly subjectId?: string | undefined;
  readonly ownerId?: string | undefined;
  readonly outcome?: "done" | "denied" | undefined;
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
};
/** Rows below the number `before`, at most `limit`. */
type Part = { readonly before: number; readonly limit: number };

/** Only the conditions there are: one that holds for everybody would keep Postgres from an index. */
function matching(filter: AuditFilter, { before, limit }: Part) {
  const { actorId, action, area, subjectType, subjectId, ownerId, outcome, from, to } = filter;
  let query = build.selectFrom("audit_log").where("seq", "<", before);
  if (actorId !== undefined) query = query.where("actor_id", "=", actorId);
  if (action !== undefined) query = query.where("action", "=", action);
  if (area !== undefined) query = query.where(sql<boolean>`starts_with(action, ${area})`);
  if (subjectType !== undefined) query = query.where("subject_type", "=", subjectType);
  if (subjectId !== undefined) query = query.where("subject_id", "=", subjectId);
  if (ownerId !== undefined) query = query.where("owner_id", "=", ownerId);
  if (outcome !== undefined) query = query.where("outcome", "=", outcome);
  if (from !== undefined) query = query.where("created_at", ">=", from);
  if (to !== undefined) query = query.where("created_at", "<", to);
  return query.orderBy("seq", "desc").limit(limit);
}

const COLUMNS = [
  "seq",
  "created_at",
  "actor_kind",
  "actor_id",
  "action",
  "outcome",
  "subject_type",
  "subject_id",
  "owner_id",
  "request_id",
  "network",
  "details",
] as const;

/** Newest first. */
export const auditLike = (filter: AuditFilter, part: Part) => matching(filter, part).select(COLUMNS);

/** How many rows match, as far as `limit`, and the number of the newest. */
export const auditSize = (filter: AuditFilter, part: Part) =>
  build
    .selectFrom(matching(filter, part).select("seq").as("found"))
    .select([sql<number>`count(*)::int`.as("rows"), sql<number | null>`max(seq)`.as("newest")]);
