import type { PartText } from "../context.ts";
import { isIn, SETS, type LexicalWord } from "../lexicon/index.ts";
import type { Span } from "../report.ts";
import type { Word } from "../text/words.ts";
import { safeFix } from "./fix.ts";
import type { Breach, Rule } from "./rule.ts";

/** Fewer words in capitals are a heading, a name or one stressed word. */
const RUN_MIN = 3;
/** Longer words in capitals are hardly ever abbreviations. */
const WORD_LENGTH_MIN = 5;
const ACRONYM =
  /^(?:json|xml|html|yaml|https?|rest|api|apis|sql|nosql|csv|pdf|url|urls|faq|faqs|seo|kpi|ceo|cto|usa|nasa|nato|unesco|unicef|opec|ascii|utf|css|saas|crud|rag|llm|llms|gpt|iso|rfc|sdk|cli|gdpr|hipaa)$/;
const MARKS = /[!?]{3,}/g;

/** Costs about one point: capitals change little in what a model does, but they crowd out real priorities. */
export const shouting: Rule = {
  id: "shouting",
  version: 1,
  severity: "suggestion",
  dimension: "clarity",
  weight: 0.048,
  check: ({ parts }) => parts.flatMap((part) => [...capitals(part), ...marks(part)]),
};

const MESSAGE =
  "Capitals and rows of exclamation marks weigh nothing for a model. Say once, calmly, what matters and why.";

function capitals(part: PartText): readonly Breach[] {
  return runsOf(part).map(({ span, words }) => ({
    field: part.part,
    span,
    message: MESSAGE,
    fix: safeFix(part, span, calm(part, span, words), "Wrote words in capitals as ordinary text"),
  }));
}

const marks = (part: PartText): readonly Breach[] =>
  [...part.prose.matchAll(MARKS)].map((match) => {
    const span: Span = [match.index, match.index + match[0].length];
    const mark = match[0].includes("?") ? "?" : "!";
    return {
      field: part.part,
      span,
      message: MESSAGE,
      fix: safeFix(part, span, mark, "Left one mark of a row of them"),
    };
  });

type Run = { readonly span: Span; readonly words: readonly LexicalWord[] };

/** Words in capitals on one line with nothing else between them, of which enough are ordinary words. */
function runsOf(part: PartText): readonly Run[] {
  const runs: Run[] = [];
  let run: LexicalWord[] = [];
  const close = (): void => {
    const [first, last] = [run[0], run.at(-1)];
    if (first && last && run.length >= RUN_MIN && isOrdinary(run))
      runs.push({ span: [first.start, last.end], words: run });
    run = [];
  };
  let end = 0;
  for (const word of part.words) {
    if (run.length > 0 && /[\n\uFFFC:;|]/.test(part.prose.slice(end, word.start))) close();
    if (isCapitals(part.text, word)) run.push(word);
    else close();
    end = word.end;
  }
  close();
  return runs;
}

/** Not an abbreviation as far as can be known. */
const isPlain = (word: LexicalWord): boolean =>
  isIn(word, SETS.caps) || (word.text.length >= WORD_LENGTH_MIN && !ACRONYM.test(word.text));

const isOrdinary = (run: readonly LexicalWord[]): boolean =>
  run.some((word) => isIn(word, SETS.caps)) && run.filter(isPlain).length >= RUN_MIN - 1;

function isCapitals(text: string, { start, end, text: lower }: Word): boolean {
  const first = text.charCodeAt(start);
  if (first >= 97 && first <= 122) return false;
  const written = text.slice(start, end);
  return written !== lower && written === written.toUpperCase() && !/[\d_]/.test(written);
}

/** Ordinary words in lower case; what may be an abbreviation stays; a sentence keeps its capital. */
function calm(part: PartText, [from, to]: Span, words: readonly LexicalWord[]): string {
  const pieces: string[] = [];
  let position = from;
  for (const word of words) {
    const { text, start, end } = word;
    pieces.push(part.text.slice(position, start));
    const written = part.text.slice(start, end);
    pieces.push(isPlain(word) ? (startsSentence(part, start) ? written.charAt(0) + text.slice(1) : text) : written);
    position = end;
  }
  pieces.push(part.text.slice(position, to));
  return pieces.join("");
}

function startsSentence({ text }: PartText, start: number): boolean {
  const before = text.slice(Math.max(0, start - 8), start);
  return (
    start === 0 || /(?:[.!?…]["')\]]{0,2}[ \t]{1,4}|\n[ \t]{0,4}(?:[-*•] )?)$/.test(before) || before.trim() === ""
  );
}
