import { type Html, html, type Page, page, raw } from "../../contract/html.ts";
import { type FillForm, fillForm } from "./fill-form.ts";
export { shareBusyPage, shareGonePage, shareNotFoundPage, sharePasswordPage, shareStalePage } from "./notices.ts";
import { COPY_SCRIPT, SHARE_STYLE } from "./page-style.ts";
import { preview, previewMeta, undisguised } from "./preview-meta.ts";

/** What a visitor of `/s/:token` gets to see. `canonicalUrl` is the absolute address of this page. */
export type SharedPrompt = {
  readonly title: string;
  readonly description?: string | null | undefined;
  /** The parts that are present, in the order they are composed. */
  readonly parts: readonly { readonly heading: string; readonly text: string }[];
  /** The whole prompt as one text: what the copy button copies. */
  readonly rawPrompt: string;
  /** The language of the prompt's texts, where it is known for sure (BCP 47). */
  readonly language?: string | null | undefined;
  /** Asks for the values of its variables, when it has some. */
  readonly form?: FillForm | null | undefined;
  /** Display name of the author, when it is another person than the one who shared it. */
  readonly author?: string | null | undefined;
  /** Display name, never an e-mail address. */
  readonly sharedBy: string;
  readonly versionNumber: number;
  /** The model the prompt was written for. */
  readonly model?: string | null | undefined;
  /** `used` counts this view. */
  readonly views?: { readonly used: number; readonly max: number } | null | undefined;
  readonly expiresAt?: Date | null | undefined;
  readonly isPublic: boolean;
  readonly canonicalUrl: string;
  /** A protected page tells a link preview nothing, even to a visitor who knows the password. */
  readonly hasPassword: boolean;
};

/** Characters a reader cannot see but a model reads: direction overrides, zero-width ones and the Unicode tag block. */
const HIDDEN_CHARACTERS = /[\u200B\u2060\u202A-\u202E\u2066-\u2069\u{E0001}-\u{E007F}]/u;

const instant = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeStyle: "short", timeZone: "UTC" });

const inLanguage = (language: string | null | undefined): Html | false | null | undefined | "" =>
  language && html` lang="${language}"`;

// The parser drops a line feed right after <pre>, so one is given to it: the text's own first line stays.
const preformatted = (text: string, { language }: SharedPrompt, id?: string): Html =>
  html`${raw("<pre")}${id && html` id="${id}"`}${inLanguage(language)} dir="auto">${raw("\n")}${text}${raw("</pre>")}`;

const byline = (prompt: SharedPrompt): Html =>
  html`<ul class="byline">
    ${
      prompt.author &&
      html`<li>
        By <b><bdi>${prompt.author}</bdi></b>
      </li>`
    }
    <li>
      Shared by <b><bdi>${prompt.sharedBy}</bdi></b>
    </li>
    <li>Version <b>${prompt.versionNumber}</b></li>
    ${
      prompt.model &&
      html`<li>
        Written for <b><bdi>${prompt.model}</bdi></b>
      </li>`
    }
  </ul>`;

const heading = (prompt: SharedPrompt): Html =>
  html`<header>
    <h1 dir="auto" ${inLanguage(prompt.language)}>${undisguised(prompt.title)}</h1>
    ${prompt.description && html`<p class="lead" dir="auto" ${inLanguage(prompt.language)}>${prompt.description}</p>`}
    ${byline(prompt)}
    ${
      HIDDEN_CHARACTERS.test(prompt.rawPrompt) &&
      html`<p class="notice">
        This prompt contains invisible or direction-changing characters. Read it with care before use.
      </p>`
    }
    <div class="actions"><button id="copy" type="button" hidden>Copy prompt</button><output id="copied"></output></div>
  </header>`;

const filledText = ({ form }: SharedPrompt): string | null =>
  form?.filled?.kind === "rendered" ? form.filled.text : null;

/** The parts under their headings, and the whole text once more unless a single part already is the whole. */
function content(prompt: SharedPrompt): Html {
  const { parts, rawPrompt } = prompt;
  const [only] = parts;
  // What is filled in is what is copied; the text with its variables stands below it.
  const id = filledText(prompt) === null ? "prompt" : undefined;
  if (only === undefined || (parts.length === 1 && only.text === rawPrompt))
    return html`<section>
      <h2>${only?.heading ?? "Prompt"}</h2>
      ${preformatted(rawPrompt, prompt, id)}
    </section>`;
  const sections = parts.map(
    (part) =>
      html`<section>
        <h2 dir="auto">${part.heading}</h2>
        ${preformatted(part.text, prompt)}
      </section>`,
  );
  const whole = html`<details>
    <summary>Show as one text</summary>
    ${preformatted(rawPrompt, prompt, id)}
  </details>`;
  return html`${sections} ${id && whole}`;
}

function body(prompt: SharedPrompt): Html {
  const { form } = prompt;
  const text = filledText(prompt);
  if (!form || text === null) return html`${form && fillForm(form)} ${content(prompt)}`;
  return html`<section id="result">
      <h2>The prompt, filled in</h2>
      ${preformatted(text, prompt, "prompt")}
    </section>
    ${fillForm(form)}
    <details class="template">
      <summary>Show the prompt with its variables</summary>
      ${content(prompt)}
    </details>`;
}

const smallPrint = ({ views, expiresAt }: SharedPrompt): Html =>
  html`<footer>
    ${views && html`<p>Opened ${views.used} of ${views.max} times.</p>`}
    ${
      expiresAt &&
      html`<p>
        This link works until <time datetime="${expiresAt.toISOString()}">${instant.format(expiresAt)} UTC</time>.
      </p>`
    }
    <p>Shared with Promptr.</p>
  </footer>`;

const isRefused = ({ form }: SharedPrompt): boolean => form?.filled !== undefined && form.filled.kind !== "rendered";

/** The page of an opened share link: complete without JavaScript. */
export function sharedPromptPage(prompt: SharedPrompt): Page {
  return page({
    status: isRefused(prompt) ? 422 : 200,
    title: `${isRefused(prompt) ? "Please check: " : ""}${preview(prompt.title)} · Promptr`,
    head: prompt.hasPassword ? undefined : previewMeta(prompt),
    body: html`<main>${heading(prompt)} ${body(prompt)}</main>
      ${smallPrint(prompt)}`,
    style: SHARE_STYLE,
    script: COPY_SCRIPT,
    robots: prompt.isPublic && !prompt.hasPassword ? "index" : "noindex",
  });
}
