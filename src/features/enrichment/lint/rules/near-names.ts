const TYPO_LENGTH_MIN = 5;
/** Names longer than this are not compared letter by letter. */
const TYPO_LENGTH_MAX = 40;

/** A name without what is only spelling: case and separators. */
export const plainName = (name: string): string => name.toLowerCase().replaceAll(/[_.-]/g, "");

/** Two plain names that are one, or one slip of a finger apart when they are long enough for it. */
export const areNear = (a: string, b: string): boolean => a === b || isSlip(a, b);

/** A letter more, less, other or two swapped; digits and a plural s tell names apart on purpose. */
function isSlip(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (short.length < TYPO_LENGTH_MIN || long.length > TYPO_LENGTH_MAX || long.length - short.length > 1) return false;
  let from = 0;
  while (from < short.length && short[from] === long[from]) from += 1;
  let [shortEnd, longEnd] = [short.length, long.length];
  while (shortEnd > from && short[shortEnd - 1] === long[longEnd - 1]) {
    shortEnd -= 1;
    longEnd -= 1;
  }
  const [left, right] = [short.slice(from, shortEnd), long.slice(from, longEnd)];
  if (/\d/.test(left + right) || (left === "" && right === "s" && longEnd === long.length)) return false;
  if (left.length === 2 && right.length === 2) return left[0] === right[1] && left[1] === right[0];
  return from > 0 && left.length <= 1 && right.length <= 1;
}
