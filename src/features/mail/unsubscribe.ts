import { html, type Page, page } from "../../contract/html.ts";
import { FORM_STYLE, PAGE_STYLE } from "../../contract/page-style.ts";
import { AS_AUTH } from "../../db/identity.ts";
import { atomically, type Scope, through } from "../../scope.ts";
import { keepChoice, suppress } from "./choice-queries.ts";
import { OPTIONAL_KINDS, type OptionalKind } from "./kinds.ts";
import { readUnsubscribeToken } from "./unsubscribe-token.ts";

const STYLE = `${PAGE_STYLE}${FORM_STYLE}`;

const notice = (title: string, words: string, options: { form?: boolean; status?: number } = {}): Page =>
  page({
    title: `${title} · Promptr`,
    style: STYLE,
    status: options.status,
    body: html`<main class="narrow">
        <p class="eyebrow">Mail from Promptr</p>
        <h1>${title}</h1>
        <p class="lead">${words}</p>
        ${
          options.form &&
          html`<form method="post">
            <input type="hidden" name="List-Unsubscribe" value="One-Click" />
            <button>Stop these mails</button>
          </form>`
        }
      </main>
      <footer class="narrow"><p>Promptr keeps, improves and shares prompts.</p></footer>`,
  });

const labelOf = (kind: OptionalKind): string => OPTIONAL_KINDS[kind].label;
const unknown = (): Page =>
  notice("There is no such link", "The address may be incomplete. Check that you copied the whole link.", {
    status: 404,
  });

/** The page behind a mail's link. It changes nothing: programs that look for viruses open links too. */
export function unsubscribePage({ ports }: Scope, token: string): Page {
  const asked = readUnsubscribeToken(ports.tokens, token);
  if (!asked) return unknown();
  const words = `You will get no more ${labelOf(asked.kind)} by mail. Mails about your account itself still come.`;
  return notice("Stop these mails?", words, { form: true });
}

/** RFC 8058: one POST, from a mail program or from the page's form, and no further question. Safe to repeat. */
export async function unsubscribe(scope: Scope, token: string): Promise<Page> {
  const asked = readUnsubscribeToken(scope.ports.tokens, token);
  if (!asked) return unknown();
  const { userId, kind, addressHash } = asked;
  const now = scope.now();
  await atomically(through(scope, AS_AUTH), async ({ db }) => {
    await db.rows(suppress({ addressHash, kind, reason: "unsubscribed", now }));
    await db.rows(keepChoice({ userId, kind, wanted: false, now }));
  });
  const words = `You get no more ${labelOf(kind)} by mail. You can close this page, and change your mind in your notification settings.`;
  return notice("These mails have stopped", words);
}
