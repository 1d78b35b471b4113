import { type Context, hasWord, type Hit, type PartText } from "../context.ts";
import { isContentWord, isFreeOrder, isIn, type LexicalWord, NAMED, SETS } from "../lexicon/index.ts";
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
    .filter(({ part }) => FRAGMENTARY.has(part) || (ANYWHERE.has(concept) && part !== "context"))
    .flatMap((part) =>
      part.sentences
        .filter(
          (sentence) =>
            concept === "tone" || FRAGMENTARY.has(part.part) || (hasWord(sentence, NAMED.language) && binds(sentence)),
        )
        .flatMap((sentence) => read(part, sentence).map((match): Hit => ({ part, match: { ...match, sentence } }))),
    );
}

/** What is said of the answer in whole sentences too. */
const ANYWHERE: ReadonlySet<Concept> = new Set(["answer-language", "tone"]);

/** Outside of fragments, a language is the answer's where the sentence says "only", "all", "must" or "answer". */
const binds = (sentence: Sentence): boolean =>
  hasWord(sentence, SETS.only | SETS.every | SETS.modal | SETS.reply | SETS.outputVerb) &&
  !sentence.words.some(({ text }) => TRANSLATION.test(text));
export const TRANSLATION = /^(?:translat|tradu|übersetz|翻|译|訳|ترجم|अनुवाद)/u;

const wordsOf = (source: string): ReadonlySet<string> => new Set(source.split(/\s+/).map((word) => stemOf(fold(word))));

const BRIEF = wordsOf(
  `brief short concise terse succinct kurz knapp breve conciso concisa corto corta bref brève concis concise curto curta
   简短 简洁 精简 短く 短い 簡潔に 簡潔 موجز مختصر قصير संक्षिप्त छोटा`,
);
const LONG = wordsOf(
  `detailed exhaustive lengthy ausführlich detailliert detallado detallada extenso extensa détaillé détaillée long
   detalhado detalhada longo longa 详细 详尽 詳しく 詳しい 詳細に مفصل विस्तृत`,
);
const FORMAL = wordsOf(
  `formal formally formell formelle formellen formellem formeller förmlich förmlichen siezen sieze formel formelle soutenu
   vouvoiement vouvoie formalmente formales 正式 フォーマル 丁寧語 敬語 رسمي رسمية رسميا औपचारिक`,
);
const INFORMAL = wordsOf(
  `informal informally casual casually colloquial colloquially chatty slang slangy locker lockere lockeren lockerer lockerem
   umgangssprachlich umgangssprachliche umgangssprachlichen duzen duze coloquial coloquialmente desenfadado desenfadada
   tuteo tutea informel informelle familier familière familièrement décontracté décontractée tutoiement tutoie informalmente
   descontraído descontraída 口语化 随意 カジュアル タメ口 くだけた عامي عامية عاميا अनौपचारिक`,
);
/** What a tone is said of; beside it, or as a manner of writing, such a word is about the answer. */
const VOICE = wordsOf(
  `tone style register voice language wording manner way ton stil tonfall tonlage sprache tono estilo registro lenguaje manera forma
   style registre langage façon manière tom linguagem modo 语气 风格 语言 文体 口调 口調 トーン 言葉 نبرة لغة أسلوب शैली भाषा लहजा लहजे`,
);
const VOICE_WORDS = 3;
const IN = wordsOf("in auf en em");

const READERS: { readonly [C in Concept]?: (part: PartText, sentence: Sentence) => readonly Found[] } = {
  length: (part, sentence) => [...measures(part, sentence), ...adjectives(part, sentence, "length", LENGTHS)],
  tone: (part, sentence) => [
    ...(FRAGMENTARY.has(part.part) ? adjectives(part, sentence, "tone", TONES) : []),
    ...manners(part, sentence),
  ],
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
const TONE_OF = new Map(TONES.flatMap(([value, words]) => [...words].map((word) => [word, value] as const)));

/** "Two sentences", at the beginning of a clause. */
function measures(part: PartText, sentence: Sentence): readonly Found[] {
  const found: Found[] = [];
  if (!hasWord(sentence, NAMED.unit)) return found;
  for (let from = sentence.from; from + 1 < sentence.to; from += 1) {
    const number = numberOf(part.words[from]);
    if (number === undefined || !opensClause(part, sentence, from)) continue;
    // "Three short paragraphs".
    const to = [from + 2, from + 3].find((end) => end <= sentence.to && isUnit(part.words[end - 1]));
    const unit = to === undefined ? undefined : NAMES.unit.get(part.words[to - 1]?.text ?? "");
    if (to !== undefined && unit !== undefined && !part.words.slice(from + 1, to - 1).some(isGrammar))
      found.push({ concept: "length", value: "exact", captures: { number, unit }, from, to });
  }
  return found;
}

const isUnit = (word: LexicalWord | undefined): boolean => word !== undefined && isIn(word, NAMED.unit);
const isGrammar = (word: LexicalWord): boolean => isIn(word, SETS.function | SETS.negation | SETS.subpart);

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

/** "Write casually", "sound chatty and informal", "in a strictly formal register". */
function manners(part: PartText, sentence: Sentence): readonly Found[] {
  const found: Found[] = [];
  for (let from = sentence.from; from < sentence.to; from += 1) {
    const value = TONE_OF.get(part.words[from]?.text ?? "");
    if (value !== undefined && isOfVoice(part, sentence, from))
      found.push({ concept: "tone", value, captures: {}, from, to: from + 1 });
  }
  return found;
}

function isOfVoice({ words }: PartText, sentence: Sentence, at: number): boolean {
  const near = words.slice(Math.max(sentence.from, at - VOICE_WORDS), Math.min(sentence.to, at + VOICE_WORDS + 1));
  if (near.some(({ text }) => VOICE.has(text))) return true;
  const lead = words.slice(sentence.from, at);
  return (
    lead.length <= VOICE_WORDS &&
    isEnd(words[at + 1]) &&
    (lead.length === 0 ? TREATS.has(words[at]?.text ?? "") : SPEAKS.has(lead[0]?.text ?? ""))
  );
}

/** Verbs that order how somebody is spoken to, and verbs of speaking. */
const TREATS = wordsOf("sieze duze tutea tutoie vouvoie vouvoyez tutoyez");
const SPEAKS = wordsOf(
  "write be sound speak keep stay talk schreib schreibe sei sprich bleib escribe habla sé escreva fale seja écris parle sois اكتب लिखें 写 書いて",
);

/** Nothing follows that the word could be about. */
const isEnd = (next: LexicalWord | undefined): boolean => next === undefined || !isContentWord(next);

/** "Two sentences in Italian". */
function languages(part: PartText, sentence: Sentence): readonly Found[] {
  const found: Found[] = [];
  if (!hasWord(sentence, NAMED.language)) return found;
  for (let from = sentence.from; from < sentence.to; from += 1) {
    const language = NAMES.language.get(part.words[from]?.text ?? "");
    if (language === undefined) continue;
    const before = part.words[from - 1];
    const beside = [part.words[from - 2], before, part.words[from + 1]];
    if (ordersMore(part, sentence)) return found;
    const isBound = beside.some((word) => word !== undefined && isIn(word, SETS.only));
    if (language !== undefined && (isBound || isFreeOrder(part.words[from]) || (before && IN.has(before.text))))
      found.push({ concept: "answer-language", value: "", captures: { language }, from, to: from + 1 });
  }
  return found;
}

/** "Leave French names in French" is about the names. */
function ordersMore(part: PartText, sentence: Sentence): boolean {
  const first = part.words[sentence.from];
  return (
    first !== undefined &&
    isIn(first, SETS.instruction) &&
    !isFreeOrder(first) &&
    !isIn(first, SETS.outputVerb | SETS.reply | SETS.only) &&
    !hasWord(sentence, SETS.only | SETS.reply)
  );
}

function opensClause({ words, prose }: PartText, sentence: Sentence, at: number): boolean {
  const word = words[at];
  return (
    at === sentence.from || (word !== undefined && MARK.test(prose.slice(Math.max(0, word.start - 6), word.start)))
  );
}
