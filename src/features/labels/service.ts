import { decodeCursor, offsetOf, toPage } from "../../contract/page.ts";
import { Failure } from "../../errors.ts";
import { Answer } from "../../feature.ts";
import type { Actor, Scope } from "../../scope.ts";
import { nextLink } from "../listing/index.ts";
import { etagOf, LabelName } from "./label.ts";
import { isEvent, isLabel, type LabelRow, toEvent, toLabel } from "./present.ts";
import { historyOf, labelOf, labelsOf } from "./queries.ts";
import { type Label, type LabelId, type LabelListQuery, RevisionPlace } from "./schema.ts";

const BY_NAME = "label";
const NEWEST = "-revision";
/** Above every revision, so that the first page needs no statement of its own. */
const TOP = 2_147_483_647;

/** The value of a cursor this list of this prompt gave out. */
function readPlace<T>(cursor: string, sort: string, promptId: string, read: (value: unknown) => T | undefined): T {
  const { value, id } = decodeCursor(cursor, sort);
  const place = id === promptId ? read(value) : undefined;
  if (place === undefined) throw new Failure("invalid_cursor");
  return place;
}

export async function listLabels(scope: Scope<Actor>, promptId: string, query: LabelListQuery) {
  const { limit, cursor } = query;
  const above = cursor ? readPlace(cursor, BY_NAME, promptId, (value) => LabelName.safeParse(value).data) : "";
  const own = { userId: scope.actor.userId, promptId };
  const rows = await scope.db.rows(labelsOf({ ...own, above, limit: limit + 1, offset: offsetOf(query) }));
  const [first] = rows;
  if (!first) throw new Failure("not_found");
  const page = toPage(
    rows.filter(isLabel),
    query,
    (row) => toLabel(row, promptId),
    ({ label }) => ({ sort: BY_NAME, value: label, id: promptId }),
    { total: query.include && (first.total ?? 0) },
  );
  return new Answer(page, {
    headers: nextLink(scope, `/prompts/${promptId}/labels`, query, page.pagination.nextCursor),
  });
}

export async function readLabel(
  { db, actor }: Pick<Scope<Actor>, "db" | "actor">,
  { id: promptId, label }: LabelId,
): Promise<Answer<Label>> {
  const row = await db.first(labelOf({ userId: actor.userId, promptId, label }));
  if (!row) throw new Failure("not_found");
  return labelAnswer(row, promptId);
}

export const labelAnswer = (row: LabelRow, promptId: string): Answer<Label> =>
  new Answer(toLabel(row, promptId), { etag: etagOf({ promptId, ...row }) });

/** Every move there was, also of a label that is removed by now. */
export async function listHistory(scope: Scope<Actor>, { id: promptId, label }: LabelId, query: LabelListQuery) {
  const { limit, cursor } = query;
  const below = cursor ? readPlace(cursor, NEWEST, promptId, (value) => RevisionPlace.safeParse(value).data) : TOP;
  const one = { userId: scope.actor.userId, promptId, label };
  const rows = await scope.db.rows(historyOf({ ...one, below, limit: limit + 1, offset: offsetOf(query) }));
  const newest = rows[0]?.newest ?? null;
  if (newest === null) throw new Failure("not_found");
  const page = toPage(
    rows.filter(isEvent),
    query,
    toEvent,
    ({ revision }) => ({ sort: NEWEST, value: revision, id: promptId }),
    { total: query.include && newest }, // revisions have no gaps, so the newest number is how many there are
  );
  const path = `/prompts/${promptId}/labels/${label}/history` as const;
  return new Answer(page, { headers: nextLink(scope, path, query, page.pagination.nextCursor) });
}
