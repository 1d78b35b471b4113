import { type Context, hasWord, type Hit, type PartText } from "../context.ts";
import { isFreeOrder, isIn, type LexicalWord, NAMED, SETS } from "../lexicon/index.ts";
import { NAMES } from "../lexicon/names.ts";
import type { Sentence } from "../text/words.ts";
import { BAN_WORDS_MAX, DATA, isFormOf } from "./format-bans.ts";
import { isOfPart, limited, mentions, type Statement } from "./statements.ts";

export function formatStatements(context: Context): readonly Statement[] {
  const hits = [...context.concept("answer-format"), ...bareFormats(context), ...forms(context)];
  return limited(
    hits
      .filter((hit) => hit.match.value === BARE || !(mentions(hit, SETS.conditional) || isOfPart(hit)))
      // A list can stand beside other forms, so only a ban says that there must be none.
      .filter(({ match: { captures } }) => captures.format !== "list")
      .map((hit) => ({ hit, value: hit.match.captures.format ?? hit.match.value })),
  );
}

/** "Present it as a table", "give the result as a YAML document", however it is ordered. */
function forms({ parts }: Context): readonly Hit[] {
  return parts
    .filter(({ part }) => part !== "context" && part !== "role")
    .flatMap((part) =>
      part.sentences.flatMap((sentence): Hit[] => {
        if (!hasWord(sentence, NAMED.format) || sentence.to - sentence.from > BAN_WORDS_MAX) return [];
        const words = sentence.words;
        const at = words.findIndex(({ text }) => isForm(part, NAMES.format.get(text)));
        const format = NAMES.format.get(words[at]?.text ?? "");
        if (format === undefined || !isFormOf(words, at) || isPlaced(words, at)) return [];
        const from = sentence.from + at;
        return [
          { part, match: { concept: "answer-format", value: "", captures: { format }, from, to: from + 1, sentence } },
        ];
      }),
    );
}

/** A task may speak of data that comes in. */
const isForm = ({ part }: PartText, format: string | undefined): boolean =>
  format === "table" || (part !== "task" && format !== undefined && DATA.has(format));

/** "Put a table into the field notes" is about a piece of the answer. */
const isPlaced = (words: readonly LexicalWord[], at: number): boolean =>
  words.slice(at + 1, at + 3).some(({ text }) => PLACES.has(text)) ||
  words.slice(0, at).some((word) => isIn(word, SETS.subpart));
const PLACES = new Set(
  "into inside within under below after before in unter nach vor dentro bajo después dans sous après".split(" "),
);

const BARE = "bare";
const BARE_WORDS = 3;

/** In the part about the answer, or behind the task, a format that begins a sentence is the answer's: "CSV with a header". */
function bareFormats({ parts }: Context): readonly Hit[] {
  return parts
    .filter(({ part }) => part === "output" || part === "task" || part === "requirements")
    .flatMap((part) =>
      part.sentences.flatMap((sentence): Hit[] => {
        if (!hasWord(sentence, NAMED.format) || (part.part !== "output" && !isLoose(part, sentence))) return [];
        const at = bareFormat(part, sentence);
        const format = NAMES.format.get(part.words[at]?.text ?? "");
        if (format === undefined) return [];
        return [
          {
            part,
            match: { concept: "answer-format", value: BARE, captures: { format }, from: at, to: at + 1, sentence },
          },
        ];
      }),
    );
}

/** Nothing is ordered, and the format is said first, or last where that is usual: "JSON with the keys a and b." */
const isLoose = (part: PartText, sentence: Sentence): boolean =>
  (part.part === "requirements" || sentence !== part.sentences[0]) &&
  [part.words[sentence.from], isFreeOrder(part.words[sentence.from]) ? part.words[sentence.to - 1] : undefined].some(
    (word) => word !== undefined && isIn(word, NAMED.format),
  ) &&
  !hasWord(sentence, SETS.instruction | SETS.outputVerb | SETS.modal);

/** Where the format stands: among the first words, or last where what is said of it comes before; -1 for nowhere. */
function bareFormat({ words }: PartText, sentence: Sentence): number {
  const end = Math.min(sentence.to, sentence.from + BARE_WORDS);
  for (let from = sentence.from; from < end; from += 1) {
    const word = words[from];
    if (!word || isIn(word, SETS.negation) || (isIn(word, SETS.instruction) && !isIn(word, SETS.outputVerb))) return -1;
    if (NAMES.format.has(word.text)) return from;
  }
  const last = words[sentence.to - 1];
  const isLast = last !== undefined && NAMES.format.has(last.text) && isFreeOrder(words[sentence.to - 2]);
  return isLast ? sentence.to - 1 : -1;
}
