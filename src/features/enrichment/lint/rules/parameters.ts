import { type Context, type Hit, spanOf } from "../context.ts";
import type { Breach, Rule } from "./rule.ts";

/** From the name of a setting to its value: a few words or marks, and then a number that is no measure. */
const VALUE =
  /^["'`*]{0,2}[ \t]{0,3}(?:[=:]|(?:\p{L}{1,8}[ \t]{1,3}){0,3})[ \t]{0,3}["'`*]{0,2}(\d{1,5}(?:[.,]\d{1,4})?)(?![\d°%])/u;
const LOOK_AHEAD = 60;
/** A temperature of sampling lies between these, so that ovens and weather are none. */
const TEMPERATURE_MAX = 2;
const MEASURE = /^[ \t]{0,2}(?:°|degrees?|celsius|fahrenheit|kelvin|grad|grados|degrés|[CFK]\b)/iu;

/** What the prompt is sent with, and what its text says about settings: providers answer a refused one with an error. */
export const paramUnsupportedByModel: Rule = {
  id: "param-unsupported-by-model",
  version: 1,
  severity: "warning",
  dimension: "reuse",
  weight: 0.4,
  check: (context) => [...sent(context), ...written(context)],
};

function sent({ options: { model, params = {} } }: Context): readonly Breach[] {
  const refused = new Set(model?.refuses);
  return Object.entries(params)
    .filter(([name, value]) => refused.has(name) && value !== null && value !== undefined)
    .map(([name]) => ({
      field: "task",
      span: [0, 0],
      message: `${model?.id} refuses the setting ${name}. Leave it out, or choose a model that takes it.`,
    }));
}

function written(context: Context): readonly Breach[] {
  const { model } = context.options;
  const refused = new Set(model?.refuses);
  return context
    .concept("parameter")
    .filter((hit) => refused.has(hit.match.value) && hasValue(hit))
    .map((hit) => ({
      field: hit.part.part,
      span: spanOf(hit),
      message: `${model?.id} refuses the setting ${hit.match.value}, and words in a prompt set nothing. Take it out, or choose a model that takes it.`,
      question: `What should the setting ${hit.match.value} achieve? Say it in words: ${model?.id} refuses it.`,
    }));
}

function hasValue({ part, match }: Hit): boolean {
  const end = part.words[match.to - 1]?.end ?? 0;
  const after = part.prose.slice(end, end + LOOK_AHEAD);
  const value = VALUE.exec(after);
  if (!value) return false;
  if (match.value !== "temperature") return true;
  return Number((value[1] ?? "").replace(",", ".")) <= TEMPERATURE_MAX && !MEASURE.test(after.slice(value[0].length));
}
