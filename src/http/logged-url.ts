/** Share tokens and those of mailed links never reach the log. */
const TOKEN_IN_PATH =
  /(\/(?:s|sharing|verify-email|reset-password|unsubscribe|exports\/download)(?:\/|%2f)+)[^/?#]{20,}/gi;
/** The query values that say nothing of a person; everything else might be a prompt, a password or a token. */
const LOGGED = ["limit", "page", "sort", "include", "category", "isPublic", "model", "promptId", "write"];
const LOGGED_VALUES = new Set(LOGGED);
const QUERY_VALUE = /([?&])([^=&]*)=([^&]*)/g;

/** Most addresses hold nothing to hide: short words and ids, and no query but what may be shown. Routes are found in any case. */
const PLAIN = new RegExp(
  `^(?:/(?!(?i:s|sharing|verify-email|reset-password|unsubscribe|exports)/)[\\w.-]{0,60}){0,8}(?:[?&](?:${LOGGED.join("|")})=[\\w.-]{0,60}){0,8}$`,
);
const PLAIN_MAX = 300;

const ENCODED = /%([0-9a-f]{2})/gi;
const UNRESERVED = /[\w.~-]/;
/** With the characters as such that need no encoding (RFC 3986 §6.2.2.2): routes are found with them decoded. */
const decoded = (path: string): string =>
  path.replaceAll(ENCODED, (whole, hex: string) => {
    const character = String.fromCharCode(Number.parseInt(hex, 16));
    return UNRESERVED.test(character) ? character : whole;
  });

/** An address without its secrets, as who asked may be told it again. */
export function redactUrl(url: string): string {
  if (url.length <= PLAIN_MAX && PLAIN.test(url)) return url;
  const [path = "", ...query] = url.split("?");
  const shown = decoded(path.slice(0, 900)).slice(0, 300).replaceAll(TOKEN_IN_PATH, "$1[redacted]");
  if (query.length === 0) return shown;
  const values = `?${query.join("?").slice(0, 300)}`.replaceAll(
    QUERY_VALUE,
    (_all, mark: string, key: string, value: string) =>
      LOGGED_VALUES.has(key) ? `${mark}${key}=${value}` : `${mark}${key.slice(0, 40)}=[redacted]`,
  );
  return shown + values;
}

/** The name of a label is its owner's word; the prompt's id and the route say which one it was. */
const LABEL_IN_PATH = /(\/labels(?:\/|%2f)+)[^/?#]+/i;
/** An address as the log may show it: besides secrets, what a person has written is left out. */
export const loggedUrl = (url: string): string => redactUrl(url).replace(LABEL_IN_PATH, "$1[redacted]");
