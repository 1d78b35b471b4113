import type { ImportPlan } from "./schema.ts";

/** An OpenAI prompt object, copied from the dashboard. */
export const IMPORT = {
  content: {
    openai_prompt_id: "pmpt_68a1c2f0e4b8",
    name: "support-assistant",
    production_version: "3",
    versions: [
      {
        version: "3",
        messages: [
          { role: "system", content: "You are a helpful support assistant for {{customer_name}}." },
          { role: "user", content: "Issue: {{issue}}" },
        ],
        config: { model: "gpt-5", reasoning: { effort: "low" } },
      },
    ],
  },
};

export const PLAN: ImportPlan = {
  dryRun: false,
  formats: ["openai"],
  create: [
    { slug: "support-assistant", title: "support-assistant", id: "0199f0a2-7c1e-7000-8000-000000000001", versions: 1 },
  ],
  update: [],
  unchanged: [],
  conflict: [],
  labels: [{ slug: "support-assistant", label: "production", from: null, to: 1, action: "move" }],
  folders: [],
  quota: { needed: 1, remaining: 100 },
  lost: [
    {
      what: "config.reasoning",
      why: "settings of the model call are not part of a prompt here",
      count: 1,
      places: ["content.versions[0]"],
    },
  ],
};

/** The file, by its kind; an archive cannot be shown. */
export const EXPORTED = {
  "application/json": { format: "promptr", version: 1, folders: [["Support"]], prompts: [] },
  "text/csv":
    "slug,title,description,category,tags,folder,role,task\r\n" +
    'triage,Triage,,support,"support, mail",Support,You triage tickets.,Sort {{ticket}} into one team.\r\n',
};
