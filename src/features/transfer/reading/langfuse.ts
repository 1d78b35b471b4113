import { type Found, barePrompt, bareVersion, type FoundPrompt, type FoundVersion } from "./found.ts";
import type { Losses } from "./losses.ts";
import { messagesOf, partsOf } from "./messages.ts";
import { EMPTY_DRAFT } from "../../../contract/draft.ts";
import { isTable, listOf, numberOf, type Table, tableOf, textOf, wordOf } from "./values.ts";

/** Follows the newest version there; here "latest" is a word of its own. */
const LATEST = "latest";
const SETTING = "a prompt here has no settings but its model";

type Item = { readonly object: Table; readonly place: string };

function versionOf({ object, place }: Item, losses: Losses): FoundVersion {
  const config = tableOf(object["config"]);
  losses.addKeys(
    place,
    "config",
    Object.fromEntries(Object.entries(config).filter(([key]) => key !== "model")),
    SETTING,
  );
  const { prompt } = object;
  const parts =
    typeof prompt === "string"
      ? { ...EMPTY_DRAFT, task: prompt }
      : partsOf(messagesOf(prompt, `${place}.prompt`, losses), place, losses);
  if (JSON.stringify(parts).includes("@@@langfusePrompt:"))
    losses.add(place, "references to other prompts", "they stand in the text as they were and are not followed");
  return {
    ...bareVersion(place, parts),
    selectedModel: textOf(config["model"]),
    message: textOf(object["commitMessage"]),
    createdAt: textOf(object["createdAt"]),
  };
}

function toPrompt(items: readonly Item[], losses: Losses): FoundPrompt[] {
  const sorted = items.toSorted((a, b) => (numberOf(a.object["version"]) ?? 0) - (numberOf(b.object["version"]) ?? 0));
  const [oldest, newest] = [sorted[0], sorted.at(-1)];
  if (!oldest || !newest) return [];
  const versions = sorted.map((item) => versionOf(item, losses));
  if (sorted.some(({ object }, index) => (numberOf(object["version"]) ?? index + 1) !== index + 1))
    losses.add(oldest.place, "version numbers", "versions are numbered from 1 without gaps, in the same order");
  const labels = new Map<string, number>();
  for (const [index, { object }] of sorted.entries())
    for (const label of listOf(object["labels"]))
      if (wordOf(label) !== "" && label !== LATEST) labels.set(wordOf(label), index + 1);
  const name = wordOf(oldest.object["name"]);
  const path = name.split("/").filter((segment) => segment.trim() !== "");
  const [first = bareVersion(oldest.place, EMPTY_DRAFT)] = versions;
  return [
    {
      ...barePrompt(oldest.place, name, first),
      identity: { name, isPath: true },
      title: path.at(-1) ?? name,
      folder: path.slice(0, -1),
      tags: listOf(newest.object["tags"]).map(wordOf),
      versions,
      labels: [...labels].map(([label, version]) => ({ label, version })),
    },
  ];
}

const itemsOf = (content: unknown): { list: readonly unknown[]; under: string } => {
  if (Array.isArray(content)) return { list: content, under: "" };
  for (const key of ["data", "prompts"]) {
    const list = tableOf(content)[key];
    if (Array.isArray(list)) return { list, under: `.${key}` };
  }
  return { list: [content], under: "-" };
};

/** What Langfuse's export, its public API and its SDKs give: one object a version, told apart by name. */
export function readLangfuse(content: unknown, root: string, losses: Losses): Found {
  const { list, under } = itemsOf(content);
  const items = list.map((object, index) => ({
    object: tableOf(object),
    place: under === "-" ? root : `${root}${under}[${index}]`,
  }));
  const groups = Map.groupBy(items, ({ object }) => wordOf(object["name"]));
  return { prompts: [...groups.values()].flatMap((group) => toPrompt(group, losses)), folders: [] };
}

export function looksLikeLangfuse(content: unknown): boolean {
  const [first] = itemsOf(content).list;
  if (!isTable(first) || textOf(first["name"]) === null) return false;
  if (typeof first["prompt"] !== "string" && !Array.isArray(first["prompt"])) return false;
  return first["type"] === "text" || first["type"] === "chat" || Array.isArray(first["labels"]) || "config" in first;
}
