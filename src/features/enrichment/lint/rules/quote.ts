import type { Span } from "../report.ts";
import { secretsIn } from "../text/secrets.ts";

const QUOTE_CHARACTERS_MAX = 60;
/** A secret cut in two by the length of a quote would no longer look like one. */
const LOOK_AHEAD = 240;

/** Words of the prompt for a message, short and without any secret that stands among them. */
export function quote(text: string, [start, end]: Span): string {
  let words = text.slice(start, Math.min(end, start + LOOK_AHEAD)).replaceAll(/\s{1,1000}/g, " ");
  for (const { span } of secretsIn(words).toReversed())
    words = `${words.slice(0, span[0])}[secret]${words.slice(span[1])}`;
  return words.length > QUOTE_CHARACTERS_MAX ? `${words.slice(0, QUOTE_CHARACTERS_MAX).trimEnd()}…` : words;
}
