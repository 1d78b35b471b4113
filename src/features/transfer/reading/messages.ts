import { type Draft, EMPTY_DRAFT } from "../../../contract/draft.ts";
import type { Losses } from "./losses.ts";
import { isTable, listOf, ownOf, tableOf, textOf, wordOf } from "./values.ts";

/** One message of a chat prompt; `history` marks where earlier messages are put in. */
export type Message = { readonly role: string; readonly text: string };

const ROLE_MAX = 20_000;
const INSTRUCTING = new Set(["system", "developer"]);
const ASKING = new Set(["user", "human"]);
const HEADINGS: Readonly<Record<string, string>> = {
  user: "User",
  human: "User",
  assistant: "Assistant",
  ai: "Assistant",
  model: "Assistant",
  placeholder: "Earlier messages",
};

const headingOf = (role: string): string => ownOf(HEADINGS, role) ?? (role === "" ? "Message" : role.slice(0, 40));
const joined = (messages: readonly Message[]): string | null =>
  messages.length === 0 ? null : messages.map(({ text }) => text).join("\n\n");

/**
 * The six parts out of a chat: what instructs the model is the role (context where it is longer than a role may be), the
 * last thing the user says is the task, and the turns before it are a transcript in the context.
 */
export function partsOf(messages: readonly Message[], place: string, losses: Losses): Draft {
  const instructions = joined(messages.filter(({ role }) => INSTRUCTING.has(role)));
  const turns = messages.filter(({ role }) => !INSTRUCTING.has(role));
  const lastAsked = turns.findLastIndex(({ role }) => ASKING.has(role));
  // A chat in which nobody asks and nothing instructs still ends with what is wanted.
  const last = lastAsked === -1 && instructions === null ? turns.length - 1 : lastAsked;
  const asked = turns[last]?.text ?? null;
  const others = turns.filter((_, index) => index !== last);
  if (others.length > 0)
    losses.add(place, "the roles of earlier messages", "they stand in the context as a transcript");
  const transcript = joined(others.map(({ role, text }) => ({ role, text: `${headingOf(role)}:\n${text}` })));
  if (asked === null) return { ...EMPTY_DRAFT, task: instructions, context: transcript };
  const isRole = instructions !== null && instructions.length <= ROLE_MAX;
  const context = [isRole ? null : instructions, transcript].filter((text) => text !== null).join("\n\n");
  return { ...EMPTY_DRAFT, role: isRole ? instructions : null, task: asked, context: context === "" ? null : context };
}

/** The text of a message's content: a string, or a list whose text pieces count. */
function contentOf(content: unknown, place: string, losses: Losses): string {
  if (typeof content === "string") return content;
  const pieces = listOf(content).map((piece) => {
    if (typeof piece === "string") return piece;
    const { text, type } = tableOf(piece);
    if (typeof text === "string") return text;
    losses.add(place, `content of the type ${wordOf(type) || "unknown"}`, "a prompt here is text");
    return "";
  });
  return pieces.filter((piece) => piece !== "").join("\n");
}

/** Messages of the shape most tools share: `{role, content}`; Langfuse's placeholders and tool calls are told of. */
export function messagesOf(list: unknown, place: string, losses: Losses): Message[] {
  return listOf(list).flatMap((item, index): Message[] => {
    const here = `${place}[${index}]`;
    if (!isTable(item)) return [];
    if (item["type"] === "placeholder") {
      losses.add(here, "a message placeholder", "whole messages cannot be put in; it became a variable");
      return [{ role: "placeholder", text: `{{${wordOf(item["name"])}}}` }];
    }
    for (const key of ["tool_calls", "function_call", "tool_call_id", "name"])
      if (item[key] !== undefined && item[key] !== null) losses.add(here, `messages[].${key}`, "a prompt here is text");
    const text = contentOf(item["content"], here, losses);
    return textOf(text) === null ? [] : [{ role: wordOf(item["role"]).toLowerCase(), text }];
  });
}
