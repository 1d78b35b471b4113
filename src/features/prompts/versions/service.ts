import { decodeCursor, offsetOf, toPage } from "../../../contract/page.ts";
import { Failure } from "../../../errors.ts";
import { Answer } from "../../../feature.ts";
import type { Actor, Scope } from "../../../scope.ts";
import { nextLink } from "../../listing/index.ts";
import { variablesOf } from "../fields.ts";
import { percentOf } from "../present.ts";
import { shortDigest } from "../writing.ts";
import { versionOf, versionsOf } from "./queries.ts";
import { type Version, type VersionId, VersionPlace, type VersionQuery, type VersionSummary } from "./schema.ts";

const SORT = "-version";
/** Above every version, so that the first page needs no statement of its own. */
const NEWEST = 2_147_483_647;

function placeOf(cursor: string | undefined, promptId: string): number {
  if (cursor === undefined) return NEWEST;
  const { value, id } = decodeCursor(cursor, SORT);
  const place = VersionPlace.safeParse(value);
  if (!place.success || id !== promptId) throw new Failure("invalid_cursor");
  return place.data;
}

export async function listVersions(scope: Scope<Actor>, promptId: string, query: VersionQuery) {
  const { limit } = query;
  const below = placeOf(query.cursor, promptId);
  const own = { userId: scope.actor.userId, promptId };
  const rows = await scope.db.rows(versionsOf({ ...own, below, limit: limit + 1, offset: offsetOf(query) }));
  const [first] = rows;
  if (!first) throw new Failure("not_found");
  const page = toPage(
    rows.filter(isVersion),
    query,
    toSummary,
    ({ version }) => ({ sort: SORT, value: version, id: promptId }),
    { total: query.include && first.newest }, // versions have no gaps, so the newest number is how many there are
  );
  const links = nextLink(scope, `/prompts/${promptId}/versions`, query, page.pagination.nextCursor);
  return new Answer(page, { headers: links });
}

export async function readVersion(scope: Scope<Actor>, { id, version }: VersionId): Promise<Answer<Version>> {
  const row = await scope.db.first(versionOf({ userId: scope.actor.userId, promptId: id, version }));
  if (!row) throw new Failure("not_found");
  const { role, task, context, requirements, style, output } = row;
  return new Answer(
    {
      ...toSummary(row),
      role,
      task,
      context,
      requirements,
      style,
      output,
      rawPrompt: row.raw_prompt,
      variables: variablesOf(row),
    },
    // A version never changes, but the name of its author may.
    { etag: `"${id}-v${version}-${shortDigest([row.author_name])}"` },
  );
}

type SummaryRow = {
  version: number;
  author_name: string | null;
  message: string | null;
  content_hash: Buffer;
  selected_model: string;
  quality_score: number;
  created_at: Date;
};
type Nullable<T> = { [K in keyof T]: T[K] | null };
/** The outer join gives a whole version or none of it. */
const isVersion = <T extends Nullable<SummaryRow>>(row: T): row is T & SummaryRow => row.version !== null;

const toSummary = (row: SummaryRow): VersionSummary => ({
  version: row.version,
  author: row.author_name === null ? null : { name: row.author_name },
  message: row.message,
  contentHash: row.content_hash.toString("hex"),
  selectedModel: row.selected_model,
  qualityScore: percentOf(row.quality_score),
  createdAt: row.created_at.toISOString(),
});
