import { ok, route } from "../../feature.ts";
import { PromptId } from "../prompts/index.ts";
import { PublishCheck } from "./answers.ts";
import { checkPublishing } from "./publish-check.ts";

const CHECK = {
  blocked: true,
  findings: [
    {
      ruleId: "secret-detected",
      field: "context",
      span: [120, 160],
      message: "A GitHub token stands in the prompt. Take it out and revoke it: whoever reads the prompt can use it.",
      blocks: true,
    },
  ],
  nearDuplicates: [{ id: "0199f0a2-7c1e-7000-8000-000000000009", title: "Release notes from commits" }],
};

export const publishRoutes = [
  route({
    tag: "Prompts",
    access: "user",
    name: "checkPublishing",
    keyScope: "prompts:read",
    method: "POST",
    path: "/prompts/:id/publish-check",
    doc:
      "Ask what publishing one of your prompts would meet. Secrets, hidden characters and phrases of prompt injections keep " +
      "it private; personal data, phrases that are only told of, and prompts that say nearly the same are worth a look.",
    params: PromptId,
    reply: ok(PublishCheck),
    fails: ["not_found"],
    example: { reply: CHECK },
    run: (scope, { params }) => checkPublishing(scope, params.id),
  }),
];
