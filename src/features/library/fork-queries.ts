import { build, statement } from "../../db/build.ts";
import { COLUMNS } from "../prompts/index.ts";
import { readableBy } from "./published.ts";

/** What the user may copy, as it is now. */
export const forkablePrompt = statement((p: { promptId: string; userId: string }) =>
  build.selectFrom("prompts").select(COLUMNS).where("id", "=", p.promptId).where(readableBy(p.userId)),
);

/** Where a prompt of the user's came from; no version of what has gone private, was removed or deleted. */
export const upstreamOf = statement((p: { id: string; userId: string }) =>
  build
    .selectFrom("prompts as fork")
    .leftJoin(
      (eb) => eb.selectFrom("prompts").select(["id", "version"]).where(readableBy(p.userId)).as("upstream"),
      (join) => join.onRef("upstream.id", "=", "fork.forked_from"),
    )
    .select(["fork.forked_from as of", "fork.forked_version as version", "upstream.version as upstreamVersion"])
    .where("fork.id", "=", p.id)
    .where("fork.user_id", "=", p.userId)
    .where("fork.deleted_at", "is", null),
);
