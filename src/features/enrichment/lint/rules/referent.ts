import { type Context, hasWord, type PartText, spanOf } from "../context.ts";
import { isFreeOrder, isIn, type LexicalWord, SETS } from "../lexicon/index.ts";
import { NAMES } from "../lexicon/names.ts";
import { fold } from "../text/fold.ts";
import type { Sentence } from "../text/words.ts";
import { isFiller } from "./praise.ts";
import { pointersIn } from "./pointers.ts";
import type { Rule } from "./rule.ts";

const MATERIAL_ENOUGH = 6;

export const missingReferent: Rule = {
  id: "missing-referent",
  version: 2,
  severity: "warning",
  dimension: "completeness",
  weight: 0.65,
  check: (context) => {
    if (context.variableNames.size > 0 || context.parts.some(({ template }) => hasBlocks(template))) return [];
    const said = context.concept("material");
    const hits = said.length > 0 ? said : pointersIn(context);
    const first = hits[0];
    if (!first || materialIn(context, new Set(hits.map(({ match }) => match.sentence))) >= MATERIAL_ENOUGH) return [];
    return [
      {
        field: first.part.part,
        span: spanOf(first),
        message:
          "This points at a text that is not here. Paste it into the context, or put a variable where it belongs.",
        question: "Which text is meant? Paste it into the context, or name the variable that will hold it.",
      },
    ];
  },
};

const hasBlocks = (template: PartText["template"]): boolean =>
  template.fences.length + template.raws.length + template.tags.length + template.unclosed.length > 0;

/** The words among which a free order has its verb. */
const endsOf = (sentence: Sentence): readonly LexicalWord[] => {
  const words = sentence.words;
  return [...words.slice(0, 2), ...words.slice(-2)];
};

const isOrder = (part: PartText, sentence: Sentence, first: LexicalWord): boolean =>
  isIn(first, SETS.instruction) ||
  (isFreeOrder(first) && endsOf(sentence).some((word) => isIn(word, SETS.instruction | SETS.modal))) ||
  (hasWord(sentence, SETS.modal) && hasWord(sentence, SETS.reply));

/** "The component below renders twice" is about what is missing too. */
const POINTERS = new Set(
  "above below attached oben unten obige obigen folgende folgenden arriba abajo siguiente adjunto dessus dessous suivant suivante acima abaixo anexo 上面 下面 以上 以下 上記 下記 أعلاه أدناه ऊपर नीचे"
    .split(" ")
    .map(fold),
);
const pointsElsewhere = (part: PartText, sentence: Sentence): boolean =>
  !/[:：]\s{0,4}\S/u.test(part.prose.slice(...sentence.span)) && sentence.words.some(({ text }) => POINTERS.has(text));

/** "Mend this sentence: „…“" holds what it points at. */
function quoted(part: PartText, sentence: Sentence): readonly string[] {
  const start = part.text.slice(...sentence.span).search(/[:：]\s{0,4}[„“”«»"「『‘\d]/u);
  const from = sentence.span[0] + start;
  return start < 0 ? [] : sentence.words.filter((word) => word.start > from).map(({ text }) => text);
}

/** "At most five points, the gravest first" is about the answer. */
const isOfForm = (part: PartText, sentence: Sentence): boolean =>
  FORMS.some((concept) => part.matches.get(concept)?.some((match) => match.sentence === sentence)) ||
  sentence.words.slice(0, FORM_WORDS).some(({ text }) => NAMES.unit.has(text));
const FORMS = ["length", "answer-format", "answer-language"] as const;
const FORM_WORDS = 4;

/** Distinct words that could be the text meant: outside the pointing sentences, and outside sentences that give orders. */
function materialIn({ parts }: Context, pointing: ReadonlySet<Sentence>): number {
  const words = new Set<string>();
  for (const part of parts) {
    if (part.part !== "task" && part.part !== "context") continue;
    for (const sentence of part.sentences) {
      const [first, ...rest] = sentence.words;
      if (first !== undefined && pointing.has(sentence)) for (const word of quoted(part, sentence)) words.add(word);
      if (first === undefined || pointing.has(sentence) || pointsElsewhere(part, sentence) || isFiller(part, sentence))
        continue;
      if (part.part === "task" && (isOrder(part, sentence, first) || isOfForm(part, sentence))) continue;
      for (const word of [first, ...rest]) if (!isIn(word, SETS.function | SETS.jargon)) words.add(word.text);
    }
  }
  return words.size;
}
