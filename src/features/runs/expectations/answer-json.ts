const FENCE = "```";
const BLOCKS_MAX = 20;

const parsed = (text: string): { readonly value: unknown } | null => {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return null;
  }
};

/** The JSON of an answer: the whole of it, or its first fenced block that is JSON; null when there is none. */
export function jsonIn(answer: string): { readonly value: unknown } | null {
  const whole = parsed(answer);
  if (whole) return whole;
  let from = 0;
  for (let block = 0; block < BLOCKS_MAX; block += 1) {
    const open = answer.indexOf(FENCE, from);
    const start = open < 0 ? -1 : answer.indexOf("\n", open);
    const end = start < 0 ? -1 : answer.indexOf(FENCE, start);
    if (end < 0) return null;
    const found = parsed(answer.slice(start, end));
    if (found) return found;
    from = end + FENCE.length;
  }
  return null;
}
