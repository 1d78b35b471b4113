import type { Actor, Scope } from "../../scope.ts";
import { CATALOGUE } from "./enhance/catalogue.ts";
import { readSource } from "./enhance/source.ts";
import { lint, suggestionsOf } from "./lint/index.ts";
import { defaultModel, factsOf, isConfigured, knownModel, statusOf } from "./models.ts";
import type { SuggestionsQuery, ValidateInput } from "./schema.ts";

/** The judgement of the linter, which includes the model the prompt is written for when that is known. */
export async function validate(scope: Scope, input: ValidateInput) {
  const today = scope.now();
  if (input.model !== undefined) knownModel(input.model);
  const { draft, title, isPublic, selectedModel } = await readSource(scope, input);
  const name = input.model ?? selectedModel;
  const model = name === undefined ? null : factsOf(name, today);
  return toWire(lint(draft, { title: input.title ?? title, isPublic, model, today }));
}

const toWire = (report: ReturnType<typeof lint>) => ({
  ...report,
  findings: report.findings.map((finding) => ({
    ...finding,
    span: toPair(finding.span),
    fix: finding.fix && { ...finding.fix, span: toPair(finding.fix.span) },
  })),
});

const toPair = ([start, end]: readonly [number, number]): [number, number] => [start, end];

export async function suggest(scope: Scope<Actor>, query: SuggestionsQuery) {
  const { draft, title, isPublic } = await readSource(scope, query);
  const report = lint(draft, { title, isPublic });
  const suggestions = suggestionsOf(report).map((suggestion) => ({
    ...suggestion,
    span: toPair(suggestion.span),
    edit: suggestion.edit && { ...suggestion.edit, span: toPair(suggestion.edit.span) },
  }));
  return { score: report.score, grade: report.grade, suggestions };
}

export function listModels({ ports: { ai }, now }: Pick<Scope, "ports" | "now">) {
  const today = now();
  const data = CATALOGUE.map((model) => ({
    ...model,
    aliases: [...model.aliases],
    status: statusOf(model, today),
    configured: isConfigured(model, ai),
  }));
  return { data, defaultModel: defaultModel(ai).id };
}
