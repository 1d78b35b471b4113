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

/** Whether somebody who typed `asked` may have meant `word`, or a word that begins like it. */
export function isAlike(asked: string, word: string): boolean {
  if (word.startsWith(asked)) return true;
  const slips = slipsIn(asked);
  return slips > 0 && distance(asked, word, slips) <= slips;
}
