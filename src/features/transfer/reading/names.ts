import { createHash } from "node:crypto";

const SLUG_MAX = 120;
const HASH_LENGTH = 8;
/** Names are a line; what is longer is told apart by its digest. */
const NAME_READ_MAX = 500;

const digest = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, HASH_LENGTH);
const trimmed = (slug: string): string => slug.replaceAll(/^[^a-z0-9]+|[^a-z0-9]+$/g, "");

/**
 * The slug a name elsewhere always gets, so that a second import finds what the first made. Slashes of a path stay; what
 * slugs cannot hold becomes "-". A name in a script without our letters keeps itself apart by a digest.
 */
export function slugOfName(name: string, isPath: boolean): string {
  const folded = name
    .slice(0, NAME_READ_MAX)
    .normalize("NFKD")
    .replaceAll(/\p{M}+/gu, "")
    .toLowerCase();
  const slug = trimmed(folded.replaceAll(isPath ? /[^a-z0-9._/-]+/g : /[^a-z0-9._-]+/g, "-").replaceAll(/-{2,}/g, "-"));
  if (slug === "") return `prompt-${digest(name)}`;
  const isWhole = name.length <= NAME_READ_MAX && slug.length <= SLUG_MAX && !/[^\P{L}a-z]/u.test(folded);
  return isWhole ? slug : apart(slug, name);
}

/** The slug with a digest behind it, for a second thing of the same name. */
export const apart = (slug: string, what: string): string =>
  `${trimmed(slug.slice(0, SLUG_MAX - HASH_LENGTH - 1))}-${digest(what)}`;

const TITLE_MAX = 60;
/** The beginning of a text that has no name. */
export function titleOfText(text: string): string {
  const [line = ""] = text.trim().split("\n");
  return line.length <= TITLE_MAX
    ? line
    : `${line.slice(0, TITLE_MAX).toWellFormed().replaceAll("\u{FFFD}", "").trimEnd()}…`;
}
