import type { Part } from "../../../contract/draft.ts";

/** What a score is made of. Each is 0-100; the overall score is their weighted geometric mean. */
export const DIMENSIONS = [
  "clarity",
  "completeness",
  "consistency",
  "outputContract",
  "safety",
  "reuse",
  "economy",
] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** From the most to the least serious. */
export const SEVERITIES = ["error", "warning", "suggestion"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Start and end (exclusive) in UTF-16 units of the field the finding is about. */
export type Span = readonly [start: number, end: number];

/** An edit that removes the finding and loses no variable and no fenced block unless the finding is about that variable. */
export type Fix = {
  readonly field: Part;
  readonly span: Span;
  readonly replacement: string;
  /** What was done, in the past tense, to be shown as the reason of a change. */
  readonly description: string;
};

export type Finding = {
  readonly ruleId: string;
  readonly severity: Severity;
  readonly dimension: Dimension;
  readonly field: Part;
  readonly span: Span;
  /** Plain words that say what to do. Never repeats a secret. */
  readonly message: string;
  readonly fix?: Fix;
  /** What a person must be asked when the defect cannot be repaired without a fact. */
  readonly question?: string;
};

export const GRADES = ["A", "B", "C", "D", "E", "F"] as const;
export type Grade = (typeof GRADES)[number];

export type LintReport = {
  /** 0-100, whole. */
  readonly score: number;
  readonly grade: Grade;
  readonly dimensions: { readonly [D in Dimension]: number };
  /** The most serious first, then in the order of the prompt; at most `FINDINGS_MAX`. */
  readonly findings: readonly Finding[];
  readonly scoreVersion: number;
  /** sha256 in hex over the rules and weights: equal hashes make scores comparable. */
  readonly rulesHash: string;
};

/** What the linter needs to know of the model the prompt is meant for. */
export type ModelFacts = {
  readonly id: string;
  readonly status?: string | undefined;
  /** ISO date from which the provider answers no more; counts only when `today` is given. */
  readonly retiresOn?: string | null | undefined;
  readonly replacement?: string | null | undefined;
  /** Tokens the model can read at once; null or absent when not known. */
  readonly contextWindow?: number | null | undefined;
  readonly maxOutputTokens?: number | null | undefined;
  /** Settings it answers with an error, by their names on the wire, such as `temperature`. */
  readonly refuses?: readonly string[] | undefined;
};

export type LintOptions = {
  /** Shown in lists, so a secret in it counts like one in the text. */
  readonly title?: string | undefined;
  /** The linter reads no clock: without it only `model.status` decides. */
  readonly today?: Date | undefined;
  readonly model?: ModelFacts | null | undefined;
  /** Personal data weighs more in a prompt that everybody can read. */
  readonly isPublic?: boolean | undefined;
  /** The variables the prompt declares. Without them, or when it declares none, nothing is said about declarations. */
  readonly variables?: readonly { readonly name: string }[] | undefined;
  /** Settings the prompt will be sent with, by their names on the wire; null and undefined are not sent. */
  readonly params?: Readonly<Record<string, unknown>> | undefined;
};
