import { withOwner } from "../../contract/changes.ts";
import { newId } from "../../contract/id.ts";
import { monthOf, nextMonth } from "../../contract/tier.ts";
import { sqlState, violated } from "../../db/faults.ts";
import { Failure } from "../../errors.ts";
import { Answer } from "../../feature.ts";
import { type Actor, atomically, type Inner, type Scope } from "../../scope.ts";
import { tellQuotaReached } from "../notifications/index.ts";
import { type Creation, spendAndCreate } from "./creation-queries.ts";
import { type Fields, hashContent, UNSAID, valuesOf } from "./fields.ts";
import type { NewPrompt } from "./input-schema.ts";
import { type MadeRow, spendAndCreateAlone, type Text } from "./lone-creation-queries.ts";
import { toPrompt } from "./present.ts";
import { publishHeaders } from "./publish-headers.ts";
import { refuseUnpublishable } from "./publishing.ts";
import type { PromptRow } from "./queries.ts";
import type { Prompt } from "./schema.ts";
import { slugsOf } from "./slug.ts";
import { etagOf, refuseBroken, SLUG_RULE, tagsOf } from "./writing.ts";

/** SQLSTATE lock_not_available. */
const LOCK_TIMEOUT = "55P03";

type Origin = {
  /** Made of the title, and made unique, when absent. */
  readonly slug?: string | undefined;
  readonly message?: string | null;
  readonly forkedFrom?: { readonly id: string; readonly version: number };
};
type Writing = Inner<Scope<Actor>>;
export type Stored = PromptRow & { readonly used: number };

/**
 * Stores a prompt and its first version against the month's quota (UTC), in one statement, and tells caches and clients.
 * Throws `quota_exhausted`, `slug_taken`, `publish_blocked`, or `invalid_input` for a category or folder there is not.
 */
export async function storePrompt(scope: Writing, fields: Fields, origin: Origin = {}): Promise<Stored> {
  if (fields.isPublic) refuseUnpublishable(fields);
  const now = scope.now();
  const id = newId(now.getTime());
  const { userId } = scope.actor;
  const event = { userId, kind: "version.created", data: { promptId: id, version: 1 } } as const;
  const { tags } = withOwner({ tags: tagsOf(id, fields.isPublic), event });
  const change = { changeTags: tags, changeKind: event.kind, changeData: JSON.stringify(event.data) };
  const row = await insert(scope, fields, origin, { id, now, ...change });
  // What `changed` does for others: without a transaction of its own, a new prompt costs one round trip.
  scope.afterCommit(() => {
    for (const tag of tags) scope.ports.cache.drop(tag);
    scope.ports.changes.announce();
  });
  const limit = scope.settings.limits[scope.actor.tier].prompts;
  if (row.used >= limit) {
    const reached = { userId, kind: "prompts", month: monthOf(now), limit } as const;
    const { jobs } = scope;
    await scope.db.transaction((db) => tellQuotaReached({ db, jobs: jobs.within(db), now: scope.now }, reached));
  }
  return row;
}

type Making = Pick<Creation, "id" | "changeTags" | "changeKind" | "changeData"> & { readonly now: Date };

async function insert(scope: Writing, fields: Fields, origin: Origin, { now, id, ...change }: Making): Promise<Stored> {
  const { userId, tier } = scope.actor;
  const { slug } = origin;
  const creation: Creation = {
    ...valuesOf(fields),
    ...(slug === undefined ? slugsOf(fields.title, id) : { slug, otherSlug: slug }),
    contentHash: hashContent(fields),
    message: origin.message ?? null,
    forkedFrom: origin.forkedFrom?.id ?? null,
    forkedVersion: origin.forkedFrom?.version ?? null,
    ...change,
    id,
    userId,
    month: monthOf(now),
    limit: scope.settings.limits[tier].prompts,
  };
  const row = await (scope.db.isTransaction ? scope.db.first(spendAndCreate(creation)) : alone(scope, creation)).catch(
    refuseBroken,
  );
  if (row) return row;
  throw new Failure("quota_exhausted", { retryAfterSeconds: (nextMonth(now).getTime() - now.getTime()) / 1_000 });
}

/** What was given, and what the database made of it. */
const wholeRow = (given: Pick<Creation, Text>, made: MadeRow): Stored => {
  const { title, description, role, task, context, requirements, style, output, raw_prompt } = given;
  return { ...made, title, description, role, task, context, requirements, style, output, raw_prompt };
};

/** Who loses a race for a slug that nobody chose takes the other one; the statement that lost has left nothing behind. */
async function alone({ db }: Writing, creation: Creation): Promise<Stored | undefined> {
  const { slug, otherSlug } = creation;
  const made = await db.first(spendAndCreateAlone(creation)).catch((error: unknown) => {
    if (slug === otherSlug || violated(error) !== SLUG_RULE) throw error;
    return db.first(spendAndCreateAlone({ ...creation, slug: otherSlug }));
  });
  return made && wholeRow(creation, made);
}

/** The answer to whoever made a prompt: the prompt, its place, and what is left of the month's quota. */
export function answerOf(
  scope: Pick<Scope<Actor>, "actor" | "settings" | "now">,
  row: Stored,
  more: Record<string, string> = {},
): Answer<Prompt> {
  const limit = scope.settings.limits[scope.actor.tier].prompts;
  return new Answer(toPrompt(row), {
    etag: etagOf(row),
    headers: {
      ...more,
      Location: `/api/v1/prompts/${row.id}`,
      "X-Quota-Prompts-Limit": String(limit),
      "X-Quota-Prompts-Remaining": String(Math.max(0, limit - row.used)),
      "X-Quota-Prompts-Reset": String(nextMonth(scope.now()).getTime() / 1_000),
    },
  });
}

export async function createPrompt(scope: Scope<Actor>, { slug, ...input }: NewPrompt): Promise<Answer<Prompt>> {
  const fields = { ...UNSAID, ...input };
  const store = (writing: Writing) => storePrompt(writing, fields, { slug });
  const row = await store(scope).catch((error: unknown) => {
    if (scope.db.isTransaction || !gaveUpWaiting(error)) throw error;
    return atomically(scope, store);
  });
  return answerOf(scope, row, await publishHeaders(scope, row));
}

/** A statement of its own waits for the month's counter only briefly, lest it hold up others; a transaction waits its turn. */
const gaveUpWaiting = (error: unknown): boolean => error instanceof Failure && sqlState(error.cause) === LOCK_TIMEOUT;
