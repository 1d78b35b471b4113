import { ok, route } from "../../feature.ts";
import { migratePrompts } from "./migrate.ts";
import { Migration, MigrationInput } from "./schema.ts";

const EXAMPLE = {
  from: "claude-3-5-sonnet",
  to: "claude-sonnet-5-5",
  dryRun: false,
  prompts: [
    {
      promptId: "019a2f6e-8c1d-7b3a-9e54-3f0c6b7d2a10",
      title: "Release notes",
      status: "migrated",
      previousVersion: 3,
      version: 4,
      selectedModel: "claude-sonnet-5-5",
      findings: [],
      labels: [{ label: "production", version: 3 }],
      problem: null,
    },
  ],
  next: null,
  remaining: 0,
};

export const routes = [
  route({
    name: "migrateModels",
    tag: "Enrichment",
    method: "POST",
    path: "/enrichment/models/migrate",
    doc:
      "Prepare your prompts for another model, because theirs retires. Each gets a new version with the new `selectedModel` " +
      "and is otherwise as it was; labels never move, so `production` stays on the old version until you move it. You are " +
      "told what the linter says of each prompt on the new model. Asking again changes nothing more. `dryRun` only says what " +
      "would be done.",
    access: "user",
    keyScope: "prompts:write",
    body: MigrationInput,
    reply: ok(Migration),
    fails: ["not_found"],
    idempotent: "lease",
    example: { body: { from: "claude-3-5-sonnet", all: true }, reply: EXAMPLE },
    run: (scope, { body }) => migratePrompts(scope, body),
  }),
];
