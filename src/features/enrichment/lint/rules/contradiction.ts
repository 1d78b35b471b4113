import { type Context, type Hit, spanOf } from "../context.ts";
import { isIn, type LexicalWord, SETS } from "../lexicon/index.ts";
import { formatBans, formatMention } from "./format-bans.ts";
import { formatStatements } from "./formats.ts";
import { countConflicts } from "./counts.ts";
import { lengthsConflict, lengthStatements } from "./lengths.ts";
import { onlyConflicts } from "./only.ts";
import { opposites } from "./opposites.ts";
import { quote } from "./quote.ts";
import type { Breach, Rule } from "./rule.ts";
import { scopeConflicts } from "./scope.ts";
import { languageStatements, quoteOf, type Statement, tenseStatements, toneStatements } from "./statements.ts";

const CAP = 60;

/** Two orders about the whole answer that cannot both be followed. */
export const contradictoryPair: Rule = {
  id: "contradictory-pair",
  version: 3,
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
    ...conflicts(tenseStatements(context), "tense", (a, b) => a.value !== b.value && axisOf(a) === axisOf(b)),
    ...[...scopeConflicts(context), ...onlyConflicts(context), ...countConflicts(context)].map(
      ({ part, sentence, other }) => clash(part, sentence.span, "scope", quote(other.part.text, other.sentence.span)),
    ),
  ],
};

/** The same order given once with "do" and once with "do not". */
export const negatedDuplicate: Rule = {
  id: "negated-duplicate",
  version: 3,
  severity: "error",
  dimension: "consistency",
  weight: 0.85,
  cap: CAP,
  check: (context) =>
    opposites(context).map(({ later, earlier }) =>
      clash(later.part, later.sentence.span, "rule", quote(earlier.part.text, earlier.sentence.span)),
    ),
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
  if (a.concept === "tense" && words[b.to] && FOR.has(words[b.to]?.text ?? "")) return false;
  const isFormat = a.concept === "answer-format" || a.concept === "tense";
  const isLimit = ["max", "min"].includes(b.value);
  if (b.from < a.to || !(isFormat || a.concept === "length")) return false;
  const between = words.slice(a.to, b.from);
  const gap = prose.slice(words[a.to - 1]?.end, words[b.from]?.start);
  if (between.some(({ text }) => LISTS.has(text)) || /[:\n]/.test(gap)) return false;
  const mark = Math.max(...[...gap.matchAll(MARK)].map(({ index }) => index));
  const lead = between.filter(({ start }) => start >= (words[a.to - 1]?.end ?? 0) + mark);
  return (
    mark >= 0 &&
    ((isLimit && lead.length <= LEAD_MAX) || (lead.every(isOfAnswer) && (isFormat || isLimit || endsClause(later.hit))))
  );
}
const endsClause = ({ part, match: { to } }: Hit): boolean =>
  /^\s{0,4}(?:[,;.!)、，；。！،؛।]|\n|$)/u.test(part.prose.slice(part.words[to - 1]?.end).slice(0, 8));

/** "Present tense for the dialogue" is about a part. */
const FOR = new Set("for in when where für bei in para en pour dans em".split(" "));
const MARK = /[,，、،;(–—-]/gu;
const LEAD_MAX = 2;

/** Words that bring in a limit and name nothing but the answer. */
const isOfAnswer = (word: LexicalWord): boolean =>
  isIn(word, SETS.function | SETS.reply | SETS.modal | SETS.negation | SETS.jargon);

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

/** "voice:active" and "voice:passive" exclude each other; a tense stands beside both. */
const axisOf = ({ value }: Statement): string => (value.includes(":") ? value.slice(0, value.indexOf(":")) : "tense");

/** Formats that one text can have at once; of any other two the answer can have one. */
const TOGETHER = new Set(["list+markdown", "html+list", "list+text", "markdown+prose", "html+prose", "prose+text"]);

const formatsConflict = (a: Statement, b: Statement): boolean =>
  a.value !== b.value &&
  !TOGETHER.has([a.value, b.value].sort().join("+")) &&
  (a.value !== "table" || DATA.has(b.value)) &&
  (b.value !== "table" || DATA.has(a.value));
/** What is read by a program holds no table; another text may. */
const DATA = new Set(["json", "xml", "yaml", "text"]);

const clash = (part: Hit["part"], span: Breach["span"], kind: string, other: string): Breach => ({
  field: part.part,
  span,
  message: `This contradicts "${other}" about the ${kind}. Keep one of the two.`,
  question: `"${quote(part.text, span)}" and "${other}" contradict each other: which one is meant?`,
});
