/** Words shorter than this are each other's typos. */
const LETTERS_MIN = 4;
/** From here on a word may be mistyped twice. */
const TWICE_FROM = 8;

/** How often a word may be mistyped and still be taken for it. */
export const slipsIn = (word: string): number => (word.length < LETTERS_MIN ? 0 : word.length < TWICE_FROM ? 1 : 2);

/** Letters put in, left out, exchanged or swapped with their neighbour (optimal string alignment), up to `max`. */
function distance(one: string, other: string, max: number): number {
  if (Math.abs(one.length - other.length) > max) return max + 1;
  let [before, previous] = [[] as number[], Array.from({ length: other.length + 1 }, (_, index) => index)];
  for (let i = 1; i <= one.length; i += 1) {
    const current = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const same = one[i - 1] === other[j - 1];
      let least = Math.min((previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + (same ? 0 : 1));
      if (one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) least = Math.min(least, (before[j - 2] ?? 0) + 1);
      current.push(least);
    }
    if (Math.min(...current) > max) return max + 1;
    [before, previous] = [previous, current];
  }
  return previous[other.length] ?? 0;
}

/** How many slips lie between what was typed and a word, or a word that begins like it; null where it is another word. */
export function slipsBetween(asked: string, word: string): number | null {
  if (word.startsWith(asked)) return 0;
  const slips = slipsIn(asked);
  const found = slips > 0 ? distance(asked, word, slips) : Infinity;
  return found <= slips ? found : null;
}

/** Whether somebody who typed `asked` may have meant `word`, or a word that begins like it. */
export const isAlike = (asked: string, word: string): boolean => slipsBetween(asked, word) !== null;

/**
 * LIKE patterns of titles with a space at both ends that may hold what was meant by a folded word: of a short word all that
 * one slip makes of it; of a longer one its halves, as a slip or two in one half leave the other whole. A trigram index
 * finds them; what is not alike is for `isAlike` to see.
 */
export function likePatterns(asked: string): string[] {
  const patterns = new Set([`% ${asked}%`]);
  const swapped = (at: number): string =>
    `% ${asked.slice(0, at)}${asked.charAt(at + 1)}${asked.charAt(at)}${asked.slice(at + 2)} %`;
  if (asked.length >= TWICE_FROM) {
    const middle = asked.length >> 1;
    return [...patterns, `% ${asked.slice(0, middle)}%`, `%${asked.slice(middle)} %`, swapped(middle - 1)];
  }
  for (let at = 0; at <= asked.length; at += 1) {
    const [before, after] = [asked.slice(0, at), asked.slice(at)];
    patterns.add(`% ${before}_${after} %`);
    if (after.length > 0) patterns.add(`% ${before}_${after.slice(1)} %`).add(`% ${before}${after.slice(1)} %`);
    if (after.length > 1) patterns.add(swapped(at));
  }
  return [...patterns];
}
