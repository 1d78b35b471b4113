import { barePrompt, bareVersion, type Found } from "./found.ts";
import { type Losses, SETTING } from "./losses.ts";
import { type Message, partsOf } from "./messages.ts";
import { titleOfText } from "./names.ts";
import { declareSchema } from "./picoschema.ts";
import { fromMustache } from "./templates.ts";
import { isTable, tableOf, textOf } from "./values.ts";

const NOT_KEPT: Readonly<Record<string, string>> = {
  config: SETTING,
  tools: "a prompt here has no tools",
  toolDefs: "a prompt here has no tools",
  output: "write the form of the answer into its output",
  metadata: "a prompt here has no other metadata",
  ext: "a prompt here has no other metadata",
};
const KNOWN = new Set([
  "name",
  "variant",
  "version",
  "model",
  "description",
  "input",
  "title",
  ...Object.keys(NOT_KEPT),
]);
const ROLE = /\{\{\s*role\s+["']([A-Za-z]{1,20})["']\s*\}\}/;
const MARKER = /\{\{\s*(history|media|section)(?:\s[^{}]*)?\}\}/g;

/** The messages between the template's role markers; what stands before the first is the user's. */
function messagesOf(template: string, place: string, losses: Losses): Message[] {
  const text = template.replaceAll(MARKER, (_whole, kind: string) => {
    losses.add(place, `{{${kind}}}`, "earlier messages, media and sections cannot be put in; the marker was left out");
    return "";
  });
  const [before = "", ...rest] = text.split(ROLE);
  const messages = [{ role: "user", text: before }];
  for (let index = 0; index + 1 < rest.length; index += 2)
    messages.push({ role: rest[index] ?? "user", text: rest[index + 1] ?? "" });
  return messages
    .map(({ role, text }) => ({ role: role.toLowerCase(), text: fromMustache(text, place, losses).trim() }))
    .filter((message) => message.text !== "");
}

/** A dotprompt file: front matter and a Handlebars template. `name` is the file's, for one that does not say its own. */
export function readDotprompt(
  { matter, body }: { readonly matter: unknown; readonly body: string },
  place: string,
  name: string | null,
  losses: Losses,
): Found {
  const document = tableOf(matter);
  for (const [key, why] of Object.entries(NOT_KEPT)) if (document[key] !== undefined) losses.add(place, key, why);
  for (const key of Object.keys(document))
    if (!KNOWN.has(key)) losses.add(place, key.slice(0, 100), "it is no field of a dotprompt that is known here");
  const input = tableOf(document["input"]);
  const parts = partsOf(messagesOf(body, place, losses), place, losses);
  const said = textOf(document["name"]) ?? name;
  const variant = textOf(document["variant"]);
  const title =
    said === null ? titleOfText(parts.task ?? "") : [said, variant].filter((word) => word !== null).join(".");
  const version = {
    ...bareVersion(place, parts),
    selectedModel: textOf(document["model"]),
    variables: declareSchema(input["schema"], tableOf(input["default"]), place, losses),
  };
  const prompt = { ...barePrompt(place, title, version), description: textOf(document["description"]) };
  return { prompts: [prompt], folders: [] };
}

/** Front matter of a prompt, not of any page: it says something only a prompt has, or its template has a variable or role. */
export const looksLikeDotprompt = (matter: unknown, body: string): boolean =>
  (matter === null || isTable(matter)) &&
  (["model", "input", "output", "config", "tools"].some((key) => key in tableOf(matter)) || /\{\{/.test(body));
