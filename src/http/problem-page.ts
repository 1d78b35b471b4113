import type Koa from "koa";
import { html, type Page, page } from "../contract/html.ts";
import { PAGE_STYLE } from "../contract/page-style.ts";
import { type Failure, FAILURES } from "../errors.ts";
import { isApiPath } from "./usage.ts";

type Words = { readonly title: string; readonly text: string };
const TRY_AGAIN = "Please try again in a moment.";
/** What a person is told who asked for a page; anything else is a request the page does not take. */
const WORDS: Readonly<Record<number, Words>> = {
  404: { title: "There is nothing here", text: "The address may be incomplete, or what it led to is gone." },
  405: { title: "This address takes no such request", text: "Go back, and use the links and buttons of the page." },
  413: { title: "That was too long", text: "Go back, and send a shorter text." },
  429: { title: "Too many requests", text: "Too much came from your network at once." },
  500: { title: "Something went wrong", text: "It is our fault, and it has been noted." },
  503: { title: "Back in a moment", text: "The service is busy or cannot reach its database right now." },
};
const OTHERWISE: Words = {
  title: "That did not work",
  text: "The request was not one this page takes. Go back, and try again.",
};

const SECONDS_A_MINUTE = 60;
const wait = (seconds: number): string => {
  const [amount, unit] =
    seconds <= 2 * SECONDS_A_MINUTE ? [seconds, "second"] : [Math.ceil(seconds / SECONDS_A_MINUTE), "minute"];
  return `Please try again in ${amount} ${unit}${amount === 1 ? "" : "s"}.`;
};

/** A browser that opens a page; programs ask for JSON or for anything, and get a problem. */
export const wantsPage = (ctx: Koa.Context): boolean => !isApiPath(ctx.path) && ctx.get("accept").includes("text/html");

/** A failure as a page for people. It repeats nothing of the request but its id. */
export function problemPage({ code, retryAfterSeconds }: Failure, requestId: string): Page {
  const { status } = FAILURES[code];
  const { title, text } = WORDS[status] ?? OTHERWISE;
  const seconds = retryAfterSeconds === undefined ? undefined : Math.max(1, Math.ceil(retryAfterSeconds));
  const again = seconds === undefined ? status >= 500 && TRY_AGAIN : wait(seconds);
  return page({
    status,
    title: `${title} · Promptr`,
    style: PAGE_STYLE,
    body: html`<main class="narrow">
        <p class="eyebrow">Error ${status}</p>
        <h1>${title}</h1>
        <p class="lead">${text} ${again}</p>
        <p><a href="/">To the first page</a></p>
      </main>
      <footer class="narrow">
        <p>Request <code>${requestId}</code></p>
      </footer>`,
  });
}
