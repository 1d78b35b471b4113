/** The six parts a prompt is written in, in the order they are composed. */
export const PARTS = ["role", "task", "context", "requirements", "style", "output"] as const;
export type Part = (typeof PARTS)[number];

/** A prompt as the linter, the enhancer and the composer see it: parts that are absent are null. */
export type Draft = { readonly [P in Part]: string | null };

export const EMPTY_DRAFT: Draft = {
  role: null,
  task: null,
  context: null,
  requirements: null,
  style: null,
  output: null,
};

const HEADINGS: Record<Part, string> = {
  role: "Role",
  task: "Task",
  context: "Context",
  requirements: "Requirements",
  style: "Style",
  output: "Output",
};

/** The prompt as one text (`rawPrompt`): a lone task stands bare, several parts each get a heading. */
export function composePrompt(draft: Draft): string {
  const present = PARTS.flatMap((part) => (draft[part] ? [{ part, text: draft[part] }] : []));
  if (present.length === 1 && present[0]?.part === "task") return present[0].text;
  return present.map(({ part, text }) => `# ${HEADINGS[part]}\n${text}`).join("\n\n");
}
