const WIDE = /[\u2E80-\u9FFF\uAC00-\uD7AF\uF900-\uFAFF]/g;
const CHARACTERS_PER_TOKEN = 4;

/** A model-neutral estimate, not rounded: four characters to a token, one where a character is a word. */
export function estimateTokens(text: string): number {
  const wide = text.match(WIDE)?.length ?? 0;
  return wide + (text.length - wide) / CHARACTERS_PER_TOKEN;
}
