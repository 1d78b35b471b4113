import { html, type Html, type Page, page } from "../../contract/html.ts";
import { PAGE_STYLE } from "../../contract/page-style.ts";
import type { HomeJson } from "./schema.ts";

/** Addresses are absolute, or paths on this host; an absent one is left out of the page. */
export type Home = {
  readonly version: string;
  readonly status: State;
  /** Where administrators look at the queues. */
  readonly jobsUrl?: string | null | undefined;
  readonly docsUrl?: string | null | undefined;
  readonly openapiUrl: string;
  readonly healthUrl: string;
  /** The local outbox, outside production only. */
  readonly mailUrl?: string | null | undefined;
  readonly sourceUrl?: string | null | undefined;
  /** The public address of this server without a trailing slash, for the example. */
  readonly baseUrl: string;
};

type State = "healthy" | "degraded" | "unhealthy";
const STATES: Record<State, string> = {
  healthy: "Everything works.",
  degraded: "It works, with less than everything: Health says what is missing.",
  unhealthy: "It cannot serve right now: Health says why.",
};

const HOME_STYLE = `${PAGE_STYLE}
.state { display: flex; align-items: baseline; gap: 0.5rem; margin-top: 1.25rem; font-weight: 550; }
.state::before { content: ""; flex: none; width: 0.625rem; height: 0.625rem; border-radius: 50%; background: currentColor; }
.healthy { color: var(--fine); }
.degraded { color: var(--notice); }
.unhealthy { color: var(--alarm); }
.links { display: grid; gap: 0.625rem; margin: 1.75rem 0 0; padding: 0; list-style: none; grid-template-columns: repeat(auto-fit, minmax(min(100%, 17rem), 1fr)); }
.links a { display: block; height: 100%; padding: 0.875rem 1.125rem; border: 1px solid var(--line); border-radius: 10px; color: inherit; text-decoration: none; }
.links a:hover { border-color: var(--accent); background: var(--sunken); }
.links b { display: block; font-weight: 600; color: var(--accent); }
.links span { display: block; font-size: 0.9375rem; color: var(--muted); }
`;

const link = (url: string | null | undefined, name: string, purpose: string): Html | false =>
  url != null &&
  html`<li>
    <a href="${url}"><b>${name}</b><span>${purpose}</span></a>
  </li>`;

const example = (baseUrl: string): string =>
  [
    `curl -X POST ${baseUrl}/api/v1/auth/register`,
    "  -H 'content-type: application/json'",
    `  -d '{"email": "ada@example.com", "fullName": "Ada Lovelace",\n       "password": "correct horse battery"}'`,
  ].join(" \\\n");

/** The page at `/`: what this server is, its version, and where to go next. */
export function homePage(home: Home): Page {
  return page({
    title: "Promptr",
    style: HOME_STYLE,
    robots: "index",
    body: html`<main>
        <p class="eyebrow">Version ${home.version}</p>
        <h1>Promptr is running</h1>
        <p class="lead">
          The backend for prompts: keep them, improve them with AI models, see how good they are, share them by link.
        </p>
        <p class="state ${home.status}">${STATES[home.status]}</p>
        <ul class="links">
          ${link(home.docsUrl, "API reference", "Every endpoint, to read and to try")}
          ${link(home.openapiUrl, "OpenAPI document", "For client generators and tools")}
          ${link("/docs/errors", "Failures", "Every one, with cause and cure")}
          ${link(home.healthUrl, "Health", "Database, queue and providers")}
          ${link(home.jobsUrl, "Jobs", "The queues, for administrators")}
          ${link(home.mailUrl, "Mail outbox", "Mails this server would have sent")}
          ${link(home.sourceUrl, "Source and guide", "The tour and every setting")}
        </ul>
        <h2>Make an account</h2>
        <pre>${example(home.baseUrl)}</pre>
      </main>
      <footer><p>Open source under the MIT licence.</p></footer>`,
  });
}

/** The same for programs. */
export const homeJson = ({ version, status, docsUrl, openapiUrl, healthUrl, jobsUrl }: Home): HomeJson => ({
  name: "Promptr",
  version,
  status,
  links: { reference: docsUrl ?? null, openapi: openapiUrl, health: healthUrl, jobs: jobsUrl ?? null },
});
