import { EMPTY_DRAFT } from "../../../contract/draft.ts";
import { barePrompt, bareVersion, type Found, type FoundPrompt, type FoundVersion } from "./found.ts";
import { refuse } from "./faults.ts";
import { type Losses, SETTING } from "./losses.ts";
import { type Message, messagesOf, partsOf } from "./messages.ts";
import { titleOfText } from "./names.ts";
import { fromFString, fromJinja, fromMustache } from "./templates.ts";
import { isTable, listOf, ownOf, type Table, tableOf, textOf, wordOf } from "./values.ts";
import { declare } from "./variables.ts";

const CONVERTERS: Readonly<Record<string, typeof fromFString>> = {
  "f-string": fromFString,
  mustache: fromMustache,
  jinja2: fromJinja,
};
const ROLES: Readonly<Record<string, string>> = { System: "system", Human: "user", AI: "assistant" };

/** What a manifest may be, in the end. */
const READ = "only ChatPromptTemplate, StructuredPrompt and PromptTemplate";

/** The last word of a serialized object's id. */
const classOf = (object: Table): string => wordOf(listOf(object["id"]).at(-1));
const argumentsOf = (object: Table): Table => tableOf(object["kwargs"]);
const isConstructor = (value: unknown): value is Table =>
  isTable(value) && value["lc"] === 1 && value["type"] === "constructor";

/** The text of a serialized template, its variables written as ours. */
function templateOf(object: Table, place: string, losses: Losses): string {
  const { template, template_format: format } = argumentsOf(object);
  if (typeof template !== "string") {
    losses.add(place, `a ${classOf(object) || "template"}`, "only text can be carried over");
    return "";
  }
  return (ownOf(CONVERTERS, wordOf(format)) ?? fromFString)(template, place, losses);
}

function messageOf(item: unknown, place: string, losses: Losses): Message[] {
  if (!isConstructor(item)) return messagesOf([item], place, losses);
  const name = classOf(item);
  const given = argumentsOf(item);
  if (name === "MessagesPlaceholder") {
    losses.add(place, "a message placeholder", "whole messages cannot be put in; it became a variable");
    return [{ role: "placeholder", text: `{{${wordOf(given["variable_name"])}}}` }];
  }
  const kind = /^(System|Human|AI|Chat)Message(?:PromptTemplate)?$/.exec(name)?.[1];
  if (kind === undefined) {
    losses.add(place, `a ${name || "message of an unknown kind"}`, "it has no form of a plain message");
    return [];
  }
  const role = ROLES[kind] ?? wordOf(given["role"]);
  const prompts = Array.isArray(given["prompt"]) ? given["prompt"] : [given["prompt"]];
  const text = name.endsWith("PromptTemplate")
    ? prompts.map((prompt) => templateOf(tableOf(prompt), place, losses)).join("\n")
    : messagesOf([{ role, content: given["content"] }], place, losses)
        .map((message) => message.text)
        .join("");
  return text.trim() === "" ? [] : [{ role, text }];
}

/** The prompt inside a chain of prompt and model, which the playground saves. */
function promptIn(manifest: Table, place: string, losses: Losses): { prompt: Table; model: string | null } {
  const { first, last } = argumentsOf(manifest);
  if (!isConstructor(first)) return { prompt: manifest, model: null };
  const binding = argumentsOf(tableOf(last));
  const settings = argumentsOf(tableOf(binding["bound"] ?? last));
  losses.addKeys(
    place,
    "model",
    Object.fromEntries(Object.entries(settings).filter(([key]) => !/^model(_name)?$/.test(key))),
    SETTING,
  );
  return { prompt: first, model: textOf(settings["model"]) ?? textOf(settings["model_name"]) };
}

function versionOf(manifest: Table, place: string, commit: string | null, losses: Losses): FoundVersion {
  const { prompt, model } = promptIn(manifest, place, losses);
  const given = argumentsOf(prompt);
  const name = classOf(prompt);
  const isText = name === "PromptTemplate";
  if (!isText && !Array.isArray(given["messages"]))
    refuse(place, "unknown_kind", `is a ${name || "value"}; ${READ} are read`);
  const schema = given["schema_"] ?? given["schema"];
  if (schema !== undefined)
    losses.add(place, "the schema of a structured prompt", "write the form of the answer into its output");
  const messages = listOf(given["messages"]).flatMap((item, index) =>
    messageOf(item, `${place}.kwargs.messages[${index}]`, losses),
  );
  const partial = Object.entries(tableOf(given["partial_variables"]));
  return {
    ...bareVersion(
      place,
      isText ? { ...EMPTY_DRAFT, task: templateOf(prompt, place, losses) } : partsOf(messages, place, losses),
    ),
    selectedModel: model,
    variables: partial.map(([variable, value]) =>
      declare(variable, { default: value, required: false }, place, losses),
    ),
    message: commit === null ? null : `LangSmith ${commit.slice(0, 12)}`,
  };
}

type Commit = {
  readonly name: string | null;
  readonly manifest: Table;
  readonly commit: string | null;
  readonly place: string;
};

const nameOf = (value: Table): string | null => {
  const { name, repo_handle: handle, repo } = value;
  return [name, handle, tableOf(repo)["repo_handle"], repo].map(textOf).find((text) => text !== null) ?? null;
};

function commitOf(value: Table, name: string | null, place: string): Commit[] {
  const { manifest, commit_hash: commit } = value;
  if (!isConstructor(manifest)) return [];
  return [{ name, manifest, commit: textOf(commit), place: `${place}.manifest` }];
}

function commitsOf(value: unknown, place: string): Commit[] {
  if (isConstructor(value)) return [{ name: null, manifest: value, commit: null, place }];
  if (!isTable(value)) return [];
  const commits = listOf(value["commits"]);
  if (commits.length === 0) return commitOf(value, nameOf(value), place);
  // LangSmith lists commits newest first.
  return commits
    .flatMap((one, index) => commitOf(tableOf(one), nameOf(value), `${place}.commits[${index}]`))
    .toReversed();
}

function toPrompt(commits: readonly Commit[], losses: Losses): FoundPrompt[] {
  const versions = commits.map(({ manifest, place, commit }) => versionOf(manifest, place, commit, losses));
  const [first] = versions;
  if (!first) return [];
  const name = commits[0]?.name ?? titleOfText(first.parts.task ?? "");
  return [{ ...barePrompt(first.place, name, first), versions }];
}

const commitsIn = (content: unknown, root: string): Commit[] =>
  Array.isArray(content)
    ? content.flatMap((item, index) => commitsOf(item, `${root}[${index}]`))
    : commitsOf(content, root);

/** Manifests as LangSmith's API and LangChain's `dumps` write them, alone, as commits, or as a list. */
export function readLangSmith(content: unknown, root: string, losses: Losses): Found {
  const groups = Map.groupBy(commitsIn(content, root), ({ name, place }) => name ?? place);
  return { prompts: [...groups.values()].flatMap((group) => toPrompt(group, losses)), folders: [] };
}

export const looksLikeLangSmith = (content: unknown): boolean => commitsIn(content, "").length > 0;
