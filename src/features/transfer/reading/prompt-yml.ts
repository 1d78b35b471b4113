import { barePrompt, bareVersion, type Found } from "./found.ts";
import { type Losses, SETTING } from "./losses.ts";
import { messagesOf, partsOf } from "./messages.ts";
import { titleOfText } from "./names.ts";
import { isTable, listOf, type Table, tableOf, textOf } from "./values.ts";

const NOT_KEPT: Readonly<Record<string, string>> = {
  modelParameters: SETTING,
  testData: "a prompt here has no test data",
  evaluators: "a prompt here has no evaluators",
  responseFormat: "write the form of the answer into its output",
  jsonSchema: "write the form of the answer into its output",
};
const KNOWN = new Set(["name", "description", "model", "messages", ...Object.keys(NOT_KEPT)]);

export const looksLikePromptYml = (document: unknown): boolean =>
  isTable(document) && listOf(document["messages"]).some((message) => textOf(tableOf(message)["role"]) !== null);

/** A `.prompt.yml` of GitHub Models: one prompt. `name` is the file's, for one that does not say its own. */
export function readPromptYml(document: Table, place: string, name: string | null, losses: Losses): Found {
  for (const [key, why] of Object.entries(NOT_KEPT)) if (document[key] !== undefined) losses.add(place, key, why);
  for (const key of Object.keys(document))
    if (!KNOWN.has(key)) losses.add(place, key.slice(0, 100), "it is no field of a .prompt.yml that is known here");
  const parts = partsOf(messagesOf(document["messages"], `${place}.messages`, losses), place, losses);
  const version = { ...bareVersion(place, parts), selectedModel: textOf(document["model"]) };
  const title = textOf(document["name"]) ?? name ?? titleOfText(parts.task ?? "");
  return {
    prompts: [{ ...barePrompt(place, title, version), description: textOf(document["description"]) }],
    folders: [],
  };
}
