import { type Draft, EMPTY_DRAFT, PARTS } from "../../../contract/draft.ts";
import { Failure } from "../../../errors.ts";
import type { Scope } from "../../../scope.ts";
import { requireReading } from "../key-scopes.ts";
import { ownPrompt } from "../queries.ts";
import type { SuggestionsQuery, ValidateInput } from "../schema.ts";

/** A prompt to judge or to improve, wherever it came from. */
export type Source = {
  readonly draft: Draft;
  readonly promptId: string | null;
  /** Which version of the stored prompt. */
  readonly version: number | null;
  readonly title: string | undefined;
  readonly isPublic: boolean;
  /** The variables the stored prompt declares. */
  readonly variables: readonly { readonly name: string }[] | undefined;
  /** The model the stored prompt is written for. */
  readonly selectedModel: string | undefined;
};

const INLINE = {
  promptId: null,
  version: null,
  title: undefined,
  isPublic: false,
  variables: undefined,
  selectedModel: undefined,
} as const;

/**
 * Without a credential there are no own prompts, so that an id is `not_found` like any other. @throws Failure
 * `insufficient_scope` for a key that may not read prompts, whether there is one of this id or not.
 */
export async function readSource(
  { actor, db }: Pick<Scope, "actor" | "db">,
  input: SuggestionsQuery | Omit<ValidateInput, "model" | "title">,
): Promise<Source> {
  if (input.promptId === undefined) return { ...INLINE, draft: draftOf(input) };
  if (actor) requireReading(actor);
  const row = actor && (await db.first(ownPrompt({ id: input.promptId, userId: actor.userId })));
  if (!row) throw new Failure("not_found");
  return {
    draft: draftOf(row),
    promptId: row.id,
    version: row.version,
    title: row.title,
    isPublic: row.is_public,
    variables: row.variables as { name: string }[], // written from what the contract's schema let pass
    selectedModel: row.selected_model,
  };
}

type Written = { readonly [P in keyof Draft]?: string | null } & { readonly text?: string };

function draftOf(written: Written): Draft {
  if (written.text !== undefined) return { ...EMPTY_DRAFT, task: written.text };
  const draft: { -readonly [P in keyof Draft]: string | null } = { ...EMPTY_DRAFT };
  for (const part of PARTS) draft[part] = written[part] || null;
  return draft;
}
