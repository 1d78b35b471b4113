import { looksLikeDotprompt, readDotprompt } from "./dotprompt.ts";
import { refuse } from "./faults.ts";
import { FORMATS, type Format, type Found } from "./found.ts";
import { looksLikeLangfuse, readLangfuse } from "./langfuse.ts";
import { looksLikeLangSmith, readLangSmith } from "./langsmith.ts";
import type { Losses } from "./losses.ts";
import { looksLikeMarkdown, readMarkdownFile } from "./markdown.ts";
import { looksLikeOpenAi, readOpenAi } from "./openai.ts";
import { looksLikePromptfoo, readPromptfoo, type Beside } from "./promptfoo.ts";
import { looksLikePromptr, readPromptr } from "./promptr.ts";
import { looksLikePromptYml, readPromptYml } from "./prompt-yml.ts";
import { looksLikePromptsChat, readPromptsChat } from "./prompts-chat.ts";
import { tableOf } from "./values.ts";
import { splitFrontMatter, type Yaml } from "./yaml.ts";

/** A file as it was sent: its text, or the value of its JSON. */
export type Sent = {
  readonly content: unknown;
  /** How faults call it: `content`, or `content.files["greet.prompt"]`. */
  readonly root: string;
  /** What the file is called without its ending; null for one that came without a name. */
  readonly name: string | null;
  /** Other files that came with it. */
  readonly beside: Beside;
  readonly yaml: Yaml;
};

/** The text, the JSON or YAML it holds, and the front matter before it: what parsers recognize themselves by. */
export class Views {
  readonly sent: Sent;
  readonly text: string | null;
  #value: unknown;
  #isRead = false;
  constructor(sent: Sent) {
    this.sent = sent;
    this.text = typeof sent.content === "string" ? sent.content : null;
  }
  get value(): unknown {
    if (!this.#isRead) this.#value = this.text === null ? this.sent.content : valueIn(this.text, this.sent);
    this.#isRead = true;
    return this.#value;
  }
  get matter(): { readonly matter: unknown; readonly body: string } | null {
    const split = this.text === null ? null : splitFrontMatter(this.text);
    return (
      split && {
        matter: split.yaml.trim() === "" ? null : this.sent.yaml.read(split.yaml, this.sent.root),
        body: split.body,
      }
    );
  }
}

const BRACKET = /^\uFEFF?\s*[[{]/;

function valueIn(text: string, { yaml, root }: Sent): unknown {
  if (BRACKET.test(text)) {
    try {
      return JSON.parse(text.replace(/^\uFEFF/, "")) as unknown;
    } catch {
      return null; // YAML's flow style begins like it, but nobody writes prompts in it
    }
  }
  return splitFrontMatter(text) || looksLikePromptsChat(text) ? null : yaml.read(text, root);
}

type Parser = {
  readonly isIt: (views: Views) => boolean;
  readonly read: (views: Views, losses: Losses) => Found;
};
const PARSERS: Readonly<Record<Format, Parser>> = {
  promptr: { isIt: ({ value }) => looksLikePromptr(value), read: ({ value, sent }) => readPromptr(value, sent.root) },
  markdown: {
    isIt: ({ matter }) => matter !== null && looksLikeMarkdown(matter.matter),
    read: ({ text, matter, sent }, losses) =>
      readMarkdownFile({ text: text ?? "", matter: matter?.matter, yaml: sent.yaml }, sent.root, sent.name, losses),
  },
  "prompts.chat": {
    isIt: ({ text }) => text !== null && looksLikePromptsChat(text),
    read: ({ text, sent }, losses) => readPromptsChat(text ?? "", sent.root, losses),
  },
  dotprompt: {
    isIt: ({ matter }) => matter !== null && looksLikeDotprompt(matter.matter, matter.body),
    read: ({ matter, text, sent }, losses) =>
      readDotprompt(matter ?? { matter: null, body: text ?? "" }, sent.root, sent.name, losses),
  },
  langsmith: {
    isIt: ({ value }) => looksLikeLangSmith(value),
    read: ({ value, sent }, losses) => readLangSmith(value, sent.root, losses),
  },
  langfuse: {
    isIt: ({ value }) => looksLikeLangfuse(value),
    read: ({ value, sent }, losses) => readLangfuse(value, sent.root, losses),
  },
  promptfoo: {
    isIt: ({ value }) => looksLikePromptfoo(value),
    read: ({ value, sent }, losses) => readPromptfoo(tableOf(value), sent.root, sent.beside, losses),
  },
  "prompt.yml": {
    // The same words as a pasted chat of OpenAI's, so what came as YAML is this and what came as JSON is that.
    isIt: ({ value, text }) => text !== null && !BRACKET.test(text) && looksLikePromptYml(value),
    read: ({ value, sent }, losses) => readPromptYml(tableOf(value), sent.root, sent.name, losses),
  },
  openai: {
    isIt: ({ value }) => looksLikeOpenAi(value),
    read: ({ value, sent }, losses) => readOpenAi(value, sent.root, losses),
  },
};
// The order matters only where shapes overlap: what is more particular comes first.
const ORDER = Object.keys(PARSERS) as Format[];

const TRIED = `looks like none of these: ${FORMATS.join(", ")}`;
const triedOf = ({ text, value }: Views): string =>
  text !== null && BRACKET.test(text) && value === null ? `${TRIED}; it begins like JSON and is not valid JSON` : TRIED;

/** Reads a file as the given kind, or as the kind it looks like. */
export function readOne(views: Views, wanted: Format | "auto", losses: Losses): { format: Format; found: Found } {
  const { sent } = views;
  const format = wanted === "auto" ? ORDER.find((one) => PARSERS[one].isIt(views)) : wanted;
  if (format === undefined) return refuse(sent.root, "unknown_format", triedOf(views));
  const found = PARSERS[format].read(views, losses);
  if (found.prompts.length === 0 && found.folders.length === 0 && format !== "promptr")
    refuse(sent.root, "nothing_found", `holds no prompt that could be read as ${format}`);
  return { format, found };
}
