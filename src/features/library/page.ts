import { createHash } from "node:crypto";
import { Failure } from "../../errors.ts";
import { Answer } from "../../feature.ts";
import type { Scope } from "../../scope.ts";
import { promptTag } from "../prompts/index.ts";
import { visitorOf } from "../sharing/index.ts";
import { kept } from "./kept.ts";
import { publishedPrompt } from "./page-queries.ts";
import { toPublic } from "./present.ts";
import type { PublicPrompt } from "./schema.ts";

/** What one published prompt is kept under; dropped when its stars or forks change, which no list is dropped for. */
export const pageTag = (id: string): string => `library-page:${id}`;

/**
 * One published prompt, and a view of it, unless the reader is its author, a robot, a link preview, or only asks for the
 * head. A reader whose copy is still fresh (304) reads it again, and is counted.
 */
export async function readPublished(scope: Scope, askedId: string): Promise<Answer<PublicPrompt>> {
  const id = askedId.toLowerCase();
  const { prompt, authorId, etag } = await kept(
    scope,
    id,
    async (db) => {
      const row = await db.first(publishedPrompt({ id }));
      if (!row) throw new Failure("not_found");
      const prompt = toPublic(row);
      return { prompt, authorId: row.user_id, etag: etagOf(prompt) };
    },
    [promptTag(id), pageTag(id)],
  );
  if (scope.actor?.userId !== authorId && visitorOf(scope.request) === "person")
    scope.ports.views.add(id, scope.now().toISOString().slice(0, 10));
  return new Answer(prompt, { etag, isKept: true });
}

/** Of the whole page, counters and author included: no revision says that those have changed. */
const etagOf = (prompt: PublicPrompt): string =>
  `"${createHash("sha256").update(JSON.stringify(prompt)).digest("base64url").slice(0, 22)}"`;
