import { createHash } from "node:crypto";

// A private field makes the type nominal: neither a string nor parsed JSON with a `text` property can pass for it.
class SafeHtml {
  readonly #text: string;
  constructor(text: string) {
    this.#text = text;
  }
  toString(): string {
    return this.#text;
  }
}

/** Text that is already safe HTML. Only `html` and `raw` make one. */
export type Html = SafeHtml;

type Interpolation = Html | string | number | null | undefined | false | readonly Interpolation[];

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  // A bare CR is turned into LF by the parser; as a reference it survives, so a copied prompt is the stored one.
  "\r": "&#13;",
};

const render = (value: Interpolation): string => {
  if (value instanceof SafeHtml) return value.toString();
  if (value == null || value === false) return "";
  if (typeof value === "object") return value.map(render).join("");
  return String(value).replace(/[&<>"'\r]/g, (character) => ENTITIES[character] ?? "");
};

/** A piece of HTML: every interpolation is escaped (safe in text and in quoted attributes), arrays are joined, absent values vanish. */
export function html(strings: TemplateStringsArray, ...values: Interpolation[]): Html {
  return new SafeHtml(strings.map((piece, index) => piece + render(values[index])).join(""));
}

/** Marks a constant of our own (a style sheet, a script, an icon) as HTML. Never for anything a person typed. */
export const raw = (constant: string): Html => new SafeHtml(constant);

/** A whole answer for a browser; `headers` is complete, the content type included. */
export type Page = { readonly status: number; readonly html: string; readonly headers: Record<string, string> };

type PageParts = {
  readonly title: string;
  readonly head?: Html | undefined;
  readonly body: Html;
  /** The one inline style sheet and the one inline script: constants, because their hashes are kept. */
  readonly style: string;
  readonly script?: string | undefined;
  readonly status?: number | undefined;
  readonly extraHeaders?: Record<string, string> | undefined;
  /** Pages are hidden from crawlers unless they ask to be found. */
  readonly robots?: "index" | "noindex" | undefined;
};

/** Far more than the distinct style sheets and scripts there are; a bound in case a caller builds them per request. */
const HASHES_KEPT_MAX = 64;
const hashes = new Map<string, string>();

function sourceHash(text: string): string {
  const known = hashes.get(text);
  if (known !== undefined) return known;
  const hash = `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
  const oldest = hashes.keys().next();
  if (hashes.size >= HASHES_KEPT_MAX && !oldest.done) hashes.delete(oldest.value);
  hashes.set(text, hash);
  return hash;
}

// A data: address, so the page needs no second request; it is the only reason for `img-src` below.
const ICON = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#4338ca"/>' +
    '<path d="M9 10l6 6-6 6M17 22h7" fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round" stroke-linejoin="round"/></svg>',
)}`;

const contentSecurityPolicy = (style: string, script: string | undefined): string =>
  [
    "default-src 'none'",
    `style-src ${sourceHash(style)}`,
    ...(script === undefined ? [] : [`script-src ${sourceHash(script)}`]),
    "img-src data:",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");

// Not an html`` template: the formatter may re-indent those, and one added space would break the hash.
const verbatim = (element: "style" | "script", text: string): Html => raw(`<${element}>${text}</${element}>`);

/** A full document whose Content-Security-Policy admits exactly its own style and script. */
export function page(parts: PageParts): Page {
  const hidden = parts.robots !== "index";
  const document = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${parts.title}</title>
        <link rel="icon" href="${ICON}" />
        ${hidden && html`<meta name="robots" content="noindex" />`} ${parts.head} ${verbatim("style", parts.style)}
      </head>
      <body>
        ${parts.body} ${parts.script !== undefined && verbatim("script", parts.script)}
      </body>
    </html> `;
  return {
    status: parts.status ?? 200,
    html: document.toString(),
    headers: {
      "Content-Type": "text/html; charset=utf-8",
      "Content-Security-Policy": contentSecurityPolicy(parts.style, parts.script),
      "Referrer-Policy": "no-referrer",
      "X-Content-Type-Options": "nosniff",
      "Cache-Control": "private, no-store",
      ...(hidden ? { "X-Robots-Tag": "noindex" } : {}),
      ...parts.extraHeaders,
    },
  };
}

/** What a page's address gives to programs that ask for JSON. */
export const jsonPage = (body: object): Page => ({
  status: 200,
  html: JSON.stringify(body),
  headers: { "Content-Type": "application/json; charset=utf-8", "Cache-Control": "no-store" },
});
