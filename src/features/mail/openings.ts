import { atomically, type Scope } from "../../scope.ts";
import { sendMail } from "./jobs.ts";
import { takeOpenings } from "./notice-queries.ts";

const DAY_MS = 86_400_000;
const BATCH = 100;
/** One run tells of so many links at most; the next one goes on. */
const BATCHES_MAX = 50;
/** Before every link. */
const NIL = "00000000-0000-0000-0000-000000000000";

/**
 * Mails who asked for it that links of theirs were opened, at most once a day and link. Looked for by a job, so that whoever
 * opens a link waits for none of it; what is marked as told and the mail's job land together.
 */
export async function tellOfOpenings(scope: Scope<null>): Promise<void> {
  const now = scope.now();
  const toldBefore = new Date(now.getTime() - DAY_MS);
  for (let [after, batch] = [NIL, 0]; batch < BATCHES_MAX; batch += 1) {
    scope.signal.throwIfAborted();
    const told = await atomically(scope, async ({ db, jobs }) => {
      const links = await db.rows(takeOpenings({ after, now, toldBefore, limit: BATCH }));
      for (const { linkId, userId } of links) {
        const key = `share_opened ${linkId} ${now.toISOString()}`;
        await jobs.send(sendMail, { to: userId, template: "share_opened", about: linkId }, { key });
      }
      return links;
    });
    if (told.length < BATCH) return;
    after =
      told
        .map(({ linkId }) => linkId)
        .toSorted((a, b) => (a < b ? -1 : 1))
        .at(-1) ?? after;
  }
}
