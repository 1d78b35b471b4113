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
  variables: [
    { name: "version", type: "string", required: true, description: "As it is tagged" },
    { name: "commits", type: "string", required: true },
  ],
  selectedModel: "claude-3-5-sonnet",
  isPublic: false,
};
const id = "0199f0a2-7c1e-7000-8000-000000000001";

export const NEW_PROMPT = {
  title: written.title,
  task: written.task,
  category: written.category,
  tags: written.tags,
  variables: written.variables,
};

const rawPrompt =
  "# Role\nYou are a technical writer.\n\n# Task\nWrite release notes for {{version}} from the commits below.\n\n# Context\n{{commits}}\n\n# Output\nMarkdown, one line a change.";
const SHARED = {
  id,
  ...written,
  qualityScore: 86,
  publishedAt: null,
  viewCount: 0,
  starCount: 0,
  forkCount: 0,
  version: 1,
  revision: 1,
  createdAt: "2026-11-22T12:00:00.000Z",
  updatedAt: "2026-11-22T12:00:00.000Z",
};

const own = { slug: "release-notes", folderId: null, forkedFrom: null, moderationStatus: "approved" };
export const PROMPT = { ...SHARED, ...own, rawPrompt, enrichedPrompt: null };

const pagination = { limit: 20, hasMore: false, nextCursor: null };
export const PROMPT_PAGE = { data: [{ ...SHARED, ...own }], pagination };

const { task, role, context, requirements, style, output, variables, selectedModel } = written;
const summary = {
  version: 1,
  author: { name: "Ada Lovelace" },
  message: null,
  contentHash: "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef",
  selectedModel,
  qualityScore: PROMPT.qualityScore,
  createdAt: PROMPT.createdAt,
};
const parts = { role, task, context, requirements, style, output };
export const VERSION = { ...summary, ...parts, rawPrompt: PROMPT.rawPrompt, variables };
export const VERSION_PAGE = { data: [summary], pagination };

const unified =
  "--- output\tv1\n+++ output\tv2\n@@ -1,1 +1,1 @@\n-Markdown, one line a change.\n\\ No newline at end of file\n" +
  "+Markdown, two lines a change.\n\\ No newline at end of file\n";
export const VERSION_DIFF = {
  from: 1,
  to: 2,
  changes: [
    {
      field: "output",
      kind: "changed",
      before: "Markdown, one line a change.",
      after: "Markdown, two lines a change.",
      words: [
        { value: "Markdown, " },
        { value: "one", removed: true },
        { value: "two", added: true },
        { value: " " },
        { value: "line", removed: true },
        { value: "lines", added: true },
        { value: " a change." },
      ],
      unified,
    },
  ],
  unified,
};

const listed = { ...SHARED, isPublic: true, publishedAt: SHARED.createdAt, author: { name: "Ada Lovelace" } };
export const PUBLIC_PROMPT = { ...listed, rawPrompt };
export const PUBLIC_PAGE = { data: [listed], pagination };
