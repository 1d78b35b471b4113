import type { ModelFacts } from "../report.ts";
import type { Rule } from "./rule.ts";

/** Says nothing about the text, so it has no question: the caller chooses the model. */
export const modelRetired: Rule = {
  id: "model-retired",
  version: 1,
  severity: "error",
  dimension: "reuse",
  weight: 0.6,
  cap: 70,
  check: ({ options: { model, today } }) =>
    model && isRetired(model, today)
      ? [
          {
            field: "task",
            span: [0, 0],
            message: `The model ${model.id} is retired and answers no more. ${model.replacement ? `Use ${model.replacement}.` : "Choose another model."}`,
          },
        ]
      : [],
};

const isRetired = ({ status, retiresOn }: ModelFacts, today: Date | undefined): boolean =>
  status === "retired" || (today !== undefined && Boolean(retiresOn) && Date.parse(retiresOn ?? "") <= today.getTime());
