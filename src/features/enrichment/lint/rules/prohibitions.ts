import { type Context, hasWord, type PartText } from "../context.ts";
import { isContentWord, isFreeOrder, isIn, type LexicalWord, SETS } from "../lexicon/index.ts";
import type { Span } from "../report.ts";
import type { Sentence } from "../text/words.ts";
import { isPraise } from "./praise.ts";
import type { Breach, Rule } from "./rule.ts";

/** One or two limits beside a task are ordinary; from here on the list of what is unwanted stands in for what is wanted. */
const PROHIBITIONS_MIN = 3;

/** Says only what must not happen: the whole task, or every rule beside it. */
export const negationOnly: Rule = {
  id: "negation-only",
  version: 1,
  severity: "warning",
  dimension: "clarity",
  weight: 0.35,
  check: (context) => {
    const task = forbiddingTask(context);
    return task.length > 0 ? task : forbiddingRules(context);
  },
};

type Said = { readonly part: PartText; readonly sentence: Sentence; readonly index: number };

const isRule = ({ part: { part }, index }: Said): boolean =>
  part === "requirements" || part === "style" || (part === "task" && index > 0);

/** A rule that only repeats what stands elsewhere is none: taking it out must change nothing here. */
const wordingOf = ({ sentence }: Said): string => sentence.words.map(({ text }) => text).join(" ");

function forbiddingTask({ task, parts }: Context): readonly Breach[] {
  if (!task) return [];
  const said = telling(task);
  const forbids = said.length > 0 && said.every((sentence) => isProhibition(task, sentence));
  const says = parts.some((part) => part !== task && telling(part).some((sentence) => isOrder(part, sentence)));
  return forbids && !says
    ? [breach(task, [0, task.text.length], "The task says only what not to do. Say what should be done.")]
    : [];
}

/** Its requirements, or these with its style and what follows the first sentence of the task; the output only describes a form. */
function forbiddingRules({ parts }: Context): readonly Breach[] {
  const said = parts.flatMap((part) => telling(part).map((sentence, index): Said => ({ part, sentence, index })));
  const elsewhere = new Set(said.filter((one) => !isRule(one)).map(wordingOf));
  const rules = said.filter((one) => isRule(one) && !elsewhere.has(wordingOf(one)));
  const required = rules.filter(({ part }) => part.part === "requirements");
  const forbidding = [required, rules]
    .filter((group) => group.length >= PROHIBITIONS_MIN)
    .find((group) => group.every(({ part, sentence }) => isProhibition(part, sentence)));
  const [first] = forbidding ?? [];
  if (!forbidding || !first) return [];
  return [
    breach(
      first.part,
      first.sentence.span,
      `All ${forbidding.length} rules say what not to do, and none what to do instead. Say how it should be.`,
    ),
  ];
}

/** Sentences that say something beyond the vocabulary of prompt writing, so that such words cannot stand for a rule. */
const telling = (part: PartText): readonly Sentence[] =>
  part.sentences.filter((sentence) => sentence.words.some(isContentWord) && !isPraise(part, sentence));

/** "Do not forget to", "only if" and "nothing but" order something; so does a sentence with a condition. */
const isProhibition = (part: PartText, sentence: Sentence): boolean =>
  hasWord(sentence, SETS.negation) &&
  !hasWord(sentence, SETS.turning | SETS.only | SETS.conditional) &&
  !(isFreeOrder(part.words[sentence.from]) && isAboutQuote(part, sentence)) &&
  forbids(sentence.words);

const LEAD_WORDS = 3;
/** "A soup without meat" is a soup. */
const PREPOSITION = new Set("without sin ohne sans sem".split(" "));

/** A prohibition begins with its negation or ends with it ("erwähne Preise nicht"); elsewhere it denies a detail. */
const forbids = (words: readonly LexicalWord[]): boolean =>
  words.some(
    (word, index) =>
      isIn(word, SETS.negation) &&
      !PREPOSITION.has(word.text) &&
      (index < LEAD_WORDS || index === words.length - 1 || isFreeEdge(word, index, words.length)),
  );
/** Where the verb may stand last, its negation stands around it; in the middle it denies what is told. */
const isFreeEdge = (word: LexicalWord, index: number, length: number): boolean =>
  isFreeOrder(word) && (index < EDGE_WORDS || index >= length - EDGE_WORDS);
const EDGE_WORDS = 5;
/** A sentence that quotes is about the words it quotes. */
const isAboutQuote = (part: PartText, sentence: Sentence): boolean =>
  QUOTED.test(part.prose.slice(...sentence.span)) &&
  !sentence.words.slice(0, 2).some((word) => isIn(word, SETS.negation));
const QUOTED = /["“”«»„「」『』]/u;

const isOrder = (part: PartText, sentence: Sentence): boolean =>
  !isProhibition(part, sentence) && sentence.words.some((word) => isIn(word, SETS.instruction));

const breach = (part: PartText, span: Span, message: string): Breach => ({
  field: part.part,
  span,
  message,
  question: "What should the answer be or do instead of what is forbidden?",
});
