import type { Query } from "../../db/build.ts";
import { type FiguresRow, figures } from "./cells.ts";

/** `bounds` as `datesOf` gives them; things beyond `limit` are left out of the list, and are in the sums. */
type Asked = {
  readonly userId: string;
  readonly bounds: string;
  readonly from: Date;
  readonly to: Date;
  readonly limit: number;
};

// Without names, so that each is planned for its time and person: a plan for any of them expects few rows, and sorts many.
const OWN = { whose: "u.user_id = $5", owned: "user_id = $5" };
const UNTIMED = "-1::smallint";
const OPERATION = "($6::text is null or action = $6)";
const MODEL_AND_PROMPT = "($6::text is null or model = $6) and ($7::uuid is null or prompt_id = $7)";
const PROMPT = "prompt_id <> '00000000-0000-0000-0000-000000000000' and ($6::uuid is null or prompt_id = $6)";

const requests = {
  ...({ table: "usage_rollups", measures: "requests", key: "action" } as const),
  ...({ latency: "latency_class", where: OPERATION } as const),
};
/** Calls of models beside requests: counted and paid for, but not among the durations. With an operation asked for, none. */
const callsBeside = {
  ...({ table: "model_rollups", measures: "calls", key: "''", latency: UNTIMED, where: "$6::text is null" } as const),
};
const calls = {
  ...({ table: "model_rollups", measures: "calls", key: "model", latency: "latency_class" } as const),
  where: MODEL_AND_PROMPT,
};

const parametersOf = ({ userId, bounds, from, to, limit }: Asked): unknown[] => [bounds, from, to, limit, userId];

const USAGE = figures({ ...OWN, sets: "overview" }, [requests, callsBeside]);
const USAGE_TABLE = figures({ ...OWN, sets: "table" }, [requests, callsBeside]);
const MODELS = figures({ ...OWN, sets: "overview" }, [calls]);
const MODELS_TABLE = figures({ ...OWN, sets: "table" }, [calls]);

/** Requests by operation, with the calls of models under the key ''. */
export const usageFigures = (p: Asked & { readonly action: string | null }): Query<FiguresRow> => ({
  sql: USAGE,
  parameters: [...parametersOf(p), p.action],
});
/** Each operation in each stretch. */
export const usageTable = (p: Asked & { readonly action: string | null }): Query<FiguresRow> => ({
  sql: USAGE_TABLE,
  parameters: [...parametersOf(p), p.action],
});

type AskedModels = Asked & { readonly model: string | null; readonly promptId: string | null };
/** Calls by model. */
export const modelFigures = (p: AskedModels): Query<FiguresRow> => ({
  sql: MODELS,
  parameters: [...parametersOf(p), p.model, p.promptId],
});
export const modelTable = (p: AskedModels): Query<FiguresRow> => ({
  sql: MODELS_TABLE,
  parameters: [...parametersOf(p), p.model, p.promptId],
});

/** What a row of prompts is one of; the key is prompt, version and label with slashes between them, as far as they are told apart. */
const PROMPT_KEYS = {
  prompt: "prompt_id::text || '//'",
  version: "prompt_id::text || '/' || prompt_version || '/'",
  label: "prompt_id::text || '//' || label",
} as const;
export type PromptGroup = keyof typeof PROMPT_KEYS;

const promptSql = (group: PromptGroup, sets: "overview" | "table"): string =>
  figures({ ...OWN, sets }, [
    { table: "prompt_rollups", measures: "requests", key: PROMPT_KEYS[group], latency: UNTIMED, where: PROMPT },
    { table: "model_rollups", measures: "calls", key: PROMPT_KEYS[group], latency: "latency_class", where: PROMPT },
  ]);
const PROMPTS = {
  prompt: promptSql("prompt", "overview"),
  version: promptSql("version", "overview"),
  label: promptSql("label", "overview"),
};
const PROMPTS_TABLE = promptSql("prompt", "table");

type AskedPrompts = Asked & { readonly promptId: string | null };
/** Requests about prompts and calls of models for them; durations are the calls'. */
export const promptFigures = (group: PromptGroup, p: AskedPrompts): Query<FiguresRow> => ({
  sql: PROMPTS[group],
  parameters: [...parametersOf(p), p.promptId],
});
export const promptTable = (p: AskedPrompts): Query<FiguresRow> => ({
  sql: PROMPTS_TABLE,
  parameters: [...parametersOf(p), p.promptId],
});
