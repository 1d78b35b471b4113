import { type Html, html } from "../../contract/html.ts";

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
};

/** A mail's three faces, as `contract/mail.ts` wants them. */
export type RenderedMail = { readonly subject: string; readonly text: string; readonly html: string };

const FONT = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";

// Mail programs without support for this part keep the light colours of the style attributes.
const STYLE = html`<style>
  :root {
    color-scheme: light dark;
    supported-color-schemes: light dark;
  }
  @media (prefers-color-scheme: dark) {
    .ground {
      background: #111116 !important;
    }
    .card {
      background: #1a1a21 !important;
      border-color: #2e2e39 !important;
    }
    .ink {
      color: #ececf2 !important;
    }
    .muted {
      color: #a5a5b4 !important;
    }
    .link {
      color: #a5b4fc !important;
    }
    .button {
      background: #a5b4fc !important;
    }
    .button a {
      color: #16162b !important;
    }
  }
</style>`;

const paragraph = (text: string): Html =>
  html`<p class="ink" style="margin:16px 0 0;${FONT};font-size:16px;line-height:26px;color:#1b1b23">${text}</p>`;

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

const card = ({ heading, paragraphs, action, links = [] }: MailContent): Html =>
  html`<td class="card" style="padding:40px;border:1px solid #e3e3ea;border-radius:16px;background:#ffffff">
    <p class="link" style="margin:0 0 20px;${FONT};font-size:15px;line-height:20px;font-weight:700;color:#4338ca">
      Promptr
    </p>
    <h1 class="ink" style="margin:0;${FONT};font-size:26px;line-height:34px;font-weight:650;color:#1b1b23">
      ${heading}
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
                    ${content.reason}
                  </td>
                </tr>
              </table>
            </td>
          </tr>
        </table>
      </body>
    </html>`;

/** Renders a mail: one 600 px table, light and dark, nothing loaded from outside, and the same words as plain text. */
export function layOut(content: MailContent): RenderedMail {
  const { subject, heading, paragraphs, action, links = [], reason } = content;
  const addresses = [...(action ? [action] : []), ...links].map(({ label, url }) => `${label}:\n${url}`);
  const text = [heading, ...paragraphs, ...addresses, `-- \n${reason}`].join("\n\n");
  return { subject, text: `${text}\n`, html: document(content).toString() };
}
