import { type Context, hasWord, type PartText } from "../context.ts";
import { isContentWord, isFreeOrder, isIn, SETS } from "../lexicon/index.ts";
import { fold } from "../text/fold.ts";
import type { Sentence } from "../text/words.ts";
import { deletionOf, safeFix } from "./fix.ts";
import type { Breach, Rule } from "./rule.ts";
import { isScaffold } from "./scaffold.ts";

const NUMBER = /^\d+$/;
const PRAISE_WORDS_MAX = 25;

/** A sentence that is nothing but praise, promises or pressure: every word belongs to that vocabulary, so it can go. */
export const flatteryWithoutTask: Rule = {
  id: "flattery-without-task",
  version: 2,
  severity: "suggestion",
  dimension: "economy",
  weight: 0.3,
  check: praiseIn,
};

function praiseIn(context: Context): readonly Breach[] {
  return context.parts.flatMap((part) => {
    if (part.part === "context" || part.part === "output") return [];
    const praise = part.sentences.filter((sentence) =>
      asksNothing(part) ? isFlattering(part, sentence) : isPraise(part, sentence),
    );
    const rest = part.words.length - praise.reduce((sum, { from, to }) => sum + to - from, 0);
    const alone = (rest === 0 && part.protected.length === 0) || asksNothing(part);
    return praise.map((sentence) => ({
      field: part.part,
      span: sentence.span,
      message: "Praise and promises do not change the answer. Leave this sentence out.",
      fix: alone
        ? undefined
        : safeFix(part, deletionOf(part, sentence.span), "", "Removed a sentence that only praises the model"),
    }));
  });
}

export function isPraise(part: PartText, sentence: Sentence): boolean {
  const size = sentence.to - sentence.from;
  if (size < 2 || size > PRAISE_WORDS_MAX) return false;
  if (!hasWord(sentence, SETS.praiseCore)) return false;
  const text = part.prose.slice(...sentence.span);
  if (text.includes("\uFFFC") || /[?？؟":“”«»']$|^["“«']/.test(text)) return false;
  const words = sentence.words;
  return words.every((word) => isIn(word, SETS.praise) || NUMBER.test(word.text));
}

/** Words to a reader who is thanked or praised. */
const ADDRESS = new Set(
  "you your thank thanks thx eres tú ti te gracias du dich dir dein deine danke dank tu toi t vous votre merci mercis você vc te obrigado obrigada 你 您 谢谢 感谢 あなた ありがとう ありがとうございます 君 أنت انت شكرا بك لك आप आपका आपकी आपको तुम धन्यवाद शुक्रिया"
    .split(" ")
    .map(fold),
);

/** Praise with other words among it: enough where nothing is asked. */
export const isFlattering = (part: PartText, sentence: Sentence): boolean =>
  isPraise(part, sentence) ||
  (hasWord(sentence, SETS.praiseCore) && sentence.words.some(({ text }) => ADDRESS.has(text)));

/** Asked of every sentence, and the same for all of them. */
const known = new WeakMap<PartText, boolean>();

/** A task that holds no order, no question and no value, only praise among whatever else. */
export function asksNothing(part: PartText): boolean {
  const asked = known.get(part) ?? isOnlyPraise(part);
  known.set(part, asked);
  return asked;
}

const isOnlyPraise = (part: PartText): boolean =>
  part.part === "task" &&
  part.protected.length === 0 &&
  !/[?？؟]/u.test(part.prose) &&
  !part.sentences.some(
    (sentence) => !isFiller(part, sentence) && !isScaffold(part, sentence) && isOrderLike(sentence),
  ) &&
  part.sentences.some((sentence) => isFlattering(part, sentence));

const isOrderLike = (sentence: Sentence): boolean => {
  const words = sentence.words;
  if (!words.some((word) => isContentWord(word) && !isIn(word, SETS.instruction | SETS.outputVerb | SETS.reply)))
    return false;
  const places = isFreeOrder(words[0]) ? [...words.slice(0, 2), ...words.slice(-2)] : words.slice(0, 1);
  return places.some(
    (word) => isIn(word, SETS.instruction | SETS.outputVerb | SETS.modal) && !isIn(word, SETS.praise | SETS.only),
  );
};

/**
 * A sentence that asks for nothing and tells nothing: praise, or more words of prompt writing than words about a matter.
 * Rules that look whether something is there do not see it, so that adding such words wins nothing.
 */
export function isFiller(part: PartText, sentence: Sentence): boolean {
  if (!hasWord(sentence, SETS.jargon | SETS.praiseCore)) return false;
  if (isPraise(part, sentence)) return true;
  if (part.prose.slice(...sentence.span).includes("\uFFFC")) return false;
  let jargon = 0;
  let matter = 0;
  for (const word of sentence.words) {
    if (isIn(word, SETS.jargon | SETS.praiseCore)) jargon += 1;
    else if (isContentWord(word) && !NUMBER.test(word.text)) matter += 1;
  }
  return jargon > matter;
}
