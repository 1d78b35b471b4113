import { type Html, html, type Page, page } from "../../contract/html.ts";
import { FORM_STYLE, PAGE_STYLE } from "../../contract/page-style.ts";
import { DASHBOARD } from "./cookie.ts";

const STYLE = `${PAGE_STYLE}${FORM_STYLE}`;

/** Under `no-referrer` a browser sends a form's origin as `null`, and it could not be told from another site's. */
const TELLS_ITSELF = { "Referrer-Policy": "same-origin" };

const plain = (status: number, title: string, body: Html, extraHeaders: Record<string, string> = {}): Page =>
  page({
    status,
    title: `${title} · Promptr`,
    style: STYLE,
    extraHeaders: { ...TELLS_ITSELF, ...extraHeaders },
    body: html`<main class="narrow">
        <p class="eyebrow">Promptr for administrators</p>
        <h1>${title}</h1>
        ${body}
      </main>
      <footer class="narrow"><p>Promptr keeps, improves and shares prompts.</p></footer>`,
  });

const REFUSALS = {
  token: { status: 401, words: "That is not a valid access token." },
  role: { status: 403, words: "This token is not an administrator's." },
  origin: { status: 403, words: "This form was sent from another site." },
} as const;

/** The form that opens the dashboard: nobody is signed in to it, or the quarter of an hour is over. */
export function signInPage(refusal?: keyof typeof REFUSALS): Page {
  const refused = refusal && REFUSALS[refusal];
  return plain(
    refused?.status ?? 401,
    "Jobs dashboard",
    html`<p class="lead">Paste an administrator's access token. It opens the dashboard for 15 minutes.</p>
      ${refused && html`<p class="alarm" id="fault" role="alert">${refused.words}</p>`}
      <form method="post" action="${DASHBOARD}/session">
        <label for="token">Access token</label>
        <input
          id="token"
          name="token"
          type="password"
          autocomplete="off"
          required
          autofocus
          ${refused && html`aria-invalid="true" aria-describedby="fault"`}
        />
        <button>Open the dashboard</button>
      </form>`,
  );
}

/** On to the dashboard, with its cookie. */
export const openedPage = (cookie: string): Page =>
  plain(303, "Jobs dashboard", html`<p><a href="${DASHBOARD}">Open the dashboard</a></p>`, {
    Location: DASHBOARD,
    "Set-Cookie": cookie,
  });

/** There is no dashboard in this installation. */
export const missingPage = (): Page =>
  plain(
    501,
    "No dashboard here",
    html`<p class="lead">
        The package <code>@pg-boss/dashboard</code> is not installed, or a transaction pooler stands before the
        database.
      </p>
      <p>Everything it does, the API does as well: <code>GET /api/v1/admin/jobs</code>.</p>`,
  );
