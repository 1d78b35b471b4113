import { handle } from "../../feature.ts";
import { kindOf } from "./compose-notice.ts";
import { composeMail } from "./compose.ts";
import { deliver } from "./deliver.ts";
import { sendMail, tellOpenings } from "./jobs.ts";
import { tellOfOpenings } from "./openings.ts";
import { recipient } from "./queries.ts";
import { whoWants } from "./wanted.ts";

/**
 * At least once: a worker that dies after the server took the mail sends it again, under the same Message-ID. A mail with
 * a link goes out again with another link, so under another Message-ID: a mail program that hides the second of two equal
 * ones would leave the reader with the dead link. An address that is refused for good ends in the dead letter queue; an
 * account that is gone wants no mail, and nobody gets what they switched off, be it a moment ago.
 */
export const handlers = [
  handle(sendMail, async (scope, { to: userId, ...wanted }, { id }) => {
    const person = await scope.db.first(recipient({ userId }));
    if (!person?.email) return;
    const { email, origin, confirmedAt, fullName } = person;
    const kind = kindOf(wanted.template);
    if (kind !== null) {
      const reader = { userId, email, isConfirmed: origin !== "local" || confirmedAt !== null };
      if (!(await whoWants(scope, kind, [reader])).has(userId)) return;
    }
    const composed = await composeMail(scope, { ...person, email, userId }, wanted);
    if (!composed) return;
    const { linkId, ...mail } = composed;
    const to = { name: fullName, address: email };
    await deliver(scope, { id: linkId === null ? id : `${id}.${linkId}`, to, ...mail });
  }),
  handle(tellOpenings, tellOfOpenings),
];
