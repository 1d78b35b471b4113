import { type Context, hasWord, type PartText } from "../context.ts";
import { isContentWord, isIn, type LexicalWord, SETS } from "../lexicon/index.ts";
import type { Span } from "../report.ts";
import type { Sentence } from "../text/words.ts";
import { asksNothing, isFiller } from "./praise.ts";
import type { Rule } from "./rule.ts";
import { isScaffold } from "./scaffold.ts";

/** A word of a script without spaces is one character: two of them carry about as much as one word elsewhere. */
const WIDE = /^[\u2E80-\u9FFF\uAC00-\uD7AF]$/;
const NUMBER = /^\d+$/;
const THIN_BELOW = 2;
const SUPPORT_ENOUGH = 3;

const isEmpty = ({ task }: Context): boolean => task === undefined || (task.words.length === 0 && holdsNothing(task));

/** No value comes in, and no block has a word in it. */
const holdsNothing = ({ text, protected: kept, template: { fences } }: PartText): boolean =>
  kept.length === fences.length && !fences.some((span) => LETTER.test(text.slice(...span)));
const LETTER = /[\p{L}\p{N}]/u;

/**
 * Praise and the vocabulary of prompt writing are thin and no better than nothing: an empty task has 0, and adding them must
 * not raise it. One that orders to make something is only thin, since its matter may be prompt writing.
 */
const isWorthNothing = ({ task }: Context): boolean =>
  task !== undefined && holdsNothing(task) && (asksNothing(task) || isBareForm(task));

function isBareForm(task: PartText): boolean {
  const telling = task.sentences.filter((sentence) => !saysNothing(task, sentence));
  if (telling.length === 0) return !task.matches.get("open-task")?.some(({ sentence }) => !isScaffold(task, sentence));
  if (!task.sentences.some((sentence) => isScaffold(task, sentence)) || telling.length > FORM_SENTENCES_MAX)
    return false;
  const words = telling.flatMap((sentence) => sentence.words);
  return !telling.some((sentence) => asksFor(sentence)) && words.filter(isMatter).length < THIN_BELOW;
}
/** A form with more lines than this filled in is no bare one. */
const FORM_SENTENCES_MAX = 8;

const asksFor = (sentence: Sentence): boolean =>
  hasWord(sentence, SETS.instruction | SETS.outputVerb) && sentence.words.some(isMatter);
const isMatter = (word: LexicalWord): boolean =>
  isContentWord(word) && !isIn(word, SETS.instruction | SETS.outputVerb) && !NUMBER.test(word.text);

/** Praise, prompt words and the headings and labels of a form. */
const saysNothing = (part: PartText, sentence: Sentence): boolean =>
  sentence.from === sentence.to || isFiller(part, sentence) || isScaffold(part, sentence);

export const emptyTask: Rule = {
  id: "empty-task",
  version: 2,
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
  version: 2,
  severity: "warning",
  dimension: "completeness",
  weight: 0.8,
  check: (context) => {
    const { task } = context;
    if (!task || isEmpty(context)) return [];
    const values = new Set(task.template.variables.map(({ name }) => name)).size + task.template.fences.length;
    const weight = values + contentOf(task, VERBLESS_BELOW);
    const isQuestion = task.sentences.some((sentence) => asks(task, sentence));
    const enough = isQuestion ? 1 : isVerbless(task) ? VERBLESS_BELOW : THIN_BELOW;
    if (weight >= enough || supportOf(context) >= SUPPORT_ENOUGH) return [];
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

/** A few words that neither order nor name a form of text say too little of what is wanted. */
const isVerbless = (task: PartText): boolean => {
  if (task.protected.length > 0) return false;
  const telling = new Set(task.sentences.filter((sentence) => !isFiller(task, sentence)));
  if ([...telling].some(({ span }) => /["'“”„«»「」『』‘’]/u.test(task.prose.slice(...span)))) return false;
  const named = [...(task.matches.get("closed-output") ?? []), ...(task.matches.get("open-task") ?? [])];
  return (
    !named.some(({ sentence }) => telling.has(sentence)) &&
    ![...telling].some((sentence) => hasWord(sentence, SETS.instruction | SETS.outputVerb))
  );
};
const VERBLESS_BELOW = 4;
const asks = (part: PartText, { span, from, to }: Sentence): boolean =>
  to - from >= QUESTION_WORDS_MIN && /[?？؟]/.test(part.prose.slice(...span));
/** "Bees??" is a word with a mark. */
const QUESTION_WORDS_MIN = 3;

/** Distinct words that say something, counted until there are enough; praise says nothing, a number only beside such a word. */
function contentOf(part: PartText, enough: number): number {
  const content = new Set<string>();
  for (const sentence of part.sentences) {
    const words = sentence.words;
    const telling = words.filter((word, index) => isContentWord(word) && !countsJargon(word, words[index + 1]));
    if (isFiller(part, sentence) || isScaffold(part, sentence) || telling.every(({ text }) => NUMBER.test(text)))
      continue;
    for (const { text } of telling) content.add(text);
    if (content.size >= 2 * enough) break;
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
    (sum, part) =>
      sum + (["context", "requirements", "output"].includes(part.part) ? contentOf(part, SUPPORT_ENOUGH) : 0),
    0,
  );

const wholeOf = ({ text }: PartText): Span => [0, text.length];
