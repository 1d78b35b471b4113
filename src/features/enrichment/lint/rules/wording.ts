import { type Context, type Hit, type PartText, spanOf } from "../context.ts";
import { isContentWord, isIn, SETS } from "../lexicon/index.ts";
import { quote } from "./quote.ts";
import type { Breach, Rule } from "./rule.ts";

const PER_PART_MAX = 20;

export const vagueQuantifier: Rule = {
  id: "vague-quantifier",
  version: 1,
  severity: "warning",
  dimension: "clarity",
  weight: 0.35,
  check: (context) =>
    context
      .concept("vague")
      .filter((hit) => hit.part.part !== "context" && !isInPath(hit))
      .slice(0, PER_PART_MAX * 6)
      .map((hit) => ({
        field: hit.part.part,
        span: spanOf(hit),
        message: `"${quote(hit.part.text, spanOf(hit))}" can mean anything. Give the number, the whole list, or the test that decides.`,
        question: `What exactly is meant by "${quote(hit.part.text, spanOf(hit))}"?`,
      })),
};

/** "/etc/nginx.conf" is no list that goes on. */
const isInPath = (hit: Hit): boolean => {
  const [start, end] = spanOf(hit);
  return /[/\\]/.test(hit.part.prose.charAt(start - 1) + hit.part.prose.charAt(end));
};

const JARGON_KINDS_MIN = 6;
const JARGON_SHARE = 0.75;
const SAME_WORD_RUN = 4;

/** The vocabulary of prompt writing instead of a task: it cannot raise a score, and in heaps it lowers it. */
export const keywordStuffing: Rule = {
  id: "keyword-stuffing",
  version: 1,
  severity: "warning",
  dimension: "clarity",
  weight: 0.7,
  check: ({ parts }: Context) => parts.flatMap((part) => [...heaps(part), ...echoes(part)].slice(0, PER_PART_MAX)),
};

const heaps = (part: PartText): readonly Breach[] =>
  part.sentences.flatMap(({ span, from, to }) => {
    if (to - from < JARGON_KINDS_MIN) return [];
    const telling = part.words.slice(from, to).filter((word) => !isIn(word, SETS.function));
    const jargon = telling.filter((word) => isIn(word, SETS.jargon));
    const isHeap =
      new Set(jargon.map(({ text }) => text)).size >= JARGON_KINDS_MIN &&
      jargon.length >= JARGON_SHARE * telling.length;
    return isHeap
      ? [
          breach(
            part,
            span,
            "A heap of prompt words is no instruction. Say what should be done and what a good result has.",
          ),
        ]
      : [];
  });

/** One word several times running. */
function echoes(part: PartText): readonly Breach[] {
  const found: Breach[] = [];
  let run = 1;
  for (let index = 1; index <= part.words.length; index += 1) {
    const [previous, word] = [part.words[index - 1], part.words[index]];
    if (word && previous && word.text === previous.text && isContentWord(word) && word.text.length > 1) {
      run += 1;
      continue;
    }
    const first = part.words[index - run];
    if (run >= SAME_WORD_RUN && first && previous)
      found.push(
        breach(part, [first.start, previous.end], "The same word stands here several times running. Keep one."),
      );
    run = 1;
  }
  return found;
}

const breach = (part: PartText, span: Breach["span"], message: string): Breach => ({
  field: part.part,
  span,
  message,
  question: "What should the model do, in plain words?",
});
