import { type Context, hasWord, type PartText, sentenceWords, spanOf } from "../context.ts";
import { isContentWord, isFreeOrder, isIn, type LexicalWord, SETS } from "../lexicon/index.ts";
import type { Span } from "../report.ts";
import type { Sentence } from "../text/words.ts";
import { asksNothing, isFiller } from "./praise.ts";
import type { Rule } from "./rule.ts";

/** A word of a script without spaces is one character: two of them carry about as much as one word elsewhere. */
const WIDE = /^[\u2E80-\u9FFF\uAC00-\uD7AF]$/;
const NUMBER = /^\d+$/;
const THIN_BELOW = 2;
const SUPPORT_ENOUGH = 3;
const MATERIAL_ENOUGH = 6;

const isEmpty = ({ task }: Context): boolean =>
  task === undefined || (task.words.length === 0 && task.protected.length === 0);

/**
 * Praise and the vocabulary of prompt writing are thin and no better than nothing: an empty task has 0, and adding them must
 * not raise it. One that orders to make something is only thin, since its matter may be prompt writing.
 */
const isWorthNothing = ({ task }: Context): boolean =>
  task !== undefined &&
  task.protected.length === 0 &&
  !task.matches.has("open-task") &&
  (asksNothing(task) || task.sentences.every((sentence) => sentence.from === sentence.to || isFiller(task, sentence)));

export const emptyTask: Rule = {
  id: "empty-task",
  version: 1,
  severity: "error",
  dimension: "completeness",
  weight: 1,
  cap: 0,
  check: (context) =>
    isEmpty(context) || isWorthNothing(context)
      ? [
          {
            field: "task",
            span: [0, context.task?.text.length ?? 0],
            message: "The task is empty. Say what should be done, in one sentence.",
            question: "What should the model do?",
          },
        ]
      : [],
};

export const taskTooThin: Rule = {
  id: "task-too-thin",
  version: 1,
  severity: "warning",
  dimension: "completeness",
  weight: 0.8,
  check: (context) => {
    const { task } = context;
    if (!task || isEmpty(context)) return [];
    const weight =
      contentOf(task) + new Set(task.template.variables.map(({ name }) => name)).size + task.template.fences.length;
    const isQuestion = /[?？؟]/.test(task.prose);
    if (weight >= (isQuestion ? 1 : THIN_BELOW) || supportOf(context) >= SUPPORT_ENOUGH) return [];
    return [
      {
        field: "task",
        span: wholeOf(task),
        message: "The task is too thin to act on. Name what it is about, for whom, and what a good result has.",
        question: "What is the task about, and what should the result have?",
      },
    ];
  },
};

export const missingReferent: Rule = {
  id: "missing-referent",
  version: 1,
  severity: "warning",
  dimension: "completeness",
  weight: 0.65,
  check: (context) => {
    if (context.variableNames.size > 0 || context.parts.some(({ template }) => hasBlocks(template))) return [];
    const hits = context.concept("material");
    const first = hits[0];
    if (!first || materialIn(context, new Set(hits.map(({ match }) => match.sentence))) >= MATERIAL_ENOUGH) return [];
    return [
      {
        field: first.part.part,
        span: spanOf(first),
        message:
          "This points at a text that is not here. Paste it into the context, or put a variable where it belongs.",
        question: "Which text is meant? Paste it into the context, or name the variable that will hold it.",
      },
    ];
  },
};

const hasBlocks = (template: PartText["template"]): boolean =>
  template.fences.length + template.raws.length + template.tags.length + template.unclosed.length > 0;

/** Distinct words that say something; praise says nothing, and a number only beside another such word. */
function contentOf(part: PartText): number {
  const content = new Set<string>();
  for (const sentence of part.sentences) {
    const words = sentenceWords(part, sentence);
    const telling = words.filter((word, index) => isContentWord(word) && !countsJargon(word, words[index + 1]));
    if (isFiller(part, sentence) || telling.every(({ text }) => NUMBER.test(text))) continue;
    for (const { text } of telling) content.add(text);
  }
  let weight = 0;
  for (const word of content) weight += WIDE.test(word) ? 0.5 : 1;
  return weight;
}

/** The 20 of "20 years of experience". */
const countsJargon = (word: LexicalWord, next: LexicalWord | undefined): boolean =>
  NUMBER.test(word.text) && next !== undefined && isIn(next, SETS.jargon);

const supportOf = ({ parts }: Context): number =>
  parts.reduce(
    (sum, part) => sum + (["context", "requirements", "output"].includes(part.part) ? contentOf(part) : 0),
    0,
  );

const wholeOf = ({ text }: PartText): Span => [0, text.length];

/** The words among which a free order has its verb. */
const endsOf = (part: PartText, sentence: Sentence): readonly LexicalWord[] => {
  const words = sentenceWords(part, sentence);
  return [...words.slice(0, 2), ...words.slice(-2)];
};

const isOrder = (part: PartText, sentence: Sentence, first: LexicalWord): boolean =>
  isIn(first, SETS.instruction) ||
  (isFreeOrder(first) && endsOf(part, sentence).some((word) => isIn(word, SETS.instruction | SETS.modal))) ||
  (hasWord(part, sentence, SETS.modal) && hasWord(part, sentence, SETS.reply));

/** "Mend this sentence: „…“" holds what it points at. */
function quoted(part: PartText, sentence: Sentence): readonly string[] {
  const start = part.text.slice(...sentence.span).search(/[:：]\s{0,4}[„“”«»"「『‘]/u);
  const from = sentence.span[0] + start;
  return start < 0
    ? []
    : sentenceWords(part, sentence)
        .filter((word) => word.start > from)
        .map(({ text }) => text);
}

/** Distinct words that could be the text meant: outside the pointing sentences, and outside sentences that give orders. */
function materialIn({ parts }: Context, pointing: ReadonlySet<Sentence>): number {
  const words = new Set<string>();
  for (const part of parts) {
    if (part.part !== "task" && part.part !== "context") continue;
    for (const sentence of part.sentences) {
      const [first, ...rest] = sentenceWords(part, sentence);
      if (first !== undefined && pointing.has(sentence)) for (const word of quoted(part, sentence)) words.add(word);
      if (first === undefined || pointing.has(sentence) || isFiller(part, sentence)) continue;
      if (part.part === "task" && isOrder(part, sentence, first)) continue;
      for (const word of [first, ...rest]) if (!isIn(word, SETS.function | SETS.jargon)) words.add(word.text);
    }
  }
  return words.size;
}
