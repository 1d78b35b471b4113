import type { Draft } from "../contract/draft.ts";
import { Failure } from "../errors.ts";
import { readTemplate } from "../features/rendering/index.ts";
import type { McpTable, ToolPlan } from "../http/mcp/tool.ts";

/** A list for choosing from: the texts are read one at a time. */
const LIST = {
  hides: ["page", "include", "deleted", "isPublic"],
  drops: ["role", "task", "context", "requirements", "style", "output", "viewCount", "starCount", "forkCount"],
};
const PAGED = { hides: ["page", "include"] };
/** The composed texts say again what the parts say. */
const ONE = { drops: ["rawPrompt", "viewCount", "starCount", "forkCount"] };

const reading: Record<string, ToolPlan> = {
  list_prompts: {
    ...LIST,
    operation: "listPrompts",
    hides: [...LIST.hides, "search"],
    doc: "List the person's prompts, newest first, without their texts: get_prompt reads one. `cursor` goes on where a page ended.",
  },
  search_prompts: {
    ...LIST,
    operation: "listPrompts",
    wants: ["search"],
    doc: "Search the person's prompts by words of title, description, tags and text, the best first, with the places that were found.",
  },
  get_prompt: {
    ...ONE,
    operation: "readPrompt",
    doc: "Read one prompt by its id: its parts, variables and numbers, as they are now. `etag` is for update_prompt's `ifMatch`.",
  },
  render_prompt: {
    operation: "renderPrompt",
    doc:
      "Fill in the variables of a prompt, at a label, a version or as it is now. Nothing is executed and no model is asked. " +
      "A variable without a value is an error that names it.",
  },
  resolve_prompts: {
    operation: "resolvePrompts",
    doc:
      "Read up to 100 prompts by id or slug, at a label such as `production`, at a version, or as they are now; filled in " +
      "where `variables` are given. Each is answered in its place, with an `error` where there is none.",
  },
  list_versions: { ...PAGED, operation: "listVersions" },
  get_version: { operation: "readVersion", drops: ["rawPrompt"] },
  compare_versions: { operation: "compareVersions" },
  list_labels: { ...PAGED, operation: "listLabels" },
  validate_prompt: {
    operation: "validatePrompt",
    doc:
      "Judge a prompt and say why, by fixed rules: no model is asked and nothing is stored. Give its text, its parts, or the " +
      "id of one of the person's prompts.",
  },
  suggest_improvements: {
    operation: "suggestImprovements",
    doc: "List what is worth changing in a prompt, the most useful first, each with the edit that makes it or the question to answer first. No model is asked.",
  },
  list_models: { operation: "listModels" },
};

const writing: Record<string, ToolPlan> = {
  create_prompt: {
    ...ONE,
    operation: "createPrompt",
    hides: ["isPublic"],
    writes: true,
    doc: "Store a new prompt of the person's. It counts against the month's quota.",
  },
  update_prompt: {
    ...ONE,
    operation: "updatePrompt",
    hides: ["isPublic"],
    writes: true,
    doc:
      "Change the given fields of a prompt and keep the others. A change of a part, a variable or the model makes a new " +
      "version; labels stay where they are.",
  },
  move_label: {
    operation: "moveLabel",
    writes: true,
    releases: true,
    doc:
      "Make a label, or move it to another version: moving `production` releases that version to every program at once. " +
      "Every move is in the history, and undo_label_move takes the last one back.",
  },
  undo_label_move: {
    operation: "undoLabelMove",
    writes: true,
    releases: true,
    doc: "Take the last move of a label back: it stands where it stood before, or is gone if it was new.",
  },
  enhance_prompt: {
    operation: "enhancePrompt",
    writes: true,
    doc:
      "Improve a prompt and prove what changed: the gravest findings are repaired, variables and fenced blocks survive, and " +
      "the score never drops. It may ask a model, which costs one of the month's enrichments. With `save` the result becomes " +
      "a new version.",
  },
  apply_enhancement: {
    operation: "applyEnhancement",
    writes: true,
    doc: "Accept some or all changes of an enhancement of the last 24 hours: its prompt gets a new version. No model is asked.",
  },
};

/** A text with a brace that is never closed has none: handing it out says where it is. */
function namesIn(draft: Draft): readonly string[] {
  try {
    return readTemplate(draft).names;
  } catch (error) {
    if (error instanceof Failure) return [];
    throw error;
  }
}

/** What an MCP connection is offered of the API. Nothing here deletes, publishes a link, or touches account and keys. */
export const MCP: McpTable = {
  tools: { ...reading, ...writing },
  prompts: { list: "listPrompts", read: "resolvePrompts", namesIn },
};
