import { MailRefused } from "../../contract/mail.ts";
import type { Scope } from "../../scope.ts";
import { deliver, renderMail, unsubscribeUrlOf, whoWants } from "../mail/index.ts";
import { noteMail, waitingMails } from "./mail-queries.ts";

/** Read at once; who switches such mail off, or cancels, is heard after as many at the latest. */
const BATCH = 20;
/** Mails on their way at once: of the mail server's five connections, most stay free for the mails people wait for. */
const SIDE_BY_SIDE = 2;
/** After so many in a row the mail server is away, and the rest would only wait for it too. */
const FAILURES_MAX = 3;

type Slice = { readonly broadcastId: string; readonly after: string; readonly until: string };
type Waiting = NonNullable<ReturnType<typeof waitingMails>["row"]>;
type State = "sent" | "suppressed" | "failed" | "waiting";

/**
 * Mails those of one batch who still wait. What became of each mail is noted when it is known, so a job that died goes on
 * behind the last one; that one may go out again, under the same Message-ID. One the server does not take now is left for the
 * next try of the job, one it will never take is noted as failed.
 */
export async function mailSlice(scope: Scope<null>, { broadcastId: id, after, until }: Slice): Promise<void> {
  let [place, left, inARow] = [after, 0, 0];
  for (;;) {
    const people = await scope.db.rows(waitingMails({ id, after: place, until, limit: BATCH }));
    const readers = await whoWants(
      scope,
      "announcements",
      people.filter(({ isOpen }) => isOpen),
    );
    for (let at = 0; at < people.length; at += SIDE_BY_SIDE) {
      scope.signal.throwIfAborted();
      const some = people.slice(at, at + SIDE_BY_SIDE);
      const states = await Promise.all(some.map((one) => sendOne(scope, id, one, readers.has(one.userId))));
      const waiting = states.filter((state) => state === "waiting").length;
      left += waiting;
      inARow = waiting === states.length ? inARow + waiting : 0;
      if (inARow >= FAILURES_MAX) throw new Error("The mail server takes nothing now");
    }
    const last = people.at(-1);
    if (!last) break;
    place = last.userId;
  }
  if (left > 0) throw new Error(`${left} mails were not taken yet`);
}

async function sendOne(scope: Scope<null>, id: string, person: Waiting, isWanted: boolean): Promise<State> {
  const state = isWanted ? await send(scope, id, person) : "suppressed";
  if (state !== "waiting") await scope.db.rows(noteMail({ id, userId: person.userId, state, now: scope.now() }));
  return state;
}

async function send(scope: Scope<null>, id: string, { userId, email, fullName, title, text }: Waiting): Promise<State> {
  if (email === null) return "suppressed";
  const unsubscribeUrl = unsubscribeUrlOf(scope, { userId, email }, "announcements");
  const mail = renderMail("broadcast", { title, text, unsubscribeUrl });
  try {
    // The cause, and nothing of the moment: whoever sends it again sends the same mail.
    await deliver(scope, { id: `broadcast-${id}-${userId}`, to: { name: fullName, address: email }, ...mail });
    return "sent";
  } catch (error) {
    if (error instanceof MailRefused) return "failed";
    return "waiting"; // the mailer has said nothing a person should read; the job's own failure is logged
  }
}
