import { newId } from "../../contract/id.ts";
import { AS_MODERATOR } from "../../db/identity.ts";
import { Failure } from "../../errors.ts";
import { Answer } from "../../feature.ts";
import { type Actor, atomically, type Inner, type Scope, through } from "../../scope.ts";
import { record } from "../audit/index.ts";
import { sendMail } from "../mail/index.ts";
import { notify } from "../notifications/index.ts";
import { promptTag, PUBLIC_TAG } from "../prompts/index.ts";
import { type DecisionRow, etagOf, etagOfRow, type QueuedRow, toModeratedPrompt } from "./present.ts";
import {
  currentDecision,
  decisionsAbout,
  insertDecision,
  lockModerated,
  moderatedPrompt,
  setStatus,
  supersede,
} from "./queries.ts";
import type { ModeratedPrompt, Status, Verdict } from "./schema.ts";
import { readModerated } from "./service.ts";

type Prompt = NonNullable<ReturnType<typeof lockModerated>["row"]>;
type Known = DecisionRow | undefined;

/**
 * Decides about a prompt everybody or somebody with a link can see. It holds at once: what caches and ETags knew of the
 * prompt is of yesterday when the transaction is committed. Of two administrators the later one holds, and both are in the
 * audit log; `If-Match` refuses whoever has not seen the other's decision. The same verdict again changes nothing.
 * @throws Failure `not_found`, `version_moved`.
 */
export function decide(scope: Scope<Actor>, id: string, verdict: Verdict): Promise<Answer<ModeratedPrompt>> {
  return atomically(through(scope, AS_MODERATOR), async (inner) => {
    const prompt = await inner.db.first(lockModerated({ id, now: inner.now() }));
    if (!prompt) throw new Failure("not_found");
    const known = await inner.db.first(currentDecision({ promptId: id }));
    requireSeen(inner.request.ifMatch, etagOf(prompt, known ?? null));
    if (isRepeated(prompt, known, verdict)) return readModerated(inner, id);
    // What its owner has made private cannot be read any more once it is given back.
    const seen = await inner.db.one(moderatedPrompt({ id, now: inner.now() }));
    await keep(inner, prompt, known, verdict);
    return decided(inner, { ...seen, status: verdict.status, revision: prompt.revision + 1 });
  });
}

/** The prompt as it was locked, with the decision that holds now. */
async function decided(
  { db }: Inner<Scope<Actor>>,
  prompt: QueuedRow & { text: string },
): Promise<Answer<ModeratedPrompt>> {
  const decisions = await db.rows(decisionsAbout({ promptId: prompt.id }));
  const row = { ...prompt, ...decisions[0] };
  return new Answer(toModeratedPrompt(row, decisions), { etag: etagOfRow(row) });
}

/** Says nothing new: neither to the owner nor, where there is a note, in answer to it. */
function isRepeated({ status }: Prompt, known: Known, verdict: Verdict): boolean {
  if (status !== verdict.status) return false;
  if (!known) return verdict.reason === undefined;
  return known.appeal === null && known.decisionStatus === verdict.status && known.reason === (verdict.reason ?? null);
}

function requireSeen(ifMatch: string | null, etag: string): void {
  if (ifMatch === null || ifMatch.trim() === "*") return;
  if (!ifMatch.split(",").some((tag) => tag.trim() === etag)) throw new Failure("version_moved");
}

async function keep(inner: Inner<Scope<Actor>>, prompt: Prompt, known: Known, verdict: Verdict): Promise<void> {
  const { db, actor } = inner;
  const { id: promptId, userId, status: previousStatus } = prompt;
  const { status, reason = null } = verdict;
  const now = inner.now();
  const id = newId(now.getTime());
  // A note that was answered with no is answered: otherwise owner and administrators would go on for ever.
  const isFinal = known !== undefined && known.appeal !== null && status !== "approved";
  await db.rows(supersede({ promptId, now }));
  const decision = { id, promptId, userId, decidedBy: actor.userId, status, previousStatus, reason, isFinal, now };
  await db.rows(insertDecision(decision));
  await db.rows(setStatus({ id: promptId, status }));
  await notify(inner, userId, noticeOf(prompt.title, verdict, isFinal));
  await inner.jobs.send(
    sendMail,
    { to: userId, template: "moderation_decision", about: id },
    { key: `decision ${id}` },
  );
  const event = { userId, kind: "prompt.moderated", data: { promptId, status } } as const;
  inner.changed({ tags: [promptTag(promptId), PUBLIC_TAG], event });
  await record(inner, {
    action: "prompt.moderate",
    subject: { type: "prompt", id: promptId },
    ownerId: userId,
    details: {
      status: [previousStatus, status],
      decision: id,
      hasReason: reason !== null,
      answersAppeal: known?.appeal != null,
    },
  });
}

const TITLES: Readonly<Record<Status, string>> = {
  approved: "Your prompt is approved",
  flagged: "Your prompt was taken out of the library",
  removed: "Your prompt was removed",
};
/** A title is up to 200 characters long; all of it and a reason fit into a notification. */
function noticeOf(title: string, { status, reason }: Verdict, isFinal: boolean) {
  const why = reason === undefined ? "" : ` The reason given: ${reason}`;
  const what = {
    approved: "can be seen again by everybody you show it to.",
    flagged: "was taken out of the public library. Links to it still work.",
    removed: "was taken out of the public library, and links to it do not work any more.",
  }[status];
  const appealing = status === "approved" || isFinal ? "" : " You can write the administrators one note about it.";
  return { kind: `prompt_${status}`, title: TITLES[status], body: `"${title}" ${what}${why}${appealing}` };
}
