import { type Draft, EMPTY_DRAFT } from "../../../contract/draft.ts";
import { barePrompt, bareVersion, type Found, type FoundPrompt } from "./found.ts";
import { type Losses, SETTING } from "./losses.ts";
import { messagesOf, partsOf } from "./messages.ts";
import { titleOfText } from "./names.ts";
import { fromJinja } from "./templates.ts";
import { isTable, listOf, type Table, tableOf, textOf } from "./values.ts";

const NOT_FETCHED = "it stands in a file or a service of its own, and nothing is fetched: send its text";
const NOT_KEPT = ["tests", "scenarios", "defaultTest", "assert", "evaluateOptions", "outputPath", "extensions", "env"];
/** `file://`, `langfuse://`, `exec:` and paths by their extension. */
const ELSEWHERE =
  /^(?:[a-z]+:\/\/|exec:)\S+$|^[^\s{}]+\.(?:txt|md|json|jsonl|ya?ml|j2|csv|js|cjs|mjs|ts|py|sh|rb)(?::\w+)?$/i;

const PATH_MAX = 500;

/** Texts of files that were sent along, by the name the config calls them by. */
export type Beside = ReadonlyMap<string, string>;

export const looksLikePromptfoo = (document: unknown): boolean =>
  isTable(document) &&
  document["prompts"] !== undefined &&
  (["providers", "targets", "tests", "defaultTest", "scenarios", "assert"].some((key) => key in document) ||
    listOf(document["prompts"]).some((prompt) => typeof prompt === "string"));

/** A prompt may be a whole chat as JSON. */
function partsOfText(text: string, place: string, losses: Losses): Draft {
  const written = fromJinja(text, place, losses);
  if (/^\s*\[/.test(written)) {
    try {
      const chat = messagesOf(JSON.parse(written), place, losses);
      if (chat.length > 0) return partsOf(chat, place, losses);
    } catch {
      return { ...EMPTY_DRAFT, task: written };
    }
  }
  return { ...EMPTY_DRAFT, task: written };
}

type Entry = { readonly text: string; readonly label: string | null; readonly place: string };

/** The text an entry names, from the config itself or from a file beside it. */
function entriesOf(entry: unknown, place: string, beside: Beside, losses: Losses): Entry[] {
  const table = tableOf(entry);
  const label = textOf(table["label"]);
  const text = textOf(typeof entry === "string" ? entry : (table["raw"] ?? table["id"] ?? table["prompt"]));
  if (text === null) return [];
  if (table["config"] !== undefined) losses.add(place, "prompts[].config", SETTING);
  if (text.length > PATH_MAX || !ELSEWHERE.test(text.trim())) return [{ text, label, place }];
  const path = text
    .trim()
    .replace(/^file:\/\//, "")
    .replace(/^\.\//, "");
  const found = beside.get(path);
  if (found === undefined) {
    losses.add(place, `the prompt ${text.trim().slice(0, 100)}`, NOT_FETCHED);
    return [];
  }
  const name =
    label ??
    path
      .split("/")
      .at(-1)
      ?.replace(/\.\w+$/, "") ??
    null;
  // A text file may hold several prompts between lines of three hyphens.
  const texts = path.endsWith(".txt") ? found.split(/^---[ \t]*\r?$/m) : [found];
  return texts.map((one, index) => ({ text: one, label: texts.length > 1 ? `${name} ${index + 1}` : name, place }));
}

/** The model, where all prompts are for just one. */
function modelOf(document: Table, place: string, losses: Losses): string | null {
  const providers = [document["providers"] ?? document["targets"] ?? []].flat();
  const ids = providers.map((provider) =>
    textOf(typeof provider === "string" ? provider : (tableOf(provider)["id"] ?? null)),
  );
  if (ids.length === 1 && ids[0]) return ids[0].split(":").at(-1) ?? null;
  if (ids.length > 1) losses.add(place, "providers", "a prompt here is written for one model");
  return null;
}

/** promptfoo's config: its prompts, each a text, a chat, or a file that was sent along. */
export function readPromptfoo(document: Table, root: string, beside: Beside, losses: Losses): Found {
  for (const key of NOT_KEPT)
    if (document[key] !== undefined) losses.add(root, key, "tests are not part of a prompt here");
  const model = modelOf(document, root, losses);
  const list = [document["prompts"]].flat();
  const prompts = list
    .flatMap((entry, index) => entriesOf(entry, `${root}.prompts[${index}]`, beside, losses))
    .map(({ text, label, place }): FoundPrompt => {
      const parts = partsOfText(text, place, losses);
      const version = { ...bareVersion(place, parts), selectedModel: model };
      return barePrompt(place, label ?? titleOfText(parts.task ?? ""), version);
    });
  return { prompts, folders: [] };
}
