import { html, type Html, type Page, page } from "../../contract/html.ts";
import { PAGE_STYLE } from "../../contract/page-style.ts";
import { type FailureCode, FAILURES } from "../../errors.ts";
import { EXPLANATIONS } from "../../errors/explanations.ts";
import type { FailureExplained } from "./schema.ts";

const STYLE = `${PAGE_STYLE}
code { font: 0.9em ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; overflow-wrap: anywhere; }
.codes { margin: 0.5rem 0 0; padding: 0; list-style: none; }
.codes li { padding: 0.375rem 0; border-top: 1px solid var(--line); }
.codes a { font-weight: 550; }
.codes span { display: block; font-size: 0.9375rem; color: var(--muted); }
`;

const isCode = (code: string): code is FailureCode => Object.hasOwn(FAILURES, code);

/** What there is to say about a failure; undefined for a code that is none. */
export const explainFailure = (code: string): FailureExplained | undefined =>
  isCode(code) ? { code, ...FAILURES[code], ...EXPLANATIONS[code] } : undefined;

/** Every failure, by status and then by code. */
export const explainFailures = (): FailureExplained[] =>
  Object.keys(FAILURES)
    .flatMap((code) => explainFailure(code) ?? [])
    .sort((a, b) => a.status - b.status || a.code.localeCompare(b.code));

/** Backticks mark code. */
const withCode = (text: string): Html[] =>
  text.split("`").map((piece, index) => (index % 2 === 1 ? html`<code>${piece}</code>` : html`${piece}`));

const FOOTER = html`<footer>
  <p><a href="/docs/errors">All failures</a> · <a href="/">Promptr</a></p>
</footer>`;

export const failurePage = ({ code, status, title, cause, cure }: FailureExplained): Page =>
  page({
    title: `${title} · Promptr`,
    style: STYLE,
    robots: "index",
    body: html`<main>
        <p class="eyebrow">HTTP ${status} · <code>${code}</code></p>
        <h1>${title}</h1>
        <h2>Why it happens</h2>
        <p>${withCode(cause)}</p>
        <h2>What to do</h2>
        <p>${withCode(cure)}</p>
        <h2>Asking for help</h2>
        <p>
          The <code>requestId</code> of the answer (the header <code>X-Request-Id</code>) finds the request in the
          server's log. It holds nothing secret.
        </p>
      </main>
      ${FOOTER}`,
  });

export const failuresPage = (failures: readonly FailureExplained[]): Page =>
  page({
    title: "Failures · Promptr",
    style: STYLE,
    robots: "index",
    body: html`<main>
        <p class="eyebrow">API</p>
        <h1>Every failure, with cause and cure</h1>
        <p class="lead">Programs go by the <code>code</code> of a problem: it stays, wordings may not.</p>
        ${[...Map.groupBy(failures, ({ status }) => status)].map(
          ([status, list]) =>
            html`<h2>HTTP ${status}</h2>
              <ul class="codes">
                ${list.map(
                  ({ code, title }) =>
                    html`<li>
                      <a href="/docs/errors/${code}"><code>${code}</code></a> <span>${title}</span>
                    </li>`,
                )}
              </ul>`,
        )}
      </main>
      <footer>
        <p><a href="/">Promptr</a></p>
      </footer>`,
  });
