import { z } from "zod";
import { html, page } from "../../contract/html.ts";
import { PAGE_STYLE } from "../../contract/page-style.ts";
import { Failure } from "../../errors.ts";
import { htmlPage, route } from "../../feature.ts";
import type { Scope } from "../../scope.ts";
import { refuseOthers } from "./dev-only.ts";
import { LOOKS } from "./preview.ts";
import { MAIL_TEMPLATES } from "./templates.ts";

const SHOWN_MAX = 100;
const STYLE = `${PAGE_STYLE}
table { width: 100%; margin-top: 1rem; border-collapse: collapse; font-size: 0.9375rem; }
td, th { padding: 0.5rem 0.75rem 0.5rem 0; border-bottom: 1px solid var(--line); text-align: start; vertical-align: top; overflow-wrap: anywhere; }
h1 + pre { margin-top: 1rem; }
`;

/** The outbox is for the person at this machine, outside production: it shows what would have been mailed, links included. */
const outboxOf = (scope: Scope) => {
  refuseOthers(scope);
  const { outbox } = scope.ports.mailer;
  if (!outbox) throw new Failure("not_found", { detail: "No such endpoint" });
  return outbox;
};

const previewsOf = (template: string) =>
  html`<li>
    ${template}:
    ${LOOKS.map((look) => html`<a href="/dev/mail/preview/${template}?look=${look}" aria-label="${template}, ${look}">${look}</a> `)}
  </li>`;

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
        <h2>Templates</h2>
        <ul>
          ${MAIL_TEMPLATES.map(previewsOf)}
        </ul>
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
