import { createHash } from "node:crypto";
import { PARTS } from "../../../contract/draft.ts";
import type { LintReport } from "../lint/index.ts";
import { TEMPLATE_VERSION } from "./question.ts";
import type { Source } from "./source.ts";

/** What is asked, as far as it decides the answer. */
export type Asking = {
  readonly userId: string;
  readonly source: Pick<Source, "draft" | "promptId" | "isPublic">;
  /** How the prompt was judged: title and declared variables count by what they made the linter find. */
  readonly report: LintReport;
  readonly model: string;
  readonly instructions: string | undefined;
  readonly maxTokenGrowth: number | undefined;
};

/** SHA-256, never equal for two users. */
export type CacheKeys = {
  /** Of the content: what is known good is good wherever it is stored. */
  readonly content: Buffer;
  /** Of the content in its place: the changes of one prompt are not those of another. */
  readonly whole: Buffer;
};

export function cacheKeysOf({ userId, source, report, model, instructions, maxTokenGrowth }: Asking): CacheKeys {
  const found = report.findings.map(({ ruleId, severity, field, span }) => [ruleId, severity, field, span]);
  const content = digest([
    userId,
    PARTS.map((part) => source.draft[part]),
    source.isPublic,
    [report.score, report.rulesHash, found],
    TEMPLATE_VERSION,
    model,
    [instructions ?? null, maxTokenGrowth ?? null],
  ]);
  return { content, whole: digest([content.toString("hex"), source.promptId]) };
}

const digest = (of: readonly unknown[]): Buffer => createHash("sha256").update(JSON.stringify(of)).digest();
