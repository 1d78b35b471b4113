import { handle } from "../../feature.ts";
import { sendMail } from "./jobs.ts";
import { recipient } from "./queries.ts";
import { renderMail } from "./templates.ts";

/**
 * At least once: a worker that dies after the server took the mail sends it again, under the same Message-ID.
 * An address that is refused for good ends in the dead letter queue; an account that is gone wants no mail.
 */
export const handlers = [
  handle(sendMail, async ({ db, ports, settings }, { to, template }, { id }) => {
    const person = await db.first(recipient({ userId: to }));
    if (!person?.email) return;
    const links = {
      productUrl: settings.publicUrl,
      docsUrl: `${settings.publicUrl}${settings.docs ? "/api-docs" : "/api/v1/openapi.json"}`,
    };
    const mail = renderMail(template, { fullName: person.full_name, ...links });
    await ports.mailer.send({ id, to: { name: person.full_name, address: person.email }, ...mail });
  }),
];
