const id = "0199f0a2-7c1e-7000-8000-000000000001";
const task = "Write release notes for {{version}} from the commits below.";
const variables = [{ name: "version", type: "string" as const, required: true, description: "As in the tag" }];
const given = { version: "2.4.0" };

export const RENDER = { variables: given, label: "production" };
const rendered = {
  text: "# Role\nYou are a technical writer.\n\n# Task\nWrite release notes for 2.4.0 from the commits below.",
  messages: [
    { role: "system" as const, content: "You are a technical writer." },
    { role: "user" as const, content: "Write release notes for 2.4.0 from the commits below." },
  ],
  variables: { used: ["version"], defaulted: [], undeclared: [], unknown: [], unused: [], similar: [], ignored: [] },
};
export const RENDERED = { ...rendered, promptId: id, version: 3, label: "production", model: "claude-3-5-sonnet" };

export const RESOLVE = {
  prompts: [
    { id, label: "production", variables: given },
    { slug: "release-notes", version: 7 },
  ],
};
export const RESOLUTION = {
  data: [
    {
      id,
      slug: "release-notes",
      title: "Release notes",
      version: 3,
      label: "production",
      role: "You are a technical writer.",
      task,
      context: null,
      requirements: null,
      style: null,
      output: null,
      rawPrompt: `# Role\nYou are a technical writer.\n\n# Task\n${task}`,
      model: "claude-3-5-sonnet",
      variables,
      contentHash: "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef",
      rendered,
    },
    {
      error: {
        code: "not_found" as const,
        title: "No such resource, or not yours to see",
        detail: "body.prompts.1.version: is not a version of this prompt",
        errors: [
          { path: "body.prompts.1.version", code: "unknown_version", message: "is not a version of this prompt" },
        ],
      },
    },
  ],
};
