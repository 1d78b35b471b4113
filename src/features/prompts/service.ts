import { newId } from "../../contract/id.ts";
import { offsetOf, toPage } from "../../contract/page.ts";
import { monthOf, nextMonth } from "../../contract/tier.ts";
import { Failure } from "../../errors.ts";
import { Answer } from "../../feature.ts";
import type { Actor, Scope } from "../../scope.ts";
import { hashContent, UNSAID, valuesOf } from "./fields.ts";
import { countOwn, ownPrompts } from "./list-queries.ts";
import { cursorAt, nextLink, placeOf } from "../listing/index.ts";
import { ORDERS } from "./order.ts";
import { toListed, toPrompt } from "./present.ts";
import { ownPrompt, spendAndCreate } from "./queries.ts";
import type { ListQuery, NewPrompt, Prompt } from "./schema.ts";
import { dropPublic, etagOf, refuseUnknownCategory } from "./writing.ts";

/** Counts against the month (UTC) and says in headers what is left of it. */
export async function createPrompt(scope: Scope<Actor>, input: NewPrompt): Promise<Answer<Prompt>> {
  const { userId, tier } = scope.actor;
  const now = scope.now();
  const limit = scope.settings.limits[tier].prompts;
  const fields = { ...UNSAID, ...input };
  const row = await scope.db
    .first(
      spendAndCreate({
        ...valuesOf(fields),
        contentHash: hashContent(fields),
        id: newId(now.getTime()),
        userId,
        month: monthOf(now),
        limit,
      }),
    )
    .catch(refuseUnknownCategory);
  const newQuotaAt = nextMonth(now).getTime();
  if (!row) throw new Failure("quota_exhausted", { retryAfterSeconds: (newQuotaAt - now.getTime()) / 1_000 });
  if (row.is_public) dropPublic(scope);
  return new Answer(toPrompt(row), {
    etag: etagOf(row),
    headers: {
      Location: `/api/v1/prompts/${row.id}`,
      "X-Quota-Prompts-Limit": String(limit),
      "X-Quota-Prompts-Remaining": String(Math.max(0, limit - row.used)),
      "X-Quota-Prompts-Reset": String(newQuotaAt / 1_000),
    },
  });
}

export async function readPrompt({ db, actor }: Scope<Actor>, id: string): Promise<Answer<Prompt>> {
  const row = await db.first(ownPrompt({ id, userId: actor.userId }));
  if (!row) throw new Failure("not_found");
  return new Answer(toPrompt(row), { etag: etagOf(row) });
}

export async function listPrompts(scope: Scope<Actor>, query: ListQuery) {
  const { tag, category, isPublic, model, limit } = query;
  const order = ORDERS[query.sort];
  const filter = { userId: scope.actor.userId, tags: tag, category, isPublic, model };
  const span = { after: placeOf(query.cursor, order), limit: limit + 1, offset: offsetOf(query) };
  const [rows, counted] = await Promise.all([
    scope.db.rows(ownPrompts(filter, order, span)),
    query.include && scope.db.one(countOwn(filter)),
  ]);
  const page = toPage(rows, query, toListed, (row) => cursorAt(row, order), {
    total: counted?.total,
    found: rows[0]?.found,
  });
  return new Answer(page, { headers: nextLink(scope, "/prompts", query, page.pagination.nextCursor) });
}
