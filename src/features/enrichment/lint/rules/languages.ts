import { type Context, hasWord, type PartText } from "../context.ts";
import { languageOf } from "../lexicon/detect.ts";
import { isIn, type LexicalWord, SETS } from "../lexicon/index.ts";
import { quote } from "./quote.ts";
import type { Breach, Rule } from "./rule.ts";
import type { Sentence } from "../text/words.ts";

const PER_PROMPT_MAX = 10;
/** Shorter sentences are names and labels. */
const WORDS_MIN = 4;
const TRANSLATION = /^(?:translat|traduc|tradu[iz]|übersetz|traduis|翻|訳|译|譯|ترجم|अनुवाद)/u;
const NAMES_OF: Readonly<Record<string, string>> = {
  en: "English", es: "Spanish", de: "German", fr: "French", pt: "Portuguese", zh: "Chinese", ja: "Japanese",
  ar: "Arabic", hi: "Hindi", ko: "Korean", ru: "Russian", he: "Hebrew", el: "Greek", th: "Thai",
}; // prettier-ignore

/**
 * Orders in two languages: the model has to guess in which to answer. Text to work on may be in any language, so what is not
 * an order does not count, and where a translation is ordered or a text is pointed at, orders may be that text.
 */
export const mixedLanguage: Rule = {
  id: "mixed-language",
  version: 1,
  severity: "warning",
  dimension: "consistency",
  weight: 0.35,
  check: (context) => {
    const orders = context.parts.flatMap(ordersIn);
    const counts = new Map<string, number>();
    for (const { language, size } of orders) counts.set(language, (counts.get(language) ?? 0) + size);
    if (counts.size < 2 || isAboutTexts(context)) return [];
    const [main = ""] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? [];
    return orders
      .filter(({ language }) => language !== main)
      .slice(0, PER_PROMPT_MAX)
      .map((order) => breach(order, main));
  },
};

const isAboutTexts = (context: Context): boolean =>
  context.concept("material").length > 0 ||
  context.parts.some(({ words }) => words.some(({ text }) => TRANSLATION.test(text)));

type Order = { readonly part: PartText; readonly sentence: Sentence; readonly language: string; readonly size: number };

function ordersIn(part: PartText): readonly Order[] {
  if (part.part === "context") return [];
  return part.sentences.flatMap((sentence) => {
    const size = sentence.to - sentence.from;
    if (size < WORDS_MIN || isQuoted(part, sentence) || !mayOrder(part, sentence)) return [];
    const language = languageOf(part.prose.slice(...sentence.span), sentence.words);
    if (language === null || !isOrder(part, sentence.words, language)) return [];
    return [{ part, sentence, language, size: sentence.span[1] - sentence.span[0] }];
  });
}

const ORDERING = SETS.instruction | SETS.modal | SETS.outputVerb | SETS.negation;
/** Which of all sentences are worth the question of their language. */
const mayOrder = ({ part }: PartText, sentence: Sentence): boolean =>
  hasWord(sentence, ORDERING) || (part !== "task" && sentence.words.length >= RULE_WORDS_MIN);

/** In the task, which may hold text to work on, an order in Latin letters begins with its verb; elsewhere it may come later. */
function isOrder({ part }: PartText, words: readonly LexicalWord[], language: string): boolean {
  const [first] = words;
  if (part !== "task" && words.length >= RULE_WORDS_MIN && (first === undefined || !isIn(first, SETS.reply)))
    return true;
  return (LATIN.has(language) ? words.slice(0, 3) : words).some((word) => isIn(word, ORDERING));
}
const RULE_WORDS_MIN = 6;
const LATIN = new Set(["en", "es", "de", "fr", "pt"]);

const isQuoted = (part: PartText, { span }: Sentence): boolean =>
  /^["“”«»„'‘’「『《>|]/u.test(part.prose.slice(span[0], span[0] + 1)) ||
  /["“”«»„「」『』]/u.test(part.prose.slice(Math.max(0, span[0] - 2), span[0]));

const breach = ({ part, sentence, language }: Order, main: string): Breach => ({
  field: part.part,
  span: sentence.span,
  message: `This order is in ${NAMES_OF[language] ?? language}, and the others are in ${NAMES_OF[main] ?? main}: "${quote(part.text, sentence.span)}". Write them in one language.`,
  question: `Which language should the prompt be written in, ${NAMES_OF[main] ?? main} or ${NAMES_OF[language] ?? language}?`,
});
