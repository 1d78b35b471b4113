import { type Draft, type Part, PARTS } from "../../../contract/draft.ts";
import { type LexicalWord, lexicalWords, matchesIn } from "./lexicon/index.ts";
import type { Concept } from "./lexicon/lexicon.ts";
import type { Match } from "./lexicon/matcher.ts";
import type { LintOptions, Span } from "./report.ts";
import { type HiddenRun, hiddenRuns, type Visible, withoutHidden } from "./text/hidden.ts";
import { within } from "./text/spans.ts";
import { protectedSpans, scanTemplate, type Template } from "./text/template.ts";
import { type Sentence, sentencesOf } from "./text/words.ts";

/** One part of the prompt, read once for all rules. Offsets are in `text` unless a name says `source`. */
export type PartText = {
  readonly part: Part;
  /** As stored. */
  readonly source: string;
  readonly sourceProtected: readonly Span[];
  readonly hidden: readonly HiddenRun[];
  readonly toSource: Visible["toSource"];
  /** What a reader sees: the source without hidden characters, so that nothing escapes a rule behind one. */
  readonly text: string;
  readonly template: Template;
  /** What an edit must leave alone, sorted. */
  readonly protected: readonly Span[];
  /** The text with everything protected blanked out, of the same length. */
  readonly prose: string;
  readonly words: readonly LexicalWord[];
  readonly sentences: readonly Sentence[];
  readonly matches: ReadonlyMap<Concept, readonly Match[]>;
};

export type Hit = { readonly part: PartText; readonly match: Match };

export type Context = {
  readonly options: LintOptions;
  /** The parts that hold more than white space, in the order of the prompt. */
  readonly parts: readonly PartText[];
  readonly task: PartText | undefined;
  /** Every occurrence of a concept, in the order of the prompt. */
  readonly concept: (concept: Concept) => readonly Hit[];
  /** Names of the variables of all parts, those with a brace missing too: they are meant to be variables. */
  readonly variableNames: ReadonlySet<string>;
};

/** A character that is no letter and no space stands for a variable, so that no phrase reaches across one. */
const VARIABLE_FILL = "\uFFFC";

export function readContext(draft: Draft, options: LintOptions): Context {
  const parts = PARTS.flatMap((part) => {
    const source = draft[part];
    return source === null || source.trim() === "" ? [] : [readPart(part, source)];
  });
  const concepts = new Map<Concept, readonly Hit[]>();
  return {
    options,
    parts,
    task: parts.find(({ part }) => part === "task"),
    concept: (concept) => {
      const hits = concepts.get(concept) ?? hitsOf(parts, concept);
      concepts.set(concept, hits);
      return hits;
    },
    variableNames: new Set(
      parts.flatMap(({ template }) => [...template.variables, ...template.unclosed].map(({ name }) => name)),
    ),
  };
}

const NO_HITS: readonly Hit[] = [];

function hitsOf(parts: readonly PartText[], concept: Concept): readonly Hit[] {
  if (!parts.some(({ matches }) => matches.has(concept))) return NO_HITS;
  return parts.flatMap((part) => (part.matches.get(concept) ?? []).map((match) => ({ part, match })));
}

function readPart(part: Part, source: string): PartText {
  const hidden = hiddenRuns(source);
  const { text, toSource } = withoutHidden(source, hidden);
  const template = scanTemplate(text);
  const kept = protectedSpans(template);
  const prose = blankOut(text, template, kept);
  const words = lexicalWords(prose);
  const sentences = sentencesOf(prose, words);
  return {
    part,
    source,
    sourceProtected: hidden.length === 0 ? kept : protectedSpans(scanTemplate(source)),
    hidden,
    toSource,
    text,
    template,
    protected: kept,
    prose,
    words,
    sentences,
    matches: Map.groupBy(
      withoutContained(matchesIn(words, sentences).filter((match) => !crossesMark(prose, words, match))),
      ({ concept }) => concept,
    ),
  };
}

function blankOut(text: string, template: Template, kept: readonly Span[]): string {
  const blocks = new Set<Span>([...template.fences, ...template.raws]);
  const pieces: string[] = [];
  let from = 0;
  for (const span of kept) {
    pieces.push(text.slice(from, span[0]), (blocks.has(span) ? " " : VARIABLE_FILL).repeat(span[1] - span[0]));
    from = span[1];
  }
  pieces.push(text.slice(from));
  return pieces.join("");
}

/** "In four sentences, at least": a limit ends at a comma, so that the next one is not read into it. */
function crossesMark(prose: string, words: readonly LexicalWord[], { concept, from, to }: Match): boolean {
  if (concept !== "length") return false;
  for (let index = from; index + 1 < to; index += 1) {
    const gap = prose.slice(words[index]?.end, words[index + 1]?.start);
    if (gap.length > 1 && /[,;，；،]\s/u.test(gap)) return true;
  }
  return false;
}

/** "No more than 5 words" also reads "more than 5 words": of two readings of one concept the longer one is meant. */
function withoutContained(matches: readonly Match[]): readonly Match[] {
  const last = new Map<Concept, Match>();
  const kept: Match[] = [];
  const longestFirst = matches.toSorted((a, b) => a.from - b.from || b.to - a.to);
  for (const match of longestFirst) {
    const previous = last.get(match.concept);
    if (previous && match.to <= previous.to) continue;
    last.set(match.concept, match);
    kept.push(match);
  }
  return kept;
}

/** Whether a sentence has a word of at least one of the sets. */
export const hasWord = (sentence: Sentence, sets: number): boolean => (sentence.sets & sets) !== 0;

/** The span of a match in the text. */
export const spanOf = ({ part, match }: Hit): Span => [
  part.words[match.from]?.start ?? 0,
  part.words[match.to - 1]?.end ?? 0,
];

/** Variables and blocks inside a span, as written. */
export const protectedIn = ({ text, protected: kept }: PartText, span: Span): readonly string[] =>
  within(span, kept).map((inner) => text.slice(...inner));
