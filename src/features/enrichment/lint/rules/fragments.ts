import type { Context, Hit, PartText } from "../context.ts";
import { isFreeOrder, type LexicalWord } from "../lexicon/index.ts";
import type { Concept } from "../lexicon/lexicon.ts";
import type { Match } from "../lexicon/matcher.ts";
import { NAMES } from "../lexicon/names.ts";
import { fold, stemOf } from "../text/fold.ts";
import type { Sentence } from "../text/words.ts";

/** The parts written in fragments, which order without a verb: "Formal, two sentences, in Italian". */
const FRAGMENTARY = new Set(["style", "output"]);
const MARK = /[,;:、，；：،؛(–—]\s{0,4}$/u;
const END = /^\s{0,4}(?:[,;.!)、，；。！،؛।–—\n]|$)/u;

type Found = Pick<Match, "concept" | "value" | "captures" | "from" | "to">;

/** What fragments of the style and the output say about a concept of the answer as a whole. */
export function fragments(context: Context, concept: Concept): readonly Hit[] {
  const read = READERS[concept];
  if (!read) return [];
  return context.parts
    .filter(({ part }) => FRAGMENTARY.has(part))
    .flatMap((part) =>
      part.sentences.flatMap((sentence) =>
        read(part, sentence).map((match): Hit => ({ part, match: { ...match, sentence } })),
      ),
    );
}

const wordsOf = (source: string): ReadonlySet<string> => new Set(source.split(/\s+/).map((word) => stemOf(fold(word))));

const BRIEF = wordsOf(
  `brief short concise terse succinct kurz knapp breve conciso concisa corto corta bref brève concis concise curto curta
   简短 简洁 精简 短く 短い 簡潔に 簡潔 موجز مختصر قصير संक्षिप्त छोटा`,
);
const LONG = wordsOf(
  `detailed exhaustive lengthy ausführlich detailliert detallado detallada extenso extensa détaillé détaillée long
   detalhado detalhada longo longa 详细 详尽 詳しく 詳しい 詳細に مفصل विस्तृत`,
);
const FORMAL = wordsOf("formal formell förmlich siezen formel vouvoiement 正式 フォーマル رسمي औपचारिक");
const INFORMAL = wordsOf(
  "informal casual colloquial chatty locker lockerer umgangssprachlich duzen coloquial tuteo familier décontracté tutoiement 口语化 カジュアル عامي अनौपचारिक",
);
const IN = wordsOf("in auf en em");

const READERS: { readonly [C in Concept]?: (part: PartText, sentence: Sentence) => readonly Found[] } = {
  length: (part, sentence) => [...measures(part, sentence), ...adjectives(part, sentence, "length", LENGTHS)],
  tone: (part, sentence) => adjectives(part, sentence, "tone", TONES),
  "answer-language": languages,
};

const LENGTHS = [
  ["brief", BRIEF],
  ["long", LONG],
] as const;
const TONES = [
  ["formal", FORMAL],
  ["informal", INFORMAL],
] as const;

/** "Two sentences", at the beginning of a clause. */
function measures(part: PartText, sentence: Sentence): readonly Found[] {
  const found: Found[] = [];
  for (let from = sentence.from; from + 1 < sentence.to; from += 1) {
    const [number, unit] = [numberOf(part.words[from]), NAMES.unit.get(part.words[from + 1]?.text ?? "")];
    if (number !== undefined && unit !== undefined && opensClause(part, sentence, from))
      found.push({ concept: "length", value: "exact", captures: { number, unit }, from, to: from + 2 });
  }
  return found;
}

const numberOf = (word: LexicalWord | undefined): string | undefined =>
  word === undefined ? undefined : /^\d{1,7}$/.test(word.text) ? word.text : NAMES.number.get(word.text);

/** An adjective that stands alone, so that it is about the answer and not about a noun behind it. */
function adjectives(
  part: PartText,
  sentence: Sentence,
  concept: Concept,
  kinds: readonly (readonly [value: string, words: ReadonlySet<string>])[],
): readonly Found[] {
  const found: Found[] = [];
  for (let from = sentence.from; from < sentence.to; from += 1) {
    const word = part.words[from];
    const value = kinds.find(([, words]) => words.has(word?.text ?? ""))?.[0];
    if (!word || value === undefined || !END.test(part.prose.slice(word.end, word.end + 8))) continue;
    const before = part.words[from - 1];
    if (opensClause(part, sentence, from) || (before && opensClause(part, sentence, from - 1)))
      found.push({ concept, value, captures: {}, from, to: from + 1 });
  }
  return found;
}

/** "Two sentences in Italian". */
function languages(part: PartText, sentence: Sentence): readonly Found[] {
  const found: Found[] = [];
  for (let from = sentence.from; from < sentence.to; from += 1) {
    const language = NAMES.language.get(part.words[from]?.text ?? "");
    const before = part.words[from - 1];
    if (language !== undefined && (isFreeOrder(part.words[from]) || (before && IN.has(before.text))))
      found.push({ concept: "answer-language", value: "", captures: { language }, from, to: from + 1 });
  }
  return found;
}

function opensClause({ words, prose }: PartText, sentence: Sentence, at: number): boolean {
  const word = words[at];
  return (
    at === sentence.from || (word !== undefined && MARK.test(prose.slice(Math.max(0, word.start - 6), word.start)))
  );
}
