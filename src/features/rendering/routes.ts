import { ok, route } from "../../feature.ts";
import { RENDER, RENDERED, RESOLUTION, RESOLVE } from "./examples.ts";
import { PromptId, RenderedPrompt, RenderInput, Resolution, ResolveInput } from "./schema.ts";
import { renderPrompt, resolveAll } from "./service.ts";

const own = { tag: "Rendering", access: "user", keyScope: "prompts:read" } as const;

export const routes = [
  route({
    ...own,
    name: "renderPrompt",
    method: "POST",
    path: "/prompts/:id/render",
    doc:
      "Fill in the variables of a prompt: `{{name}}` becomes its value, once, and nothing is executed. Braces in JSON, " +
      "fenced code and `{{#…}}` stay as they are; `{{{{raw}}}}…{{{{/raw}}}}` keeps whatever is in it, and `{{{{name}}}}` " +
      "is the text `{{name}}`. `label` or `version` says which; the newest otherwise. A variable without a value, or " +
      "with one of another type, is a 422 that names it; names that fit nothing are told in `variables`.",
    params: PromptId,
    body: RenderInput,
    reply: ok(RenderedPrompt),
    fails: ["not_found", "template_invalid", "variable_missing"],
    example: { body: RENDER, reply: RENDERED },
    run: (scope, { params, body }) => renderPrompt(scope, params.id, body),
  }),
  route({
    ...own,
    name: "resolvePrompts",
    method: "POST",
    path: "/prompts/resolve",
    doc:
      "Read up to 100 of your prompts at once, by id or slug, at a label, a version, or the newest; rendered where " +
      "`variables` are given. Every prompt is answered in its place, with an `error` where there is none. It only reads: " +
      "`If-None-Match` with the ETag of the answer before is a 304 while nothing has changed.",
    body: ResolveInput,
    reply: ok(Resolution),
    etag: true,
    reads: true,
    example: { body: RESOLVE, reply: RESOLUTION },
    run: (scope, { body }) => resolveAll(scope, body),
  }),
];
