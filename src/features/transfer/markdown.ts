import { stringify } from "yaml";
import { composePrompt, type Draft, type Part, PARTS } from "../../contract/draft.ts";
import { canonicalVariable, type Variable } from "../../contract/variable.ts";

/** What a Markdown file says of a prompt, in the order it says it. */
export type MarkdownFields = Draft & {
  readonly task: string;
  readonly title: string;
  readonly slug: string;
  readonly description: string | null;
  readonly category: string;
  readonly tags: readonly string[];
  /** The names of its folders, outermost first. */
  readonly folder: readonly string[];
  readonly model: string;
  readonly variables: readonly Variable[];
};
/** What stands in it for people; who reads the file back leaves it alone. */
export type MarkdownState = {
  readonly version: number;
  readonly labels: Readonly<Record<string, number>>;
  readonly isPublic: boolean;
  readonly createdAt: string;
  readonly updatedAt: string;
};

const ENDING = ".md";
/** Slugs may hold slashes; as a file's name one with them would be a folder, and `..` one above it. */
export const fileNameOf = (slug: string): string => `${slug.replaceAll("/", "%2F")}${ENDING}`;
/** Null for the name of a file that is no prompt's. */
export const slugOfFileName = (name: string): string | null =>
  name.endsWith(ENDING) ? name.slice(0, -ENDING.length).replaceAll(/%2F/gi, "/") : null;

const HEADING = new RegExp(
  `(?:^|\\n\\n)# (${PARTS.map((part) => (part[0] ?? "").toUpperCase() + part.slice(1)).join("|")})\\n`,
  "g",
);
const isPart = (name: string): name is Part => PARTS.some((part) => part === name);

/** The parts a composed text was made of, as far as its headings tell: each once, in their order. Without them it is a task. */
export function partsInText(text: string): Draft {
  const found: { part: Part; from: number; to: number }[] = [];
  for (const { 0: whole, 1: word = "", index } of text.matchAll(HEADING)) {
    const name = word.toLowerCase();
    const last = found.at(-1);
    if (!isPart(name) || (last ? PARTS.indexOf(name) <= PARTS.indexOf(last.part) : index > 0)) continue;
    if (last) last.to = index;
    found.push({ part: name, from: index + whole.length, to: text.length });
  }
  const draft: { -readonly [P in Part]: string | null } = {
    role: null,
    task: null,
    context: null,
    requirements: null,
    style: null,
    output: null,
  };
  for (const { part, from, to } of found) draft[part] = text.slice(from, to).trim() || null;
  return draft.task === null ? { ...draft, ...EMPTY, task: text.trim() || null } : draft;
}
const EMPTY = { role: null, context: null, requirements: null, style: null, output: null };

/** Whether the text alone tells the parts; one that has such a heading itself, or ends in blanks, does not. */
const isPlain = (draft: Draft, text: string): boolean => {
  const read = partsInText(text);
  return !text.includes("\r") && PARTS.every((part) => read[part] === draft[part]);
};

/**
 * A prompt as a Markdown file: its fields as front matter, its composed text below. A text from which the parts could not
 * be told stands in the front matter part by part instead.
 */
export function writeMarkdown(fields: MarkdownFields, state?: MarkdownState): string {
  const { title, slug, description, category, tags, folder, model, variables } = fields;
  const text = composePrompt(fields);
  const isTold = isPlain(fields, text);
  const matter = {
    title,
    slug,
    description,
    category,
    tags,
    folder,
    model,
    ...(state && { version: state.version, labels: state.labels }),
    variables: variables.map(canonicalVariable),
    ...(state && { isPublic: state.isPublic, createdAt: state.createdAt, updatedAt: state.updatedAt }),
    ...(!isTold && {
      parts: Object.fromEntries(PARTS.flatMap((part) => (fields[part] === null ? [] : [[part, fields[part]]]))),
    }),
  };
  const yaml = stringify(matter, { lineWidth: 0, defaultStringType: "QUOTE_DOUBLE", defaultKeyType: "PLAIN" });
  return `---\n${yaml}---\n${isTold ? `\n${text}\n` : ""}`;
}
