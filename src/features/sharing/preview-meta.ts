import { type Html, html } from "../../contract/html.ts";

/** Chat programs cut previews at about this length (UTF-16 units). */
const PREVIEW_LENGTH_MAX = 200;

/** Overrides and isolates: in a title they only serve to make it read as something else. */
const DIRECTION_CHARACTERS = /[\u202A-\u202E\u2066-\u2069]/g;

/** A title that reads as what it is. */
export const undisguised = (title: string): string => title.replace(DIRECTION_CHARACTERS, "");

/** One line for a browser tab or a preview. */
export function preview(text: string): string {
  const line = undisguised(text).replace(/\s+/g, " ").trim();
  if (line.length <= PREVIEW_LENGTH_MAX) return line;
  // The cut may fall inside a surrogate pair: the lone half goes too.
  return `${line.slice(0, PREVIEW_LENGTH_MAX - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}

export type Previewed = {
  readonly title: string;
  readonly description?: string | null | undefined;
  /** Display name, never an e-mail address. */
  readonly sharedBy: string;
  /** The absolute address of the page. */
  readonly canonicalUrl: string;
};

/** What chat programs and search engines show of a page. */
export function previewMeta({ title, description, sharedBy, canonicalUrl }: Previewed): Html {
  const name = preview(title);
  const text = preview(description || `A prompt shared by ${sharedBy} with Promptr.`);
  return html`<link rel="canonical" href="${canonicalUrl}" />
    <meta name="description" content="${text}" />
    <meta property="og:type" content="article" />
    <meta property="og:site_name" content="Promptr" />
    <meta property="og:title" content="${name}" />
    <meta property="og:description" content="${text}" />
    <meta property="og:url" content="${canonicalUrl}" />
    <meta name="twitter:card" content="summary" />
    <meta name="twitter:title" content="${name}" />
    <meta name="twitter:description" content="${text}" />`;
}
