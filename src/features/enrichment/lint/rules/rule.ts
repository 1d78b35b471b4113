import type { Part } from "../../../../contract/draft.ts";
import type { Context } from "../context.ts";
import type { Dimension, Fix, Severity, Span } from "../report.ts";

/** One place where a rule is broken. */
export type Breach = {
  readonly field: Part;
  readonly span: Span;
  readonly message: string;
  readonly fix?: Fix | undefined;
  readonly question?: string | undefined;
  /** In place of the rule's own, when this breach is a milder or a graver case. */
  readonly severity?: Severity;
  /** At most the rule's own weight. */
  readonly weight?: number;
};

/**
 * A defect the linter can name. `weight` is the share (0-1) of its dimension that the prompt loses while the rule is broken,
 * however often; `cap` is the highest overall score such a prompt can have.
 */
export type Rule = {
  readonly id: string;
  /** Raised when the same prompt may now get another answer. */
  readonly version: number;
  readonly severity: Severity;
  readonly dimension: Dimension;
  readonly weight: number;
  readonly cap?: number;
  /** Whether the spans of the breaches count in the stored text (hidden characters included) or in the visible one. */
  readonly offsets?: "source";
  readonly check: (context: Context) => readonly Breach[];
};
