import { type Context, hasWord, type PartText } from "../context.ts";
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

/** "Return only the label" and "Explain in detail why": an answer of one thing cannot hold another. */
export function onlyConflicts({ parts }: Context): readonly OnlyConflict[] {
  const found: OnlyConflict[] = [];
  const talks: Said[] = [];
  let only: Said | undefined;
  for (const part of parts) {
    if (part.part === "context" || part.part === "role") continue;
    for (const sentence of part.sentences) {
      if (found.length >= ORDERS_MAX) return found;
      if (hasWord(sentence, SETS.conditional)) continue;
      const said = { part, sentence };
      if (isTalk(part, sentence)) {
        if (only) found.push({ ...said, other: only });
        else if (isBeside(said) && talks.length < ORDERS_MAX) talks.push(said);
      } else if (isOnly(part, sentence)) {
        const talk = only ? undefined : talks.find((one) => !shares(one, said));
        if (talk) found.push({ ...said, other: talk });
        only ??= said;
      }
    }
  }
  return found;
}

/** The first sentence of the task may ask for the very words that are to be the whole answer. */
const isBeside = ({ part, sentence }: Said): boolean => part.part !== "task" || sentence !== part.sentences[0];

/** "Explain the cause in one sentence. Return only the sentence": what is explained is the answer. */
function shares(talk: Said, { sentence }: Said): boolean {
  const named = new Set(talk.sentence.words.filter(isTelling).map(({ stem }) => stem));
  const asked = sentence.words.filter(isTelling);
  return asked.length === 0 || asked.some((word) => named.has(word.stem) || EXPLANATION.has(word.text));
}
const isTelling = (word: LexicalWord): boolean =>
  !isIn(word, SETS.function | SETS.generic | SETS.only | SETS.outputVerb | SETS.reply);

const NOTHING_BUT = /(?:nothing|nichts|nada|rien)\s{1,4}(?:else|but|außer|anderes|als|más que|d'autre)/iu;

const isOnly = (part: PartText, sentence: Sentence): boolean =>
  (hasWord(sentence, SETS.only) || NOTHING_BUT.test(part.prose.slice(...sentence.span))) &&
  verbsOf(sentence).some((word) => isIn(word, SETS.outputVerb));

const isTalk = (part: PartText, sentence: Sentence): boolean =>
  !hasWord(sentence, SETS.negation | SETS.only) &&
  (verbsOf(sentence).some(({ text }) => TALK.has(text)) || talksLater(part, sentence) || addsTalk(sentence));

/** "After the query, explain every join". */
const talksLater = ({ words, prose }: PartText, { from, to }: Sentence): boolean =>
  words
    .slice(from + 1, to)
    .some(
      ({ text, start }) =>
        TALK.has(text) && /[,，、،]\s{0,4}(?:then\s)?$/u.test(prose.slice(Math.max(0, start - 8), start)),
    );

/** "Show your reasoning", "Add a paragraph that explains". */
const EXPLANATION = new Set(
  "reasoning explanation explanations explains rationale begründung erklärung explicación razonamiento explication raisonnement explicação raciocínio".split(
    " ",
  ),
);
function addsTalk(sentence: Sentence): boolean {
  const [first, ...rest] = sentence.words;
  return (
    first !== undefined &&
    isIn(first, SETS.instruction | SETS.outputVerb) &&
    rest.some(({ text }) => EXPLANATION.has(text))
  );
}

/** Where the verb of an order stands. */
function verbsOf(sentence: Sentence): readonly LexicalWord[] {
  const words = sentence.words;
  return isFreeOrder(words[0]) ? words : words.slice(0, VERB_PLACES);
}
