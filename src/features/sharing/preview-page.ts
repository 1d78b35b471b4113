import { html, type Page, page } from "../../contract/html.ts";
import { SHARE_STYLE } from "./page-style.ts";
import { preview, type Previewed, previewMeta, undisguised } from "./preview-meta.ts";

type Announced = Previewed & {
  readonly isPublic: boolean;
  readonly hasPassword: boolean;
  /** The path the button posts to. */
  readonly action: string;
};

/**
 * What a link preview, a crawler or a browser that fetches ahead gets of a link with counted views: all but the text.
 * Its button counts the view, so a person who was taken for a robot, or is shown what was fetched ahead, still reads it.
 */
export const sharePreviewPage = (prompt: Announced): Page =>
  page({
    title: `${preview(prompt.title)} · Promptr`,
    head: prompt.hasPassword ? undefined : previewMeta(prompt),
    style: SHARE_STYLE,
    robots: prompt.isPublic && !prompt.hasPassword ? "index" : "noindex",
    body: html`<main class="narrow">
        <p class="eyebrow">Shared prompt</p>
        <h1 dir="auto">${undisguised(prompt.title)}</h1>
        ${prompt.description && html`<p class="lead" dir="auto">${prompt.description}</p>`}
        <p>Shared by <bdi>${prompt.sharedBy}</bdi>. This link can be opened a limited number of times.</p>
        <form method="post" action="${prompt.action}"><button>Show the prompt</button></form>
      </main>
      <footer class="narrow"><p>Promptr keeps, improves and shares prompts.</p></footer>`,
  });
