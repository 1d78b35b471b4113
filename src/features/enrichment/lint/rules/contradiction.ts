import { type Context, hasWord, type Hit, type PartText, protectedIn, sentenceWords, spanOf } from "../context.ts";
import { isFreeOrder, isIn, SETS } from "../lexicon/index.ts";
import type { Sentence } from "../text/words.ts";
import { lengthsConflict, lengthStatements } from "./lengths.ts";
import { onlyConflicts } from "./only.ts";
import { quote } from "./quote.ts";
import type { Breach, Rule } from "./rule.ts";
import { scopeConflicts } from "./scope.ts";
import {
  formatBans,
  formatMention,
  formatStatements,
  languageStatements,
  quoteOf,
  type Statement,
  tenseStatements,
  toneStatements,
} from "./statements.ts";

const CAP = 60;
/** A longer sentence says too much to be the mere opposite of another. */
const ORDER_WORDS_MAX = 30;

/** Two orders about the whole answer that cannot both be followed. */
export const contradictoryPair: Rule = {
  id: "contradictory-pair",
  version: 2,
  severity: "error",
  dimension: "consistency",
  weight: 0.85,
  cap: CAP,
  check: (context) => [
    ...conflicts(languageStatements(context), "language", (a, b) => a.value !== b.value),
    ...conflicts(formatStatements(context), "format", formatsConflict),
    ...banned(context),
    ...conflicts(toneStatements(context), "tone", (a, b) => a.value !== b.value),
    ...conflicts(lengthStatements(context), "length", lengthsConflict),
    ...conflicts(tenseStatements(context), "tense", (a, b) => a.value !== b.value),
    ...[...scopeConflicts(context), ...onlyConflicts(context)].map(({ part, sentence, other }) =>
      clash(part, sentence.span, "scope", quote(other.part.text, other.sentence.span)),
    ),
  ],
};

/** The same order given once with "do" and once with "do not". */
export const negatedDuplicate: Rule = {
  id: "negated-duplicate",
  version: 2,
  severity: "error",
  dimension: "consistency",
  weight: 0.85,
  cap: CAP,
  check: (context) => {
    const seen = new Map<string, { negations: number; part: PartText; sentence: Sentence }>();
    const breaches: Breach[] = [];
    for (const part of context.parts) {
      if (part.part === "context") continue;
      for (const sentence of part.sentences) {
        const order = orderOf(part, sentence);
        if (!order) continue;
        const other = seen.get(order.key);
        if (!other) seen.set(order.key, { negations: order.negations, part, sentence });
        else if (other.negations !== order.negations) {
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
      .find((candidate) => areApart(candidate, later) && clashes(candidate, later));
    return earlier ? [clash(later.hit.part, spanOf(later.hit), kind, quoteOf(earlier.hit))] : [];
  });
}

/** Two of one sentence are usually about two things, unless the later one is a bare limit: ", but no more than 50 words". */
function areApart(earlier: Statement, later: Statement): boolean {
  const [a, b] = [earlier.hit.match, later.hit.match];
  if (a.sentence !== b.sentence) return true;
  const { words, prose } = later.hit.part;
  if (!["max", "min"].includes(b.value) || a.concept !== "length" || b.from < a.to) return false;
  const between = words.slice(a.to, b.from);
  const gap = prose.slice(words[a.to - 1]?.end, words[b.from]?.start);
  const bare = prose.slice(0, words[b.from]?.start).match(/[,，、،;(–—-]\s{0,4}(?:[\p{L}\p{M}]{1,12}\s{1,4}){0,2}$/u);
  return bare !== null && !between.some(({ text }) => LISTS.has(text)) && !/[:\n]/.test(gap);
}

/** What joins two things that have a length each. */
const LISTS = new Set("and und y e et plus dann then luego puis depois 和 以及 と و ثم और".split(" "));

function banned(context: Context): readonly Breach[] {
  const bans = formatBans(context);
  const shown = bans.flatMap((ban): Breach[] => {
    const mention = formatMention(context, ban);
    return mention ? [clash(ban.hit.part, spanOf(ban.hit), "format", mention)] : [];
  });
  if (shown.length > 0) return shown;
  return formatStatements(context).flatMap(({ hit, value }) => {
    const ban = bans.find(
      (candidate) => candidate.value === value && candidate.hit.match.sentence !== hit.match.sentence,
    );
    return ban ? [clash(hit.part, spanOf(hit), "format", quoteOf(ban.hit))] : [];
  });
}

/** Formats that one text can have at once; of any other two the answer can have one. */
const TOGETHER = new Set(["list+markdown", "html+list", "list+text", "markdown+prose", "html+prose", "prose+text"]);

const formatsConflict = (a: Statement, b: Statement): boolean =>
  a.value !== b.value && !TOGETHER.has([a.value, b.value].sort().join("+"));

const clash = (part: Hit["part"], span: Breach["span"], kind: string, other: string): Breach => ({
  field: part.part,
  span,
  message: `This contradicts "${other}" about the ${kind}. Keep one of the two.`,
  question: `"${quote(part.text, span)}" and "${other}" contradict each other: which one is meant?`,
});

/** Words that two sentences must share when nothing else shows that they are orders. */
const MATTER_MIN = 3;

type Order = { readonly key: string; readonly negations: number };

/** Romance languages forbid in another mood than they order in: "menciona", "no menciones". */
const moodless = (verb: string): string => verb.slice(0, Math.max(2, Math.min(4, verb.length - 1)));

/** The bare matter of an order and whether it is forbidden; null for what is no order or hangs on a condition. */
function orderOf(part: PartText, sentence: Sentence): Order | null {
  const first = part.words[sentence.from];
  if (!first || sentence.to - sentence.from > ORDER_WORDS_MAX) return null;
  if (hasWord(part, sentence, SETS.conditional)) return null;
  const matter = sentenceWords(part, sentence).filter(
    (word) => !isIn(word, SETS.negation | SETS.modal | SETS.function),
  );
  const isSure = isIn(first, SETS.instruction | SETS.negation | SETS.modal);
  if (matter.length < (isSure ? 1 : MATTER_MIN)) return null;
  const texts = matter.map(({ text }, index) =>
    index === 0 && matter.length > 1 && !isFreeOrder(first) ? moodless(text) : text,
  );
  const key = [...texts, ...protectedIn(part, sentence.span)].join(" ");
  return { key, negations: sentenceWords(part, sentence).filter((word) => isIn(word, SETS.negation)).length };
}
