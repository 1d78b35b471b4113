import type { PartText } from "../context.ts";
import type { Span } from "../report.ts";
import { overlaps, touchesAny } from "../text/spans.ts";
import type { Sentence } from "../text/words.ts";
import { quote } from "./quote.ts";
import type { Rule } from "./rule.ts";

/** Words an author writes for themselves to fill in later; each pattern is fixed text and one bounded run. */
const PATTERNS: readonly RegExp[] = [
  /\[(?:insert|add|enter|paste|put|fill|replace|describe|your|the name of|inserte|insertar|introduce|tu|su|einfügen|hier|dein|deine|ihr|ihre|insérer|insérez|votre|ton|ta|insira|seu|sua)(?: [^\][\n]{1,80})\](?!\()/giu,
  /\[(?:[^\][\n]{1,40}\s{1,8}(?:here|aquí|ici|aqui|einfügen)|placeholder|topic|company\s{1,8}name|product\s{1,8}name|\.{3})\](?!\()/giu,
  /<(?:insert|add|enter|paste|your|put|inserte|tu|su|dein|deine|ihr|ihre|votre|insérer)(?:[ _-][^<>\n]{0,80})>/giu,
  /<[^<>\n/]{1,40}\s{1,8}here>/giu,
  /\b(?:TODO|FIXME|TBD|XXX)\b(?=[ \t]{0,4}[:(])/giu,
  /\b(?:TBD|FIXME)\b/gu,
  /\blorem\s{1,8}ipsum\b/giu,
  /(?<!_)_{4,}(?!_)/gu,
  /\{(?:your|insert|tu|dein|deine|votre)[ _][^{}\n]{1,60}\}(?!\})/giu,
];
const PER_PART_MAX = 20;

export const placeholderLeft: Rule = {
  id: "placeholder-left",
  version: 1,
  severity: "warning",
  dimension: "completeness",
  weight: 0.5,
  check: ({ parts }) =>
    parts.flatMap((part) =>
      placeholdersIn(part).map((span) => ({
        field: part.part,
        span,
        message: `"${quote(part.text, span)}" was left to be filled in. Write the real words, or make it a {{variable}}.`,
        question: `What should stand in place of "${quote(part.text, span)}"?`,
      })),
    ),
};

const NOTE = /^(?:todo|fixme|tbd|xxx)$/;

/** Notes, and what the patterns find. */
function placeholdersIn(part: PartText): readonly Span[] {
  const spans = part.sentences.flatMap((sentence) => noteIn(part, sentence) ?? []).slice(0, PER_PART_MAX);
  for (const pattern of PATTERNS) {
    let count = 0;
    for (const match of part.prose.matchAll(pattern)) {
      if (++count > PER_PART_MAX) break;
      const span: Span = [match.index, match.index + match[0].length];
      if (!spans.some((other) => overlaps(other, span)) && !touchesAny(span, part.protected)) spans.push(span);
    }
  }
  return spans;
}

/** A note in capitals that begins a sentence, or one that is the whole of it: "todo" is an ordinary word of Spanish. */
function noteIn(part: PartText, { from, to }: Sentence): readonly [Span] | null {
  const word = part.words[from];
  if (!word || !NOTE.test(word.text)) return null;
  const isAlone = to - from === 1;
  return isAlone || part.prose.slice(word.start, word.end) === word.text.toUpperCase()
    ? [[word.start, word.end]]
    : null;
}
