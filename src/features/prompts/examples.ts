const written = {
  title: "Release notes",
  description: "Notes for people who use the product",
  category: "writing",
  tags: ["release", "product"],
  role: "You are a technical writer.",
  task: "Write release notes for {{version}} from the commits below.",
  context: "{{commits}}",
  requirements: null,
  style: null,
  output: "Markdown, one line a change.",
  selectedModel: "claude-3-5-sonnet",
  isPublic: false,
};
const id = "0199f0a2-7c1e-7000-8000-000000000001";

export const NEW_PROMPT = { title: written.title, task: written.task, category: written.category, tags: written.tags };

export const PROMPT = {
  id,
  ...written,
  rawPrompt:
    "# Role\nYou are a technical writer.\n\n# Task\nWrite release notes for {{version}} from the commits below.\n\n# Context\n{{commits}}\n\n# Output\nMarkdown, one line a change.",
  enrichedPrompt: null,
  qualityScore: 86,
  moderationStatus: "approved",
  viewCount: 0,
  version: 1,
  revision: 1,
  createdAt: "2026-11-22T12:00:00.000Z",
  updatedAt: "2026-11-22T12:00:00.000Z",
};

const pagination = { limit: 20, hasMore: false, nextCursor: null };
export const PROMPT_PAGE = { data: [PROMPT], pagination };

const { task, role, context, requirements, style, output, selectedModel } = written;
const summary = {
  version: 1,
  author: { name: "Ada Lovelace" },
  message: null,
  contentHash: "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef",
  selectedModel,
  qualityScore: PROMPT.qualityScore,
  createdAt: PROMPT.createdAt,
};
export const VERSION = { ...summary, role, task, context, requirements, style, output, rawPrompt: PROMPT.rawPrompt };
export const VERSION_PAGE = { data: [summary], pagination };

export const PUBLIC_PROMPT = { ...PROMPT, isPublic: true, author: { name: "Ada Lovelace" } };
export const PUBLIC_PAGE = { data: [PUBLIC_PROMPT], pagination };
