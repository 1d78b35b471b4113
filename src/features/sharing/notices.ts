import { type Html, html, type Page, page } from "../../contract/html.ts";
import { SHARE_STYLE } from "./page-style.ts";

type Notice = {
  readonly status: number;
  readonly title: string;
  readonly body: Html;
  readonly extraHeaders?: Record<string, string>;
};

const notice = ({ status, title, body, extraHeaders }: Notice): Page =>
  page({
    status,
    title: `${title} · Promptr`,
    extraHeaders,
    style: SHARE_STYLE,
    body: html`<main class="narrow">
        <p class="eyebrow">Shared prompt</p>
        <h1>${title}</h1>
        ${body}
      </main>
      <footer class="narrow"><p>Promptr keeps, improves and shares prompts.</p></footer>`,
  });

/** Asks for the password of a link; `action` is the path the form posts its `password` field to. */
export function sharePasswordPage({ action, wrong }: { action: string; wrong: boolean }): Page {
  const fault = html`<p class="alarm" id="fault" role="alert">That password is wrong. Please try again.</p>`;
  return notice({
    status: 401,
    title: "This link is protected",
    body: html`<p class="lead">Enter the password you were given to read this prompt.</p>
      ${wrong && fault}
      <form method="post" action="${action}">
        <label for="password">Password</label>
        <input
          id="password"
          name="password"
          type="password"
          autocomplete="off"
          required
          autofocus
          ${wrong && html`aria-invalid="true" aria-describedby="fault"`}
        />
        <button>Open the prompt</button>
      </form>`,
  });
}

const GONE = {
  expired: { title: "This link has expired", text: "It worked until the date its owner chose." },
  used_up: { title: "This link is used up", text: "It has been opened as many times as its owner allowed." },
} as const;

/** The link existed, but its time or its views are over. */
export const shareGonePage = ({ reason }: { reason: keyof typeof GONE }): Page =>
  notice({
    status: 410,
    title: GONE[reason].title,
    body: html`<p class="lead">${GONE[reason].text} Ask the person who sent it for a new one.</p>`,
  });

/** The same page for a link that never was and one that was revoked, so that a guess learns nothing. */
export const shareNotFoundPage = (): Page =>
  notice({
    status: 404,
    title: "There is no such link",
    body: html`<p class="lead">
      The address may be incomplete, or its owner has withdrawn the prompt. Check that you copied the whole link.
    </p>`,
  });

/** The form that was sent is too old, or its link has a new password: only another view shows the prompt again. */
export const shareStalePage = ({ path }: { path: string }): Page =>
  notice({
    status: 410,
    title: "Please open the prompt again",
    body: html`<p class="lead">
        This page was open for too long, or the link has changed since. Opening it again counts as another view.
      </p>
      <form method="post" action="${path}"><button>Open the prompt</button></form>`,
  });

const SECONDS_A_MINUTE = 60;
/** Up to this many seconds the wait is named in seconds, beyond it in minutes rounded up. */
const SECONDS_NAMED_MAX = 90;

function wait(seconds: number): string {
  const [amount, unit] =
    seconds <= SECONDS_NAMED_MAX ? [seconds, "second"] : [Math.ceil(seconds / SECONDS_A_MINUTE), "minute"];
  return `${amount} ${unit}${amount === 1 ? "" : "s"}`;
}

/** Too many openings or password guesses. Parts of a second are rounded up, so that the retry it names succeeds. */
export function shareBusyPage({ retryAfterSeconds }: { retryAfterSeconds: number }): Page {
  const seconds = Math.max(1, Math.ceil(retryAfterSeconds));
  return notice({
    status: 429,
    title: "Too many attempts",
    body: html`<p class="lead">Please wait ${wait(seconds)}, then open the link again.</p>`,
    extraHeaders: { "Retry-After": String(seconds) },
  });
}
