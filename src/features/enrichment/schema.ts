import { z } from "zod";
import { type Part, PARTS } from "../../contract/draft.ts";

export const LONG_PART_MAX = 50_000;
export const PART_MAX = 20_000;
/** How long a part may be, in UTF-16 units. */
export const partMax = (part: Part): number => (part === "task" || part === "context" ? LONG_PART_MAX : PART_MAX);
const INSTRUCTIONS_MAX = 2_000;
const TITLE_MAX = 200;
const MODEL_MAX = 100;
/** A query string travels in the request line, which servers and proxies cut at 8 to 16 kB. */
const QUERY_TEXT_MAX = 4_000;

const said = (max: number, description: string) => z.string().trim().min(1).max(max).meta({ description });
const part = (max: number, description: string) => z.string().trim().max(max).exactOptional().meta({ description });

const PromptId = z.uuid().exactOptional().meta({ description: "One of your own prompts" });
const source = {
  promptId: PromptId,
  text: said(LONG_PART_MAX, "A prompt in one piece; it is read as the task").exactOptional(),
  role: part(PART_MAX, "Who the model shall be"),
  task: said(LONG_PART_MAX, "What the model shall do; required among the parts").exactOptional(),
  context: part(LONG_PART_MAX, "What the model must know"),
  requirements: part(PART_MAX, "What the answer must keep to"),
  style: part(PART_MAX, "How the answer shall sound"),
  output: part(PART_MAX, "What form the answer shall have"),
};
const Model = said(MODEL_MAX, "An id or alias of `GET /enrichment/models`").exactOptional();

type Sources = { readonly [Name in keyof typeof source]?: string };

/** The three ways to name a prompt exclude each other. */
function requireOneSource(value: Sources, context: z.RefinementCtx): void {
  const hasParts = PARTS.some((name) => value[name] !== undefined);
  const given = [value.promptId !== undefined, value.text !== undefined, hasParts].filter(Boolean).length;
  const message = "Give exactly one of promptId, text, or the parts of a prompt (task and others)";
  if (given !== 1) context.addIssue({ code: "custom", message });
  else if (hasParts && value.task === undefined) {
    context.addIssue({ code: "custom", path: ["task"], message: "is required among the parts" });
  }
}

function requireStored({ save, promptId }: { save?: boolean; promptId?: string }, context: z.RefinementCtx): void {
  if (save !== true || promptId !== undefined) return;
  context.addIssue({
    code: "custom",
    path: ["save"],
    message: "needs a promptId: there is nowhere to save other text",
  });
}

export const ValidateInput = z
  .strictObject({ ...source, title: said(TITLE_MAX, "Checked for secrets as well").exactOptional(), model: Model })
  .superRefine(requireOneSource)
  .meta({ id: "ValidateInput" });
export type ValidateInput = z.output<typeof ValidateInput>;

export const EnhanceInput = z
  .strictObject({
    ...source,
    model: Model,
    instructions: said(
      INSTRUCTIONS_MAX,
      "Wishes for the rewriting. A model follows them; the built-in engine, which only makes provable repairs, cannot",
    ).exactOptional(),
    maxTokenGrowth: z.number().min(1).max(4).exactOptional().meta({
      description:
        "How many times its (estimated) tokens the prompt may grow to. Unset: twice, and always by 60 tokens, so that a short prompt can be completed",
    }),
    save: z.boolean().exactOptional().meta({
      description:
        "With `promptId`: what is improved becomes a new version of the prompt. Labels stay where they are. An API key needs the scope prompts:write as well",
    }),
  })
  .superRefine(requireOneSource)
  .superRefine(requireStored)
  .meta({ id: "EnhanceInput" });
export type EnhanceInput = z.output<typeof EnhanceInput>;

export const SuggestionsQuery = z
  .strictObject({ promptId: PromptId, text: said(QUERY_TEXT_MAX, "A prompt in one piece").exactOptional() })
  .superRefine(requireOneSource);
export type SuggestionsQuery = z.output<typeof SuggestionsQuery>;
