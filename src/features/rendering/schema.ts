import { z } from "zod";
import { Variable } from "../../contract/variable.ts";
import { ReadableLabel } from "../labels/index.ts";
import { Slug } from "../prompts/index.ts";

/** A program's prompts in one request, at its start. */
export const PROMPTS_MAX = 100;
/** Values for one prompt: what it can declare, and as many again that it does not know. */
const GIVEN_MAX = 200;
const VERSION_MAX = 2_147_483_647;

/** Ids are part of cache tags, where they stand as Postgres writes them. */
const id = z.uuid().toLowerCase();
const which = {
  label: ReadableLabel.exactOptional(),
  version: z.int().min(1).max(VERSION_MAX).exactOptional(),
};
const isOne = ({ label, version }: { label?: string; version?: number }): boolean =>
  label === undefined || version === undefined;
const ONE = "wants a label or a version, not both";

/** What a value may be is the variable's own business: a wrong one is `variable_missing`, which names it. */
const Values = z
  .record(z.string(), z.unknown())
  .refine((values) => Object.keys(values).length <= GIVEN_MAX, `has more than ${GIVEN_MAX} values`)
  .meta({ description: "By name: text, numbers, booleans. A default stands only for a name that is left out" });

export const PromptId = z.strictObject({ id });
export const RenderInput = z
  .strictObject({ variables: Values.default({}), ...which })
  .refine(isOne, ONE)
  .meta({ id: "RenderInput" });
export type RenderInput = z.output<typeof RenderInput>;

const names = (description: string) => z.array(z.string()).readonly().meta({ description });
const Report = z
  .object({
    used: names("Variables in the text, in the order of first use"),
    defaulted: names("Not given: they took their default, or nothing where they may be left out"),
    undeclared: names("In the text, and not declared by the prompt"),
    unknown: names("Given, and neither in the text nor declared"),
    unused: names("Declared, and not in the text"),
    similar: z
      .array(z.object({ name: z.string(), like: z.string() }))
      .readonly()
      .meta({ description: "Names that look like one name written in two ways" }),
    ignored: names("Closed `{{…}}` that names no variable: it stays as it is"),
  })
  .meta({ id: "RenderReport" });
const Message = z.object({ role: z.enum(["system", "user"]), content: z.string() }).meta({ id: "RenderedMessage" });
const rendered = {
  text: z.string(),
  messages: z.array(Message).readonly().meta({ description: "The part `role` is the system's, the rest the user's" }),
  variables: Report,
};
const label = z.string().nullable().meta({ description: "As it was asked for" });
export const RenderedPrompt = z
  .object({ ...rendered, promptId: z.uuid(), version: z.int(), label, model: z.string() })
  .meta({ id: "RenderedPrompt" });

const Item = z
  .strictObject({ id: id.exactOptional(), slug: Slug.exactOptional(), ...which, variables: Values.exactOptional() })
  .refine((item) => (item.id === undefined) !== (item.slug === undefined), "wants either an id or a slug")
  .refine(isOne, ONE)
  .meta({ id: "PromptSelector" });
export const ResolveInput = z.strictObject({ prompts: z.array(Item).min(1).max(PROMPTS_MAX) }).meta({
  id: "ResolveInput",
});
export type ResolveInput = z.output<typeof ResolveInput>;

const text = z.string().nullable();
const Found = z
  .object({
    id: z.uuid(),
    slug: z.string(),
    title: z.string(),
    version: z.int(),
    label,
    role: text,
    task: z.string(),
    context: text,
    requirements: text,
    style: text,
    output: text,
    rawPrompt: z.string(),
    model: z.string(),
    variables: z.array(Variable).readonly(),
    contentHash: z.string().meta({ description: "SHA-256 of the content; equal hashes are equal content" }),
    rendered: z.object(rendered).exactOptional().meta({ description: "When `variables` were given" }),
  })
  .meta({ id: "ResolvedPrompt" });
const ITEM_FAILURES = ["not_found", "template_invalid", "variable_missing", "invalid_input"] as const;
const Unresolved = z
  .object({
    error: z.object({
      code: z.enum(ITEM_FAILURES),
      title: z.string(),
      detail: z.string(),
      errors: z.array(z.object({ path: z.string(), code: z.string(), message: z.string() })).readonly(),
    }),
  })
  .meta({ id: "UnresolvedPrompt" });
export type Unresolved = z.output<typeof Unresolved>;
export const isItemFailure = (code: string): code is (typeof ITEM_FAILURES)[number] =>
  ITEM_FAILURES.some((known) => known === code);

export const Resolution = z.object({ data: z.array(z.union([Found, Unresolved])) }).meta({ id: "Resolution" });
export type Resolution = z.input<typeof Resolution>;
