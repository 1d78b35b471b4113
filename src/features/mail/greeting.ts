/** A longer "name" is a message, and is not repeated. */
const GREETED_CHARACTERS_MAX = 60;
const QUOTED_CHARACTERS_MAX = 100;
/** Line breaks, and what turns around or hides the text beside it. */
const NOT_WRITING = /[\p{Cc}\s\u200B\u2060\u202A-\u202E\u2066-\u2069\uFEFF]+/gu;

/**
 * A name to greet with. Anyone can register a stranger's address, so a "name" that a mail program would turn into a
 * link, or that carries a message of its own, must not become an advertisement sent by us.
 */
export function greeted(fullName: string): string {
  const name = fullName.replace(NOT_WRITING, " ").trim();
  const isLinkLike = /[/:@\\]|\p{L}\.\p{L}{2}/u.test(name);
  return name === "" || isLinkLike || name.length > GREETED_CHARACTERS_MAX ? "there" : name;
}

/** What the reader called something, on one line and in quotation marks. */
export function quoted(title: string): string {
  const characters = Array.from(title.replace(NOT_WRITING, " ").trim());
  const shown = characters.slice(0, QUOTED_CHARACTERS_MAX).join("");
  return `"${shown}${characters.length > QUOTED_CHARACTERS_MAX ? "…" : ""}"`;
}

export const day = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" });
