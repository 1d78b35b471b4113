import { type Context, type PartText, protectedIn } from "../context.ts";
import { quote } from "./quote.ts";
import type { Span } from "../report.ts";
import { touchesAny, trimmed } from "../text/spans.ts";
import { deletionOf, safeFix } from "./fix.ts";
import { Paraphrases } from "./paraphrase.ts";
import type { Breach, Rule } from "./rule.ts";

/** Shorter repetitions are often meant: labels, refrains, the lines of examples. */
const WORDS_MIN = 5;
/** Words that a repeated unit must have when each is one character wide. */
const LETTERS_MIN = 12;
/** Lines of examples and dialogues begin with who speaks or what is shown. */
const LABEL_CHARACTERS_MAX = 32;

/** A paragraph or sentence that says again, word for word, what stands before it in this or an earlier part. */
export const redundantParagraph: Rule = {
  id: "redundant-paragraph",
  version: 1,
  severity: "suggestion",
  dimension: "economy",
  weight: 0.45,
  check: (context) => {
    const breaches: Breach[] = [];
    const covered = new Map<PartText, Span[]>();
    repeated(context, paragraphs, ({ part, unit, first }) => {
      const spans = covered.get(part) ?? [];
      spans.push(unit.span);
      covered.set(part, spans);
      breaches.push(breachOf(part, unit, first, "paragraph"));
    });
    repeated(context, sentences, ({ part, unit, first }) => {
      if (!touchesAny(unit.span, covered.get(part) ?? [])) breaches.push(breachOf(part, unit, first, "sentence"));
    });
    if (breaches.length === 0) breaches.push(...reworded(context));
    return breaches;
  },
};

type Unit = { readonly span: Span; readonly from: number; readonly to: number };
type Repetition = { readonly part: PartText; readonly unit: Unit; readonly first: PartText };

function repeated(
  { parts }: Context,
  unitsOf: (part: PartText) => readonly Unit[],
  report: (repetition: Repetition) => void,
): void {
  const seen = new Map<string, PartText>();
  for (const part of parts.toSorted(taskFirst)) {
    for (const unit of unitsOf(part)) {
      const key = keyOf(part, unit);
      if (key === null) continue;
      const first = seen.get(key);
      if (first) report({ part, unit, first });
      else seen.set(key, part);
    }
  }
}

/** In other words: no edit is offered, since the two may differ in what matters. */
function reworded({ parts }: Context): readonly Breach[] {
  return [sentences, paragraphs].flatMap((unitsOf) => {
    const known = new Paraphrases();
    return parts.toSorted(taskFirst).flatMap((part) =>
      unitsOf(part).flatMap((unit): Breach[] => {
        if (isLabelled(part.text.slice(...unit.span))) return [];
        const first = known.earlier({ part, from: unit.from, to: unit.to });
        if (!first) return [];
        const { fix: _, ...breach } = breachOf(
          part,
          unit,
          first.part,
          unitsOf === sentences ? "sentence" : "paragraph",
        );
        return [{ ...breach, question: "The two say nearly the same: what does the second one add?" }];
      }),
    );
  });
}

/** Of two copies the one in the task stays: a prompt can do without its other parts. */
const taskFirst = (a: PartText, b: PartText): number => Number(b.part === "task") - Number(a.part === "task");

/** The unit without what does not change its sense: case, white space and punctuation. */
function keyOf(part: PartText, { span, from, to }: Unit): string | null {
  if (to - from < WORDS_MIN || isLabelled(part.text.slice(...span))) return null;
  let key = "";
  for (let index = from; index < to; index += 1) key += `${part.words[index]?.text ?? ""} `;
  return key.length - (to - from) < LETTERS_MIN ? null : key + protectedIn(part, span).join(" ");
}

const isLabelled = (text: string): boolean => /[:：]/.test(text.slice(0, LABEL_CHARACTERS_MAX));

const sentences = (part: PartText): readonly Unit[] => part.sentences;

/** Runs of sentences with no blank line between them; a paragraph of one sentence is left to the sentences. */
function paragraphs(part: PartText): readonly Unit[] {
  const units: { span: [number, number]; from: number; to: number; sentences: number }[] = [];
  for (const { span, from, to } of part.sentences) {
    const last = units.at(-1);
    if (last && !hasBlankLine(part.text, last.span[1], span[0])) {
      last.span[1] = span[1];
      last.to = to;
      last.sentences += 1;
    } else units.push({ span: [span[0], span[1]], from, to, sentences: 1 });
  }
  return units.filter(({ sentences: count }) => count > 1);
}

function hasBlankLine(text: string, start: number, end: number): boolean {
  const gap = text.slice(start, end);
  const first = gap.indexOf("\n");
  return first >= 0 && gap.includes("\n", first + 1);
}

function breachOf(part: PartText, unit: Unit, first: PartText, kind: "paragraph" | "sentence"): Breach {
  const where = first === part ? "above" : `in the ${first.part}`;
  const [start, end] = trimmed(part.text, unit.span);
  const mark = markBefore(part.text, start);
  const numbered = /\d/.test(part.text.slice(start - mark, start));
  return {
    field: part.part,
    span: unit.span,
    message: `This ${kind} stands ${where} already: "${quote(part.text, unit.span)}". Keep one of the two.`,
    fix: numbered
      ? undefined
      : safeFix(part, deletionOf(part, [start, end], mark), "", `Removed a ${kind} that stands ${where} already`),
  };
}

/** Looking farther back for the start of the line would read a long line once a sentence. */
const MARK_CHARACTERS_MAX = 16;

/** The length of the list mark in front of a line's text. */
function markBefore(text: string, start: number): number {
  const from = Math.max(0, start - MARK_CHARACTERS_MAX - 1);
  const line = from + text.slice(from, start).lastIndexOf("\n") + 1;
  if (start - line > MARK_CHARACTERS_MAX) return 0;
  return /^[ \t]*((?:[-*•+>#]{1,6}|\d{1,3}[.)])[ \t]+)$/.exec(text.slice(line, start))?.[1]?.length ?? 0;
}
