import type { Inner, Scope } from "../../scope.ts";
import { record } from "../audit/index.ts";
import { notify } from "../notifications/index.ts";
import { disableWebhook, noteFailure, noteSuccess, tellOfFailures } from "./health-queries.ts";
import { hostOf } from "./service.ts";

/** An endpoint that has not heard anything for so long, while it was tried, is not tried any more. */
export const FAILING_MS = 5 * 86_400_000;
const GONE = 410;
/** How far back dead letters are looked for; the watch runs every minute. */
const LETTERS_MS = 86_400_000;
const LETTERS_MAX = 1_000;

const REASONS = {
  gone: "It answered 410 Gone, which means that nobody listens there any more.",
  failing: "Nothing was heard there for five days, though we tried.",
  secret_lost: "The secret its requests are signed with cannot be read any more: rotate it.",
} as const;
type Reason = keyof typeof REASONS;

async function disable(inner: Inner<Scope<null>>, webhookId: string, reason: Reason): Promise<void> {
  const now = inner.now();
  const failingBefore = reason === "failing" ? new Date(now.getTime() - FAILING_MS) : null;
  const disabled = await inner.db.first(disableWebhook({ webhookId, reason, now, failingBefore }));
  if (!disabled) return;
  await notify(inner, disabled.userId, {
    kind: "webhook_disabled",
    title: "A webhook was disabled",
    body: `The one at ${hostOf(disabled.url)}. ${REASONS[reason]} Enable it again when it is well, and replay what it missed.`,
  });
  await record(inner, {
    action: "webhook.disable",
    subject: { type: "webhook", id: webhookId },
    ownerId: disabled.userId,
    by: { kind: "job", id: null },
    details: { reason },
  });
}

/** Minds how an endpoint is doing: forgets its failures when it heard, disables it when it is gone or long deaf. */
export async function minded(
  inner: Inner<Scope<null>>,
  webhookId: string,
  { status, failure }: { readonly status: number | null; readonly failure: string | null },
): Promise<void> {
  if (failure === null) return void (await inner.db.rows(noteSuccess({ webhookId })));
  if (status === GONE) return disable(inner, webhookId, "gone");
  if (failure === "secret_lost") return disable(inner, webhookId, "secret_lost");
  await inner.db.rows(noteFailure({ webhookId, now: inner.now() }));
  await disable(inner, webhookId, "failing");
}

/** Tells administrators of jobs that failed for good. */
export async function watchJobs({ db, now }: Scope<null>): Promise<void> {
  const since = new Date(now().getTime() - LETTERS_MS);
  await db.rows(tellOfFailures({ since, limit: LETTERS_MAX }));
}
