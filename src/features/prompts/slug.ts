const LENGTH_MAX = 60;
/** Random characters at an id's end: enough that a thousand equal titles meet none twice. */
const TAIL = 10;

/** The words of a title without accents, joined by "-"; a word that does not fit is left out, unless it is the first. */
function wordsOf(title: string): string {
  const words =
    title
      .normalize("NFKD")
      .replaceAll(/\p{M}+/gu, "")
      .toLowerCase()
      .match(/[a-z0-9]+/g) ?? [];
  let slug = (words.shift() ?? "").slice(0, LENGTH_MAX);
  for (const word of words) {
    if (slug.length + 1 + word.length > LENGTH_MAX) break;
    slug += `-${word}`;
  }
  return slug;
}

/** The slug of a prompt whose owner names none, and what it is called when another of the owner's has that. */
export function slugsOf(title: string, id: string): { readonly slug: string; readonly otherSlug: string } {
  const slug = wordsOf(title) || `prompt-${id.slice(-8)}`;
  return { slug, otherSlug: `${slug}-${id.slice(-TAIL)}` };
}
