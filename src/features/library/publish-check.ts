import { Failure } from "../../errors.ts";
import type { Actor, Scope } from "../../scope.ts";
import { fieldsOf, ownPrompt, publishFindings } from "../prompts/index.ts";
import { nearPublished, simhashOf } from "../search/index.ts";
import type { PublishCheck } from "./answers.ts";
import { publishedTitles } from "./page-queries.ts";

/** What speaks against publishing one of the caller's prompts, and what there is already that says nearly the same. */
export async function checkPublishing({ db, actor }: Scope<Actor>, id: string): Promise<PublishCheck> {
  const row = await db.first(ownPrompt({ id, userId: actor.userId }));
  if (!row) throw new Failure("not_found");
  const findings = publishFindings(fieldsOf(row));
  const near = await nearPublished({ db }, simhashOf(row.raw_prompt), row.id);
  return {
    blocked: findings.some(({ blocks }) => blocks),
    findings: findings.map(({ span, ...finding }) => ({ ...finding, span: [...span] })),
    nearDuplicates: near.length > 0 ? await db.rows(publishedTitles({ ids: near })) : [],
  };
}
