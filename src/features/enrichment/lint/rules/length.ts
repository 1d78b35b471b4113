import { type Context, type Hit, spanOf } from "../context.ts";
import { isIn, SETS } from "../lexicon/index.ts";
import { NAMES } from "../lexicon/names.ts";
import type { Span } from "../report.ts";
import { quote } from "./quote.ts";
import { breach, crowded, lengthsIn, numberOf } from "./crowded.ts";
import { isOfEach } from "./each.ts";
import type { Breach, Rule } from "./rule.ts";
import { fewestWords, lengthOf } from "./lengths.ts";

/** Tokens an English word takes with the tokenizers of today; other languages take more, so only the sure cases count. */
const TOKENS_PER_WORD = 1.3;
/** No model of the catalogue writes more in one answer. */
const ANSWER_TOKENS_MAX = 128_000;

/** A length nobody can keep to: no conflict between two sentences (that is `contradictory-pair`), but one that is none. */
export const impossibleLength: Rule = {
  id: "impossible-length",
  version: 1,
  severity: "error",
  dimension: "consistency",
  weight: 0.7,
  check: (context) => [...alone(context), ...together(context), ...crowded(context), ...forms(context)],
};

function alone(context: Context): readonly Breach[] {
  const answerTokens = context.options.model?.maxOutputTokens ?? ANSWER_TOKENS_MAX;
  return lengthsIn(context).flatMap((hit) => {
    const numbers = numbersIn(hit);
    if (hit.match.value !== "min" && numbers.every((number) => number === 0))
      return breach(hit, "is no length an answer can have");
    if (hit.match.value === "range") {
      const [low = 0, high = 0] = numbers;
      return numbers.length === 2 && isRange(hit) && low > high ? breach(hit, "ends below where it begins") : [];
    }
    const { least } = lengthOf(hit);
    return least * TOKENS_PER_WORD > answerTokens ? breach(hit, "is more than the model can write in one answer") : [];
  });
}

/** So many parts ordered that the limit of the same sentence leaves less than the fewest words for each. */
function together(context: Context): readonly Breach[] {
  return lengthsIn(context).flatMap((hit) => {
    const { most } = lengthOf(hit);
    if (hit.match.value === "range" || hit.match.value === "min" || isOfEach(hit)) return [];
    const parts = orderedParts(hit);
    return parts && parts.words > most ? breach(hit, `leaves no room for "${quote(hit.part.text, parts.span)}"`) : [];
  });
}

/** Fewest words of one of each; a list item is at least a word. */
const FEWEST: Readonly<Record<string, number>> = {
  paragraphs: 10,
  sentences: 2,
  lines: 1,
  bullets: 1,
  items: 1,
  pages: 100,
};
/** Both stand close together when they are about one text. */
const NEAR_WORDS = 12;

/** "Write 10 paragraphs" beside the phrase: a number and a unit that an order to write comes to at once. */
function orderedParts({ part, match }: Hit): { readonly words: number; readonly span: Span } | undefined {
  const from = Math.max(match.sentence.from + 1, match.from - NEAR_WORDS);
  for (let index = from; index + 1 < Math.min(match.sentence.to, match.to + NEAR_WORDS); index += 1) {
    const [verb, number, unit] = part.words.slice(index - 1, index + 2);
    if (!verb || !number || !unit || (index >= match.from && index < match.to)) continue;
    const fewest = FEWEST[NAMES.unit.get(unit.text) ?? ""];
    const count = numberOf(number.text);
    if (fewest === undefined || count === undefined || !isIn(verb, SETS.outputVerb | SETS.generic)) continue;
    return { words: fewest * count, span: [number.start, unit.end] };
  }
  return undefined;
}

/** A form that is short by nature, ordered with a length beyond it in the same sentence. */
function forms(context: Context): readonly Breach[] {
  const sized = new Map(context.concept("sized-form").map((hit) => [hit.match.sentence, hit]));
  return lengthsIn(context).flatMap((hit) => {
    const form = sized.get(hit.match.sentence);
    const most = Number(form?.match.value ?? "");
    if (!form || !most || hit.match.value === "max" || hit.match.value === "range") return [];
    return fewestWords(lengthOf(hit)) > most
      ? breach(hit, `is more than a ${quote(form.part.text, spanOf(form))} can hold`)
      : [];
  });
}

/** The numbers as written; a range has two. */
const numbersIn = ({ part, match }: Hit): readonly number[] =>
  part.words.slice(match.from, match.to).flatMap(({ text }) => numberOf(text) ?? []);

/** "1 000 words" and "3.500 Wörter" are one number each; "2, 3 or 4 lines" are none that must rise. */
function isRange({ part, match }: Hit): boolean {
  const words = part.words.slice(match.from, match.to);
  const [first, second] = words.filter(({ text }) => /^\d/.test(text) || NAMES.number.has(text));
  if (!first || !second) return false;
  const between = part.prose.slice(first.end, second.start);
  return /[\p{L}–-]/u.test(between) && !/[,.;]/.test(between);
}
