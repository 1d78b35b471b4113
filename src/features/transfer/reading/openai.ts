import { barePrompt, type Found, type FoundPrompt, type FoundVersion } from "./found.ts";
import { refuse } from "./faults.ts";
import { type Losses, SETTING } from "./losses.ts";
import { type Message, messagesOf, partsOf } from "./messages.ts";
import { titleOfText } from "./names.ts";
import { isTable, listOf, numberOf, type Table, tableOf, textOf, wordOf } from "./values.ts";
import { declaredVariables } from "./variables.ts";

const KNOWN = new Set([
  "id", "object", "name", "title", "description", "model", "messages", "input", "instructions", "prompt", "variables",
  "version", "versions", "config", "openai_prompt_id", "prompt_id", "production_version", "production", "created_at",
  "createdAt", "is_default", "latest_version", "default_version",
]); // prettier-ignore

const idOf = (object: Table): string | null =>
  [object["openai_prompt_id"], object["prompt_id"], object["id"], tableOf(object["prompt"])["id"]]
    .map(textOf)
    .find((id) => id?.startsWith("pmpt_")) ?? null;

/** Chat as it is pasted from the dashboard or from code: `instructions`, then `messages` or `input`. */
function chatOf(object: Table, place: string, losses: Losses): Message[] {
  const instructions = textOf(object["instructions"]);
  const input = object["messages"] ?? object["input"] ?? object["prompt"];
  const asked =
    typeof input === "string" ? [{ role: "user", text: input }] : messagesOf(input, `${place}.messages`, losses);
  return [...(instructions === null ? [] : [{ role: "system", text: instructions }]), ...asked];
}

const isEmpty = (chat: readonly Message[]): boolean => chat.every(({ text }) => text.trim() === "");

function versionOf(object: Table, place: string, id: string | null, losses: Losses): FoundVersion {
  const chat = chatOf(object, place, losses);
  if (isEmpty(chat))
    refuse(
      place,
      "no_text",
      "names a prompt but does not hold its text: copy the messages from OpenAI's dashboard into the file",
    );
  const config = tableOf(object["config"]);
  losses.addKeys(
    place,
    "config",
    Object.fromEntries(Object.entries(config).filter(([key]) => key !== "model")),
    SETTING,
  );
  losses.addKeys(
    place,
    "config",
    Object.fromEntries(Object.entries(object).filter(([key]) => !KNOWN.has(key))),
    SETTING,
  );
  const number = wordOf(object["version"]);
  return {
    place,
    parts: partsOf(chat, place, losses),
    selectedModel: textOf(object["model"]) ?? textOf(config["model"]),
    variables: declaredVariables(object["variables"], place, losses),
    message: id === null ? null : `OpenAI ${id}${number === "" ? "" : ` version ${number}`}`,
    createdAt: null,
  };
}

type Numbered = { readonly number: string; readonly version: FoundVersion };
const byNumber = (a: Numbered, b: Numbered): number => (numberOf(a.number) ?? 0) - (numberOf(b.number) ?? 0);

function toPrompt(objects: readonly { object: Table; place: string }[], losses: Losses): FoundPrompt[] {
  const [first] = objects;
  if (!first) return [];
  const id = idOf(first.object);
  const versions = objects
    .flatMap(({ object, place }): Numbered[] => {
      const list = listOf(object["versions"]);
      if (list.length === 0)
        return [{ number: wordOf(object["version"]), version: versionOf(object, place, id, losses) }];
      return list.map((version, index) => ({
        number: wordOf(tableOf(version)["version"]),
        // What is declared once for all versions holds for each.
        version: versionOf(
          { variables: object["variables"], ...tableOf(version) },
          `${place}.versions[${index}]`,
          id,
          losses,
        ),
      }));
    })
    .sort(byNumber);
  const [oldest] = versions;
  if (!oldest) return [];
  const name =
    textOf(first.object["name"]) ?? textOf(first.object["title"]) ?? id ?? titleOfText(oldest.version.parts.task ?? "");
  const production = wordOf(first.object["production_version"]);
  const pinned = versions.findIndex(({ number }) => number === production);
  if (production !== "" && pinned === -1)
    refuse(`${first.place}.production_version`, "unknown_version", "is none of the versions in the file");
  return [
    {
      ...barePrompt(first.place, name, oldest.version),
      description: textOf(first.object["description"]),
      versions: versions.map(({ version }) => version),
      labels: production === "" ? [] : [{ label: "production", version: pinned + 1 }],
    },
  ];
}

/** Prompt objects of OpenAI, one, a list, or several versions of one under their `pmpt_` id. */
export function readOpenAi(content: unknown, root: string, losses: Losses): Found {
  const list = isTable(content) && Array.isArray(content["data"]) ? content["data"] : content;
  const at = Array.isArray(list)
    ? (index: number) => `${root}${list === content ? "" : ".data"}[${index}]`
    : () => root;
  const objects = (Array.isArray(list) ? list : [list]).map((object, index) => ({
    object: tableOf(object),
    place: at(index),
  }));
  const groups = Map.groupBy(objects, ({ object, place }) => idOf(object) ?? textOf(object["name"]) ?? place);
  return { prompts: [...groups.values()].flatMap((group) => toPrompt(group, losses)), folders: [] };
}

const isChat = (value: unknown): boolean => listOf(value).some((item) => textOf(tableOf(item)["role"]) !== null);

/** A `pmpt_` id anywhere it is known to stand, or a chat that was pasted. */
export function looksLikeOpenAi(content: unknown): boolean {
  const list = isTable(content) && Array.isArray(content["data"]) ? content["data"] : content;
  const [first] = Array.isArray(list) ? (list as unknown[]) : [list];
  if (!isTable(first)) return false;
  return idOf(first) !== null || isChat(first["messages"]) || isChat(first["input"]);
}
