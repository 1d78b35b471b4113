import { z } from "zod";
import { html, page } from "../../contract/html.ts";
import { Failure } from "../../errors.ts";
import { htmlPage, route } from "../../feature.ts";
import type { Scope } from "../../scope.ts";

const SHOWN_MAX = 100;
const STYLE =
  ":root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}body{max-width:50rem;margin:3rem auto;padding:0 1rem}td,th{padding:.3rem .8rem;text-align:left}pre{white-space:pre-wrap;overflow-wrap:anywhere}";

/** The outbox is for the person at this machine, outside production: it shows what would have been mailed, links included. */
const outboxOf = ({ ports, settings, request }: Scope) => {
  const { outbox } = ports.mailer;
  if (settings.production || !request.isLocal || !outbox)
    throw new Failure("not_found", { detail: "No such endpoint" });
  return outbox;
};

export const routes = [
  route({
    name: "listDevMail",
    tag: "Pages",
    method: "GET",
    path: "/dev/mail",
    root: true,
    doc: "The newest mails of the local outbox. Only outside production, without SMTP_URL, and from this machine.",
    access: "public",
    reply: htmlPage(),
    fails: ["not_found"],
    run: async (scope) => {
      const mails = await outboxOf(scope).list(SHOWN_MAX);
      const row = ({ file, to, subject, writtenAt }: (typeof mails)[number]) =>
        html`<tr>
          <td>${writtenAt.toISOString()}</td>
          <td>${to}</td>
          <td><a href="/dev/mail/${encodeURIComponent(file)}">${subject}</a></td>
        </tr>`;
      const body = html`<main>
        <h1>Outbox</h1>
        <table>
          <thead>
            <tr>
              <th>Written</th>
              <th>To</th>
              <th>Subject</th>
            </tr>
          </thead>
          <tbody>
            ${mails.map(row)}
          </tbody>
        </table>
      </main>`;
      return page({ title: "Outbox", body, style: STYLE });
    },
  }),
  route({
    name: "readDevMail",
    tag: "Pages",
    method: "GET",
    path: "/dev/mail/:file",
    root: true,
    doc: "One mail of the local outbox as it would have been sent.",
    access: "public",
    params: z.strictObject({ file: z.string().min(1).max(200) }),
    reply: htmlPage(),
    fails: ["not_found"],
    run: async (scope, { params }) => {
      const source = await outboxOf(scope).read(params.file);
      if (source === null) throw new Failure("not_found");
      return page({
        title: params.file,
        body: html`<main>
          <h1>${params.file}</h1>
          <pre>${source}</pre>
        </main>`,
        style: STYLE,
      });
    },
  }),
];
