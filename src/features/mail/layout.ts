import { type Html, html } from "../../contract/html.ts";
import type { Mail } from "../../contract/mail.ts";
import { STYLE } from "./layout-style.ts";

/** What a mail says; the HTML and the plain text are both made of it, so they cannot differ. */
export type MailContent = {
  readonly subject: string;
  /** The line mail programs show beside the subject. */
  readonly preheader: string;
  readonly heading: string;
  readonly paragraphs: readonly string[];
  readonly action?: { readonly label: string; readonly url: string };
  /** Quieter lines below the action. */
  readonly links?: readonly { readonly label: string; readonly url: string }[];
  /** Why the reader gets this mail. */
  readonly reason: string;
  /** Of mail that can be switched off: the page where it is. */
  readonly unsubscribeUrl?: string;
};

/** A mail's faces, as `contract/mail.ts` wants them. */
export type RenderedMail = Pick<Mail, "subject" | "text" | "html" | "unsubscribeUrl">;

const FONT = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";

/** What a person wrote keeps its lines, and no long word of it makes the mail wider. */
const WRAPPED = "white-space:pre-line;overflow-wrap:anywhere;word-break:break-word";

// In an element of its own: the lines of the source around it would be shown as well.
const written = (text: string): Html => html`<span style="${WRAPPED}">${text}</span>`;

const paragraph = (text: string): Html =>
  html`<p class="ink" style="margin:16px 0 0;${FONT};font-size:16px;line-height:26px;color:#1b1b23">
    ${written(text)}
  </p>`;

const button = ({ label, url }: { label: string; url: string }): Html =>
  html`<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:28px 0 0">
    <tr>
      <td class="button" bgcolor="#4338ca" style="border-radius:10px;background:#4338ca">
        <a
          href="${url}"
          style="display:inline-block;padding:13px 24px;${FONT};font-size:16px;line-height:20px;font-weight:600;color:#ffffff;text-decoration:none"
          >${label}</a
        >
      </td>
    </tr>
  </table>`;

const link = ({ label, url }: { label: string; url: string }): Html =>
  html`<p style="margin:16px 0 0;${FONT};font-size:15px;line-height:24px">
    <a class="link" href="${url}" style="color:#4338ca">${label}</a>
  </p>`;

const UNSUBSCRIBE = "Do not send me these mails any more";
const unsubscribe = (url: string): Html =>
  html`<br /><a class="link" href="${url}" style="color:#4338ca">${UNSUBSCRIBE}</a>`;

const card = ({ heading, paragraphs, action, links = [] }: MailContent): Html =>
  html`<td class="card" style="padding:40px;border:1px solid #e3e3ea;border-radius:16px;background:#ffffff">
    <p class="link" style="margin:0 0 20px;${FONT};font-size:15px;line-height:20px;font-weight:700;color:#4338ca">
      Promptr
    </p>
    <h1 class="ink" style="margin:0;${FONT};font-size:26px;line-height:34px;font-weight:650;color:#1b1b23">
      ${written(heading)}
    </h1>
    ${paragraphs.map(paragraph)} ${action && button(action)} ${links.map(link)}
  </td>`;

const document = (content: MailContent): Html =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <title>${content.subject}</title>
        ${STYLE}
      </head>
      <body class="ground" style="margin:0;padding:0;background:#f5f5f8">
        <div style="display:none;max-height:0;overflow:hidden;opacity:0">${content.preheader}</div>
        <div role="article" aria-roledescription="mail" aria-label="Mail from Promptr" lang="en">
          <table
            role="presentation"
            class="ground"
            width="100%"
            cellpadding="0"
            cellspacing="0"
            border="0"
            style="background:#f5f5f8"
          >
            <tr>
              <td align="center" style="padding:32px 12px">
                <table
                  role="presentation"
                  width="600"
                  cellpadding="0"
                  cellspacing="0"
                  border="0"
                  style="width:100%;max-width:600px"
                >
                  <tr>
                    ${card(content)}
                  </tr>
                  <tr>
                    <td class="muted" style="padding:20px 8px;${FONT};font-size:13px;line-height:20px;color:#5d5d6b">
                      ${content.reason} ${content.unsubscribeUrl !== undefined && unsubscribe(content.unsubscribeUrl)}
                    </td>
                  </tr>
                </table>
              </td>
            </tr>
          </table>
        </div>
      </body>
    </html>`;

/** Renders a mail: one 600 px table, light and dark, nothing loaded from outside, and the same words as plain text. */
export function layOut(content: MailContent): RenderedMail {
  const { subject, heading, paragraphs, action, links = [], reason, unsubscribeUrl } = content;
  const addresses = [...(action ? [action] : []), ...links].map(({ label, url }) => `${label}:\n${url}`);
  const end = unsubscribeUrl === undefined ? reason : `${reason}\n${UNSUBSCRIBE}:\n${unsubscribeUrl}`;
  const text = [heading, ...paragraphs, ...addresses, `-- \n${end}`].join("\n\n");
  return {
    subject,
    text: `${text}\n`,
    html: document(content).toString(),
    ...(unsubscribeUrl !== undefined && { unsubscribeUrl }),
  };
}
