import { type Context, hasWord, type Hit, type PartText, protectedIn, sentenceWords, spanOf } from "../context.ts";
import { isIn, SETS } from "../lexicon/index.ts";
import type { Sentence } from "../text/words.ts";
import { quote } from "./quote.ts";
import type { Breach, Rule } from "./rule.ts";
import {
  formatBans,
  formatStatements,
  languageStatements,
  type LengthStatement,
  lengthStatements,
  quoteOf,
  type Statement,
  toneStatements,
} from "./statements.ts";

const CAP = 60;
/** A longer sentence says too much to be the mere opposite of another. */
const ORDER_WORDS_MAX = 30;

/** Two orders about the whole answer that cannot both be followed. */
export const contradictoryPair: Rule = {
  id: "contradictory-pair",
  version: 1,
  severity: "error",
  dimension: "consistency",
  weight: 0.85,
  cap: CAP,
  check: (context) => [
    ...conflicts(languageStatements(context), "language", (a, b) => a.value !== b.value),
    ...conflicts(formatStatements(context), "format", (a, b) => a.value !== b.value),
    ...banned(context),
    ...conflicts(toneStatements(context), "tone", (a, b) => a.value !== b.value),
    ...conflicts(lengthStatements(context), "length", lengthsConflict),
  ],
};

/** The same order given once with "do" and once with "do not". */
export const negatedDuplicate: Rule = {
  id: "negated-duplicate",
  version: 1,
  severity: "error",
  dimension: "consistency",
  weight: 0.85,
  cap: CAP,
  check: (context) => {
    const seen = new Map<string, { negative: boolean; part: PartText; sentence: Sentence }>();
    const breaches: Breach[] = [];
    for (const part of context.parts) {
      if (part.part === "context") continue;
      for (const sentence of part.sentences) {
        const order = orderOf(part, sentence);
        if (!order) continue;
        const other = seen.get(order.key);
        if (!other) seen.set(order.key, { negative: order.negative, part, sentence });
        else if (other.negative !== order.negative) {
          breaches.push(clash(part, sentence.span, "rule", quote(other.part.text, other.sentence.span)));
        }
      }
    }
    return breaches;
  },
};

/** Each later statement is compared with the earlier ones of other sentences; one conflict a statement is enough. */
function conflicts<S extends Statement>(
  statements: readonly S[],
  kind: string,
  clashes: (a: S, b: S) => boolean,
): readonly Breach[] {
  return statements.flatMap((later, index) => {
    const earlier = statements
      .slice(0, index)
      .find((candidate) => candidate.hit.match.sentence !== later.hit.match.sentence && clashes(candidate, later));
    return earlier ? [clash(later.hit.part, spanOf(later.hit), kind, quoteOf(earlier.hit))] : [];
  });
}

function banned(context: Context): readonly Breach[] {
  const bans = formatBans(context);
  return formatStatements(context).flatMap(({ hit, value }) => {
    const ban = bans.find(
      (candidate) => candidate.value === value && candidate.hit.match.sentence !== hit.match.sentence,
    );
    return ban ? [clash(hit.part, spanOf(hit), "format", quoteOf(ban.hit))] : [];
  });
}

const isSoft = ({ value }: LengthStatement): boolean => value === "brief" || value === "long";

/** Sure only: units that cannot be compared, and soft words against numbers that may fit, are no conflict. */
function lengthsConflict(a: LengthStatement, b: LengthStatement): boolean {
  if (isSoft(a) && isSoft(b)) return a.value !== b.value;
  if (a.unit !== "" && a.unit === b.unit && a.value === "exact" && b.value === "exact") return a.count !== b.count;
  return a.most < b.least || b.most < a.least;
}

const clash = (part: Hit["part"], span: Breach["span"], kind: string, other: string): Breach => ({
  field: part.part,
  span,
  message: `This contradicts "${other}" about the ${kind}. Keep one of the two.`,
  question: `"${quote(part.text, span)}" and "${other}" contradict each other: which one is meant?`,
});

type Order = { readonly key: string; readonly negative: boolean };

/** The bare matter of an order and whether it is forbidden; null for what is no order or hangs on a condition. */
function orderOf(part: PartText, sentence: Sentence): Order | null {
  const first = part.words[sentence.from];
  if (
    !first ||
    sentence.to - sentence.from > ORDER_WORDS_MAX ||
    !isIn(first, SETS.instruction | SETS.negation | SETS.modal)
  )
    return null;
  if (hasWord(part, sentence, SETS.conditional)) return null;
  const matter = sentenceWords(part, sentence).filter(
    (word) => !isIn(word, SETS.negation | SETS.modal | SETS.function),
  );
  if (matter.length === 0) return null;
  const key = [...matter.map(({ text }) => text), ...protectedIn(part, sentence.span)].join(" ");
  return { key, negative: hasWord(part, sentence, SETS.negation) };
}
