import { type Context, hasWord, type PartText, sentenceWords } from "../context.ts";
import { isFreeOrder, isIn, type LexicalWord, SETS } from "../lexicon/index.ts";
import { fold, stemOf } from "../text/fold.ts";
import type { Sentence } from "../text/words.ts";

/** Verbs that ask for words about the answer, in the forms of orders. */
const TALK = new Set(
  `explain justify elaborate comment erkläre erklär erläutere begründe kommentiere explica explique justifica justifique
  comenta comente argumenta explicite justifie justifiez commente expliquez 解释 说明 阐述 说明理由 説明 解説 اشرح علل وضح برر
  समझाइए समझाएँ समझाओ स्पष्ट`
    .split(/\s+/)
    .map((word) => stemOf(fold(word))),
);
const VERB_PLACES = 3;
/** More orders than this are a list. */
const ORDERS_MAX = 50;

type Said = { readonly part: PartText; readonly sentence: Sentence };
export type OnlyConflict = Said & { readonly other: Said };

/** "Return only the label" and, after it, "Explain in detail why": an answer of one thing cannot hold another. */
export function onlyConflicts({ parts }: Context): readonly OnlyConflict[] {
  const found: OnlyConflict[] = [];
  let only: Said | undefined;
  for (const part of parts) {
    if (part.part === "context" || part.part === "role") continue;
    for (const sentence of part.sentences) {
      if (found.length >= ORDERS_MAX) return found;
      if (hasWord(part, sentence, SETS.conditional)) continue;
      if (only && isTalk(part, sentence)) found.push({ part, sentence, other: only });
      else if (isOnly(part, sentence)) only ??= { part, sentence };
    }
  }
  return found;
}

const isOnly = (part: PartText, sentence: Sentence): boolean =>
  hasWord(part, sentence, SETS.only) &&
  !hasWord(part, sentence, SETS.negation) &&
  verbsOf(part, sentence).some((word) => isIn(word, SETS.outputVerb));

const isTalk = (part: PartText, sentence: Sentence): boolean =>
  !hasWord(part, sentence, SETS.negation | SETS.only) && verbsOf(part, sentence).some(({ text }) => TALK.has(text));

/** Where the verb of an order stands. */
function verbsOf(part: PartText, sentence: Sentence): readonly LexicalWord[] {
  const words = sentenceWords(part, sentence);
  return isFreeOrder(words[0]) ? words : words.slice(0, VERB_PLACES);
}
