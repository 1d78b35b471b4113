import { sql } from "kysely";

/**
 * What everybody may see: published, and not held back by moderation. Written out, not as parameters: only so can the
 * planner prove that the indexes of published prompts apply. For statements whose only table with these columns is prompts.
 */
export const published = sql<boolean>`is_public and moderation_status = 'approved' and deleted_at is null`;

/** The one thing of its author that a published prompt shows. */
export const authorName = sql<string>`promptr.author_name(user_id)`.as("author_name");

/** What one user may star and fork: what they can read, unless moderation holds it back, be it from its own author. */
export const readableBy = (userId: string, owner: "user_id" | "prompts.user_id" = "user_id") =>
  sql<boolean>`moderation_status = 'approved' and deleted_at is null and (is_public or ${sql.ref(owner)} = ${userId})`;
