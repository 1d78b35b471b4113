import type { Scope } from "../../scope.ts";
import type { ownLink } from "./list-queries.ts";
import type { OwnLink } from "./schema.ts";

const DAY_MS = 86_400_000;
/** Days of which visits are told, today included. */
const DAYS_SHOWN = 30;

/** The first day (UTC, `2026-11-22`) of which visits are told. */
export const sinceOf = (now: Date): string =>
  new Date(now.getTime() - (DAYS_SHOWN - 1) * DAY_MS).toISOString().slice(0, 10);

export type OwnLinkRow = NonNullable<ReturnType<typeof ownLink>["row"]>;

function stateOf(row: OwnLinkRow, now: Date): OwnLink["state"] {
  if (!row.is_there) return "unavailable";
  if (row.expires_at !== null && row.expires_at <= now) return "expired";
  return row.max_views !== null && row.view_count >= row.max_views ? "used_up" : "live";
}

/** A link as its owner sees it. */
export const presentLink = (row: OwnLinkRow, { now, settings }: Pick<Scope, "now" | "settings">): OwnLink => ({
  id: row.id,
  promptId: row.prompt_id,
  promptTitle: row.title,
  tokenStart: row.token_start,
  url: row.listed_token === null ? null : `${settings.publicUrl}/s/${row.listed_token}`,
  state: stateOf(row, now()),
  version: row.version,
  label: row.label,
  isPublic: row.is_public,
  hasPassword: row.has_password,
  maxViews: row.max_views,
  expiresAt: row.expires_at?.toISOString() ?? null,
  viewCount: row.view_count,
  lastViewedAt: row.last_viewed_at?.toISOString() ?? null,
  refusedCount: row.refused_count,
  endedCount: row.ended_count,
  days: row.days,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
});
