import { composePrompt, type Draft, EMPTY_DRAFT, type Part } from "../../contract/draft.ts";
import type { Variable } from "../../contract/variable.ts";
import { Failure } from "../../errors.ts";
import { type Piece, readTemplate } from "./template.ts";
import { bindValues, type Given, type Report } from "./values.ts";

/** A rendered prompt, in bytes of UTF-8: more than any model reads, and what one answer may cost this process. */
export const TEXT_BYTES_MAX = 1_000_000;

export type Message = { readonly role: "system" | "user"; readonly content: string };
export type Rendered = {
  readonly text: string;
  readonly messages: readonly Message[];
  readonly variables: Report;
};
export type Renderable = Draft & { readonly variables: readonly Variable[] };

/**
 * Puts values in the place of variables, and nothing else: no value is read as a template again, nothing is looked up in
 * objects, nothing runs. Linear in the length of template and values. Throws `template_invalid`, `variable_missing`, and
 * `invalid_input` at `path` for a text beyond `TEXT_BYTES_MAX`.
 */
export function render(prompt: Renderable, given: Given, path: string): Rendered {
  const template = readTemplate(prompt);
  const { texts, variables } = bindValues(template, prompt.variables, given, path);
  const bytes = new Map([...texts].map(([name, text]) => [name, Buffer.byteLength(text)]));
  let left = TEXT_BYTES_MAX;
  const fill = (piece: Piece): string => {
    left -= "name" in piece ? (bytes.get(piece.name) ?? 0) : Buffer.byteLength(piece.text);
    if (left < 0) throw tooLong(path);
    return "name" in piece ? (texts.get(piece.name) ?? "") : piece.text;
  };
  const filled: { -readonly [P in Part]: string | null } = { ...EMPTY_DRAFT };
  for (const { part, pieces } of template.parts) filled[part] = pieces.map(fill).join("");
  const text = composePrompt(filled);
  if (Buffer.byteLength(text) > TEXT_BYTES_MAX) throw tooLong(path);
  return { text, messages: messagesOf(filled), variables };
}

/** `role` says who the model shall be: the system's message. The rest is the user's. Providers refuse empty ones. */
function messagesOf({ role, ...rest }: Draft): Message[] {
  const messages: Message[] = [
    { role: "system", content: role ?? "" },
    { role: "user", content: composePrompt({ ...rest, role: null }) },
  ];
  return messages.filter(({ content }) => content !== "");
}

function tooLong(path: string): Failure {
  const message = `would make a text longer than ${TEXT_BYTES_MAX} bytes`;
  return new Failure("invalid_input", { detail: `${path}: ${message}`, faults: [{ path, code: "too_big", message }] });
}
