import { handle } from "../../feature.ts";
import { composeMail } from "./compose.ts";
import { sendMail } from "./jobs.ts";
import { recipient } from "./queries.ts";

/**
 * At least once: a worker that dies after the server took the mail sends it again, under the same Message-ID. A mail with
 * a link goes out again with another link, so under another Message-ID: a mail program that hides the second of two equal
 * ones would leave the reader with the dead link. An address that is refused for good ends in the dead letter queue; an
 * account that is gone wants no mail.
 */
export const handlers = [
  handle(sendMail, async (scope, { to, ...wanted }, { id }) => {
    const person = await scope.db.first(recipient({ userId: to }));
    if (!person?.email) return;
    const composed = await composeMail(scope, { ...person, userId: to }, wanted);
    if (!composed) return;
    const { linkId, ...mail } = composed;
    const address = { name: person.fullName, address: person.email };
    await scope.ports.mailer.send({ id: linkId === null ? id : `${id}.${linkId}`, to: address, ...mail });
  }),
];
