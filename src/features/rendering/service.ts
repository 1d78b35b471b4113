import { createHash } from "node:crypto";
import { Failure, FAILURES } from "../../errors.ts";
import { Answer } from "../../feature.ts";
import type { Actor, Scope } from "../../scope.ts";
import { render, type Rendered } from "./render.ts";
import { type Found, type Group, type Missing, type Reader, resolvePrompts, type Selector } from "./resolve.ts";
import { isItemFailure, type RenderInput, type Resolution, type ResolveInput, type Unresolved } from "./schema.ts";

/** Of all rendered texts of one answer together: what a hundred prompts of a usual size come to, four times over. */
const RENDERED_BYTES_MAX = 4_000_000;

/** `not_found` that says which of prompt, label and version there is not, to the owner who may know. */
function notFound({ missing }: Missing, path: string): Failure {
  if (missing === "prompt") return new Failure("not_found");
  const message = `is not a ${missing} of this prompt`;
  const faults = [{ path: `${path}.${missing}`, code: `unknown_${missing}`, message }];
  return new Failure("not_found", { detail: `${path}.${missing}: ${message}`, faults });
}

/** The caller's prompt as it is at a label, a version, or now; `not_found` says which of them there is not. */
export async function findPrompt(scope: Reader, id: string, { label, version }: Selector): Promise<Found> {
  const { items } = await resolvePrompts(scope, [{ id, label, version }]);
  const [prompt = { missing: "prompt" } as const] = items;
  if ("missing" in prompt) throw notFound(prompt, "body");
  return prompt;
}

type Renderer = Reader & Pick<Scope, "used">;
const usedOf = ({ id, version, label }: Found) => ({ promptId: id, version, label });

/** Throws `not_found`, `template_invalid`, `variable_missing`, and `invalid_input` for a text that gets too long. */
export async function renderPrompt(scope: Renderer, id: string, { variables, ...which }: RenderInput) {
  const prompt = await findPrompt(scope, id, which);
  scope.used(usedOf(prompt));
  return {
    ...render(prompt, variables, "body.variables"),
    promptId: prompt.id,
    version: prompt.version,
    label: prompt.label,
    model: prompt.model,
  };
}

/**
 * Every prompt that was asked for, in order, each with its own failure. The ETag is a digest of all that decides the
 * answer: what was asked, what was found, and the release of the server that answers.
 */
export async function resolveAll(scope: Scope<Actor>, { prompts }: ResolveInput): Promise<Answer<Resolution>> {
  const group = await resolvePrompts(scope, prompts);
  const [only] = group.items;
  // A row names one prompt: of several at once it tells only that they were asked for.
  if (only && group.items.length === 1 && !("missing" in only)) scope.used(usedOf(only));
  if (prompts.some(({ variables }) => variables !== undefined)) return answerOf(scope, prompts, group);
  // Nothing to render: whoever asks for the same is given the same bytes, for as long as the group lies in the cache.
  const known = answers.get(group);
  if (known) return known;
  const { body, etag = "" } = answerOf(scope, prompts, group);
  const answer = new Answer(body, { etag, isKept: true });
  answers.set(group, answer);
  return answer;
}
const answers = new WeakMap<Group, Answer<Resolution>>();

function answerOf({ settings }: Scope, prompts: ResolveInput["prompts"], { items, digest }: Group): Answer<Resolution> {
  let left = RENDERED_BYTES_MAX;
  const data = items.map((item, n) => {
    const answer = answerTo(item, prompts[n]?.variables, `body.prompts.${n}`);
    if ("rendered" in answer) left -= Buffer.byteLength(answer.rendered.text);
    if (left < 0) throw tooLarge();
    return answer;
  });
  const asked = JSON.stringify(prompts.map(({ variables }) => variables ?? null));
  const etag = createHash("sha256").update(`${settings.version}\0${digest}\0${asked}`).digest("base64url");
  return new Answer({ data }, { etag: `"${etag}"` });
}

type Answered = Found | (Found & { rendered: Rendered }) | Unresolved;

function answerTo(item: Found | Missing, variables: RenderInput["variables"] | undefined, path: string): Answered {
  try {
    if ("missing" in item) throw notFound(item, path);
    return variables === undefined ? item : { ...item, rendered: render(item, variables, `${path}.variables`) };
  } catch (error) {
    if (!(error instanceof Failure) || !isItemFailure(error.code)) throw error;
    const { code, message: detail, faults } = error;
    return { error: { code, title: FAILURES[code].title, detail, errors: faults } };
  }
}

function tooLarge(): Failure {
  const message = `the rendered texts are larger than ${RENDERED_BYTES_MAX} bytes together: ask for fewer`;
  const faults = [{ path: "body.prompts", code: "too_big", message }];
  return new Failure("invalid_input", { detail: `body.prompts: ${message}`, faults });
}
