import type { ModelFacts } from "../report.ts";
import type { Breach, Rule } from "./rule.ts";

const DAY_MS = 86_400_000;
/** A quarter: what providers give at the least between announcing and switching off, and time enough to test a successor. */
const SOON_DAYS = 90;

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
      ? [aboutModel(`The model ${model.id} is retired and answers no more. ${successorOf(model)}`)]
      : [],
};

/** Needs the day: without `today` nobody knows how soon. */
export const modelRetiringSoon: Rule = {
  id: "model-retiring-soon",
  version: 1,
  severity: "warning",
  dimension: "reuse",
  weight: 0.35,
  check: ({ options: { model, today } }) => {
    if (!model?.retiresOn || !today || isRetired(model, today)) return [];
    const days = Math.ceil((Date.parse(model.retiresOn) - today.getTime()) / DAY_MS);
    if (!(days <= SOON_DAYS)) return [];
    const day = model.retiresOn.slice(0, 10);
    const left = days === 1 ? "1 day" : `${days} days`;
    return [aboutModel(`The model ${model.id} retires on ${day}, in ${left}. ${successorOf(model)}`)];
  },
};

const aboutModel = (message: string): Breach => ({ field: "task", span: [0, 0], message });

const successorOf = ({ replacement }: ModelFacts): string =>
  replacement ? `Use ${replacement}.` : "Choose another model.";

const isRetired = ({ status, retiresOn }: ModelFacts, today: Date | undefined): boolean =>
  status === "retired" || (today !== undefined && Boolean(retiresOn) && Date.parse(retiresOn ?? "") <= today.getTime());
