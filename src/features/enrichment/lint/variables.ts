import { type Draft, PARTS } from "../../../contract/draft.ts";
import { scanTemplate } from "./text/template.ts";

/** The names of the variables of a draft, each once, in the order of their first use. */
export function variablesOf(draft: Draft): readonly string[] {
  return [...new Set(PARTS.flatMap((part) => scanTemplate(draft[part] ?? "").variables.map(({ name }) => name)))];
}
