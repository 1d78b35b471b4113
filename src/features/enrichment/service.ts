import type { Actor, Scope } from "../../scope.ts";
import { knownModel, readCatalogue } from "../models/index.ts";
import { readSource } from "./enhance/source.ts";
import { factsFor } from "./enhance/written-for.ts";
import { lint, suggestionsOf } from "./lint/index.ts";
import type { SuggestionsQuery, ValidateInput } from "./schema.ts";

/** The judgement of the linter, which includes the model the prompt is written for when that is known. */
export async function validate(scope: Scope, input: ValidateInput) {
  if (input.model !== undefined) knownModel(await readCatalogue(scope), input.model);
  const { draft, title, isPublic, variables, selectedModel } = await readSource(scope, input);
  const writtenFor = await factsFor(scope, input.model ?? selectedModel);
  return toWire(lint(draft, { title: input.title ?? title, isPublic, variables, ...writtenFor }));
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
  const { draft, title, isPublic, variables, selectedModel } = await readSource(scope, query);
  const report = lint(draft, { title, isPublic, variables, ...(await factsFor(scope, selectedModel)) });
  const suggestions = suggestionsOf(report).map((suggestion) => ({
    ...suggestion,
    span: toPair(suggestion.span),
    edit: suggestion.edit && { ...suggestion.edit, span: toPair(suggestion.edit.span) },
  }));
  return { score: report.score, grade: report.grade, suggestions };
}
