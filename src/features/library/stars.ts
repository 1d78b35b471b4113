import { offsetOf, type PageQuery, toPage } from "../../contract/page.ts";
import { Failure } from "../../errors.ts";
import { Answer } from "../../feature.ts";
import { type Actor, atomically, type Scope } from "../../scope.ts";
import { moment, nextLink, placeOf } from "../listing/index.ts";
import { percentOf } from "../prompts/index.ts";
import { pageTag } from "./page.ts";
import { addStar, countStarred, removeStar, starredPrompts } from "./star-queries.ts";
import type { StarredPrompt } from "./answers.ts";

const ORDER = { name: "-starredAt", value: moment };
/** Before the latest star, so that the first page needs no statement of its own. */
const TOP = { value: "infinity", id: "ffffffff-ffff-ffff-ffff-ffffffffffff" };

/** One star a user and prompt, however often it is given; throws `not_found` for a prompt the caller cannot read. */
export const starPrompt = (scope: Scope<Actor>, id: string): Promise<void> =>
  mark(scope, id, (star) => addStar({ ...star, now: scope.now() }));

/** Takes the star back; there may be none. */
export const unstarPrompt = (scope: Scope<Actor>, id: string): Promise<void> => mark(scope, id, removeStar);

/** The prompt's own page shows the new count at once, everywhere; lists are not made anew for it. */
function mark(scope: Scope<Actor>, askedId: string, write: typeof removeStar): Promise<void> {
  const promptId = askedId.toLowerCase();
  return atomically(scope, async (inner) => {
    const marked = await inner.db.one(write({ userId: scope.actor.userId, promptId }));
    if (!marked.known) throw new Failure("not_found");
    if (marked.changed) inner.changed({ tags: [pageTag(promptId)] });
  });
}

/** What the caller starred and may still read: a prompt that has gone private or was removed is not among them. */
export async function listStarred(scope: Scope<Actor>, query: PageQuery) {
  const { userId } = scope.actor;
  const { value, id } = placeOf(query.cursor, ORDER) ?? TOP;
  const [rows, counted] = await Promise.all([
    scope.db.rows(starredPrompts({ userId, value, id, limit: query.limit + 1, offset: offsetOf(query) })),
    query.include && scope.db.one(countStarred({ userId })),
  ]);
  const page = toPage(rows, query, toStarred, cursorOf, { total: counted?.total });
  return new Answer(page, { headers: nextLink(scope, "/prompts/starred", query, page.pagination.nextCursor) });
}

type Row = NonNullable<ReturnType<typeof starredPrompts>["row"]>;

const cursorOf = ({ id, starred_at: at }: Row) => ({ sort: ORDER.name, value: at.toISOString(), id });

const toStarred = (row: Row): StarredPrompt => ({
  id: row.id,
  title: row.title,
  description: row.description,
  category: row.category,
  tags: row.tags,
  selectedModel: row.selected_model,
  qualityScore: percentOf(row.quality_score),
  isPublic: row.is_public,
  version: row.version,
  viewCount: row.view_count,
  starCount: row.star_count,
  forkCount: row.fork_count,
  author: { name: row.author_name },
  starredAt: row.starred_at.toISOString(),
});
