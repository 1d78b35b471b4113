import { DIMENSIONS, type Dimension, type Grade, GRADES } from "./report.ts";

/** Raised when equal findings may now get another score. */
export const SCORE_VERSION = 2;

/** How much each dimension bends the overall score; they sum to one. */
export const DIMENSION_WEIGHTS: { readonly [D in Dimension]: number } = {
  clarity: 0.2,
  completeness: 0.2,
  consistency: 0.15,
  outputContract: 0.15,
  safety: 0.15,
  reuse: 0.075,
  economy: 0.075,
};

const GRADE_FLOORS = [90, 80, 70, 60, 40, 0];

/** A broken rule: what it costs its dimension and how high the whole may still be. */
export type Penalty = { readonly dimension: Dimension; readonly weight: number; readonly cap: number };

export type Score = {
  readonly score: number;
  readonly grade: Grade;
  readonly dimensions: { readonly [D in Dimension]: number };
};

/**
 * Only what is wrong counts: each broken rule multiplies its dimension by 1 - weight, the whole is the weighted geometric
 * mean, and the lowest cap is its ceiling. Nothing present can raise it, so one fatal defect cannot be bought back.
 */
export function scoreOf(penalties: readonly Penalty[]): Score {
  const shares = new Map<Dimension, number>(DIMENSIONS.map((dimension) => [dimension, 1]));
  let ceiling = 100;
  for (const { dimension, weight, cap } of penalties) {
    shares.set(dimension, (shares.get(dimension) ?? 1) * (1 - weight));
    ceiling = Math.min(ceiling, cap);
  }
  const mean = DIMENSIONS.reduce(
    (product, dimension) => product * (shares.get(dimension) ?? 1) ** DIMENSION_WEIGHTS[dimension],
    1,
  );
  const score = Math.round(Math.min(ceiling, 100 * mean));
  return { score, grade: gradeOf(score), dimensions: percentages(shares) };
}

const gradeOf = (score: number): Grade => GRADES[GRADE_FLOORS.findIndex((floor) => score >= floor)] ?? "F";

function percentages(shares: ReadonlyMap<Dimension, number>): { readonly [D in Dimension]: number } {
  const percent = (dimension: Dimension): number => Math.round(100 * (shares.get(dimension) ?? 1));
  return {
    clarity: percent("clarity"),
    completeness: percent("completeness"),
    consistency: percent("consistency"),
    outputContract: percent("outputContract"),
    safety: percent("safety"),
    reuse: percent("reuse"),
    economy: percent("economy"),
  };
}
