import { type Finding, inspect, lint } from "../../src/features/enrichment/lint/index.ts";
import { type Half, readCorpus, type Sample } from "./corpus.ts";
import { invariants, stuffed } from "./variants.ts";

/** What one half of the corpus says about the linter. */
export type Measure = {
  readonly prompts: number;
  /** The chance that a clean prompt scores above a defective one; a tie counts half. */
  readonly auc: number;
  readonly languages: readonly { readonly language: string; readonly prompts: number; readonly auc: number }[];
  readonly pairs: number;
  /** Twins that do not score below their clean prompt. */
  readonly notLower: readonly string[];
  readonly rules: readonly RuleMeasure[];
  readonly tried: { readonly stuffing: number; readonly invariance: number; readonly fixes: number };
  readonly gaming: readonly string[];
  readonly moved: readonly string[];
  readonly worsened: readonly string[];
};

export type RuleMeasure = {
  readonly rule: string;
  readonly planted: number;
  readonly found: number;
  /** Prompts in which the rule speaks without a defect of that kind planted. */
  readonly wrong: readonly string[];
};

/** Points that white space, order and case may move a score. */
const POINTS_MAX = 1;
const LANGUAGE_PROMPTS_MIN = 10;

export function measure(half: Half): Measure {
  const samples = readCorpus().filter((sample) => sample.half === half);
  const judged = samples.map((sample) => ({ sample, ...judge(sample) }));
  const scores = new Map(judged.map(({ sample, score }) => [sample.id, score]));
  const clean = new Map(samples.filter(({ rule }) => rule === null).map((sample) => [sample.pair, sample]));
  const twins = samples.filter(({ rule }) => rule !== null);
  const stuffing = samples.flatMap((sample) => stuffingOf(sample, scores.get(sample.id) ?? 0));
  const invariance = samples.flatMap((sample) => invarianceOf(sample, clean.get(sample.pair) ?? sample, scores));
  const fixes = samples.flatMap((sample) => fixesOf(sample, scores.get(sample.id) ?? 0));
  return {
    prompts: samples.length,
    auc: aucOf(judged),
    languages: [...new Set(samples.map(({ language }) => language))].sort().flatMap((language) => {
      const own = judged.filter(({ sample }) => sample.language === language);
      return own.length < LANGUAGE_PROMPTS_MIN ? [] : [{ language, prompts: own.length, auc: aucOf(own) }];
    }),
    pairs: twins.length,
    notLower: twins.filter(({ id, pair }) => (scores.get(id) ?? 0) >= (scores.get(pair) ?? 0)).map(({ id }) => id),
    rules: rulesOf(judged),
    tried: { stuffing: stuffing.length, invariance: invariance.length, fixes: fixes.length },
    gaming: stuffing.filter((text) => text !== null),
    moved: invariance.filter((text) => text !== null),
    worsened: fixes.filter((text) => text !== null),
  };
}

type Judged = { readonly sample: Sample; readonly score: number; readonly rules: ReadonlySet<string> };

function judge({ draft, options }: Sample): Omit<Judged, "sample"> {
  const { findings } = inspect(draft, options);
  return { score: lint(draft, options).score, rules: new Set(findings.map(({ ruleId }) => ruleId)) };
}

function aucOf(judged: readonly Judged[]): number {
  const [clean, defective] = [judged.filter(isClean), judged.filter((entry) => !isClean(entry))];
  let wins = 0;
  for (const { score } of clean) for (const other of defective) wins += winOf(score, other.score);
  return wins / (clean.length * defective.length);
}

const isClean = ({ sample }: Judged): boolean => sample.rule === null;
const winOf = (clean: number, defective: number): number => (clean > defective ? 1 : clean === defective ? 0.5 : 0);

function rulesOf(judged: readonly Judged[]): readonly RuleMeasure[] {
  const names = new Set(judged.flatMap(({ sample, rules }) => [...rules, ...(sample.rule ? [sample.rule] : [])]));
  return [...names].sort().map((rule) => {
    const planted = judged.filter(({ sample }) => sample.rule === rule);
    const spoke = judged.filter(({ rules }) => rules.has(rule));
    return {
      rule,
      planted: planted.length,
      found: planted.filter(({ rules }) => rules.has(rule)).length,
      wrong: spoke
        .filter(({ sample }) => sample.rule !== rule && !sample.also.includes(rule))
        .map(({ sample }) => sample.id),
    };
  });
}

/** One entry for each try: what went wrong, or null. */
type Tries = readonly (string | null)[];

const stuffingOf = (sample: Sample, before: number): Tries =>
  [...stuffed(sample)].map(({ how, draft }) => {
    const after = lint(draft, sample.options).score;
    return after > before ? `${sample.id}: ${before} -> ${after}, ${how}` : null;
  });

const invarianceOf = (sample: Sample, clean: Sample, scores: ReadonlyMap<string, number>): Tries =>
  [...invariants(sample, clean)].map(({ how, draft }) => {
    const [before, after] = [scores.get(sample.id) ?? 0, lint(draft, sample.options).score];
    return Math.abs(after - before) > POINTS_MAX ? `${sample.id}: ${before} -> ${after}, ${how}` : null;
  });

const fixesOf = (sample: Sample, before: number): Tries =>
  inspect(sample.draft, sample.options).findings.flatMap((finding) => {
    const draft = fixed(sample, finding);
    const after = draft && lint(draft, sample.options).score;
    return after === null ? [] : [after < before ? `${sample.id}: ${before} -> ${after}, ${finding.ruleId}` : null];
  });

function fixed({ draft }: Sample, { fix }: Finding): Sample["draft"] | null {
  if (!fix) return null;
  const text = draft[fix.field] ?? "";
  return { ...draft, [fix.field]: text.slice(0, fix.span[0]) + fix.replacement + text.slice(fix.span[1]) };
}
