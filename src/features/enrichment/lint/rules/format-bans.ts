import { type Context, hasWord, type Hit, type PartText } from "../context.ts";
import { isFreeOrder, isIn, type LexicalWord, NAMED, SETS } from "../lexicon/index.ts";
import { NAMES } from "../lexicon/names.ts";
import { fold } from "../text/fold.ts";
import { quote } from "./quote.ts";
import { CLAUSE_WORDS_MAX, limited, mentions, type Statement } from "./statements.ts";

export function formatBans(context: Context): readonly Statement[] {
  const said = context.concept("format-ban");
  const known = new Set(said.map(({ match }) => match.sentence));
  return limited(
    [...said, ...context.parts.flatMap(looseBans).filter(({ match }) => !known.has(match.sentence))]
      .filter((hit) => !mentions(hit, SETS.conditional) && !isOfSubpart(hit))
      .map((hit) => ({ hit, value: hit.match.captures.format ?? "" })),
  );
}

/** "Each section without lists", and not "without headings or lists", where the part is forbidden too. */
function isOfSubpart({ match: { sentence, from } }: Hit): boolean {
  if (!hasWord(sentence, SETS.subpart)) return false;
  const words = sentence.words.slice(0, CLAUSE_WORDS_MAX);
  const denied = words.findIndex((word) => isIn(word, SETS.negation));
  return words.some(
    (word, index) => isIn(word, SETS.subpart) && (denied < 0 || index < denied || index + sentence.from > from),
  );
}

/** In some languages a list is spoken of by its points. */
const formOf = (word: string): string | undefined =>
  NAMES.format.get(word) ?? (NAMES.unit.get(word) === "bullets" ? "list" : undefined);

/** "The answer must not contain any tables": a negation, and the format near it. */
function looseBans(part: PartText): readonly Hit[] {
  if (part.part === "context" || part.part === "role") return [];
  return part.sentences.flatMap((sentence) => {
    if (!hasWord(sentence, SETS.negation) || !hasWord(sentence, NAMED.format | NAMED.unit)) return [];
    if (sentence.to - sentence.from > BAN_WORDS_MAX) return [];
    for (let from = sentence.from; from < sentence.to; from += 1) {
      const format = formOf(part.words[from]?.text ?? "");
      if (format !== "table" && format !== "list") continue;
      const near = isFreeOrder(part.words[from])
        ? sentence.words
        : part.words.slice(Math.max(sentence.from, from - NEAR_WORDS), from);
      if (!near.some((word) => isIn(word, SETS.negation))) continue;
      const match = { concept: "format-ban", value: "", captures: { format }, from, to: from + 1, sentence } as const;
      return [{ part, match }];
    }
    return [];
  });
}
export const BAN_WORDS_MAX = 16;
const NEAR_WORDS = 5;

/** Words of another sentence that order what a ban forbids: "in a table", "als Liste", "make a table". */
export function formatMention(context: Context, ban: Statement): string | undefined {
  for (const part of context.parts) {
    if (part.part === "context" || part.part === "role") continue;
    for (const sentence of part.sentences) {
      if ((sentence === ban.hit.match.sentence && !DATA.has(ban.value)) || hasWord(sentence, SETS.conditional))
        continue;
      const words = sentence.words;
      const at = words.findIndex(({ text }) => formOf(text) === ban.value);
      const isBan = words.some((word, index) => index < at && isIn(word, SETS.negation));
      if (at >= 0 && !isBan && (part.part === "output" || isFormOf(words, at))) return quote(part.text, sentence.span);
    }
  }
  return undefined;
}

/** Of these there is one kind only; a list that is wanted and another that is not may stand in one sentence. */
export const DATA = new Set(["json", "xml", "yaml", "csv"]);

/** Words that make of a format the form of the answer. */
const FORM = new Set(
  "in as into en como als zu dans sous em como numa num forme form forma formato format with mit con avec com".split(
    " ",
  ),
);
const FORM_FREE = new Set("في على بشكل में के 用 以 成 で に".split(" ").map(fold));
const FORM_WORDS = 3;

export const isFormOf = (words: readonly LexicalWord[], at: number): boolean => {
  if (isFreeOrder(words[at]))
    return (
      words.some((word) => isIn(word, SETS.instruction | SETS.outputVerb | SETS.modal)) ||
      [words[at - 1], words[at + 1]].some((word) => word !== undefined && FORM_FREE.has(word.text))
    );
  for (let index = at - 1; index >= Math.max(0, at - FORM_WORDS); index -= 1) {
    const word = words[index];
    if (!word || FORM.has(word.text) || isIn(word, NAMED.number)) return word !== undefined;
    if (isIn(word, SETS.instruction | SETS.outputVerb)) return true;
    if (!isIn(word, SETS.function | SETS.jargon) && !/ed$|é$/.test(word.text)) return false;
  }
  return false;
};
