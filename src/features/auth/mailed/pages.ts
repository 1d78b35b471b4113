import { type Html, html, type Page, page } from "../../../contract/html.ts";
import { FORM_STYLE, PAGE_STYLE } from "../../../contract/page-style.ts";

const STYLE = `${PAGE_STYLE}${FORM_STYLE}`;

type Parts = {
  readonly status?: number;
  readonly title: string;
  readonly body: Html;
  readonly extraHeaders?: Record<string, string>;
};

const notice = ({ title, body, ...rest }: Parts): Page =>
  page({
    ...rest,
    title: `${title} · Promptr`,
    style: STYLE,
    body: html`<main class="narrow">
        <p class="eyebrow">Your Promptr account</p>
        <h1>${title}</h1>
        ${body}
      </main>
      <footer class="narrow"><p>Promptr keeps, improves and shares prompts.</p></footer>`,
  });

// The forms have no action: they post to the address they stand at, so the token is in no page's text.

const REFUSALS = {
  missing: { status: 400, words: "Please type your password." },
  wrong: { status: 403, words: "That is not the password of this account." },
} as const;
type ConfirmationParts = { readonly needsPassword: boolean; readonly refusal?: keyof typeof REFUSALS };

export function confirmationPage({ needsPassword, refusal }: ConfirmationParts): Page {
  const refused = refusal && REFUSALS[refusal];
  const field = html`<label for="password">Your password</label>
    <input
      id="password"
      name="password"
      type="password"
      autocomplete="current-password"
      required
      autofocus
      ${refused && html`aria-invalid="true" aria-describedby="fault"`}
    />`;
  return notice({
    ...(refused && { status: refused.status }),
    title: "Confirm your address",
    body: html`<p class="lead">
        ${needsPassword ? "Your password tells us that you made this account." : "One click tells us that this mailbox is yours."}
      </p>
      <p class="notice">
        Did you make this account yourself? If not, close this page: whoever made it must not have your address.
      </p>
      ${refused && html`<p class="alarm" id="fault" role="alert">${refused.words}</p>`}
      <form method="post">
        ${needsPassword && field}
        <button>Confirm my address</button>
      </form>`,
  });
}

export const addressConfirmedPage = (): Page =>
  notice({
    title: "Your address is confirmed",
    body: html`<p class="lead">Thank you. You can close this page.</p>`,
  });

/** The form for a new password; `fault` continues "Your password …". */
export function resetPage({ fault }: { fault?: string }): Page {
  const alarm = html`<p class="alarm" id="fault" role="alert">Your password ${fault}. Please choose another one.</p>`;
  return notice({
    status: fault === undefined ? 200 : 422,
    title: "Choose a new password",
    body: html`<p class="lead">Every device that is signed in to your account will be signed out.</p>
      ${fault !== undefined && alarm}
      <form method="post">
        <label for="password">New password</label>
        <input
          id="password"
          name="password"
          type="password"
          autocomplete="new-password"
          required
          autofocus
          ${fault !== undefined && html`aria-invalid="true" aria-describedby="fault"`}
        />
        <button>Change my password</button>
      </form>`,
  });
}

export const passwordChangedPage = (): Page =>
  notice({
    title: "Your password is changed",
    body: html`<p class="lead">All sessions have ended. Sign in again with the new password.</p>`,
  });

const AGAIN = {
  reset: "If you still need a new password, ask for another link.",
  confirmation: "If your address is confirmed already, there is nothing left to do; if not, ask for another link.",
} as const;

/** Used, expired, replaced or never given out: the link does not tell which. */
export const deadLinkPage = ({ kind }: { kind: keyof typeof AGAIN }): Page =>
  notice({
    status: 400,
    title: "This link does not work any more",
    body: html`<p class="lead">It has been used, has expired, or was replaced by a newer one. ${AGAIN[kind]}</p>`,
  });

const SECONDS_A_MINUTE = 60;

/** Parts of a minute are rounded up, so that the retry it names succeeds. */
export function tooManyTriesPage({ retryAfterSeconds }: { retryAfterSeconds: number }): Page {
  const seconds = Math.max(1, Math.ceil(retryAfterSeconds));
  const minutes = Math.ceil(seconds / SECONDS_A_MINUTE);
  return notice({
    status: 429,
    title: "Too many attempts",
    body: html`<p class="lead">
      Please wait ${minutes} ${minutes === 1 ? "minute" : "minutes"}, then open the link again.
    </p>`,
    extraHeaders: { "Retry-After": String(seconds) },
  });
}
