import type { Model } from "../models/index.ts";
import type { Notice } from "../notifications/index.ts";
import type { Use } from "./queries.ts";

/** A title is up to 200 characters long, and three of them stand in one notification. */
const TITLE_SHOWN = 60;

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;

function shortened(title: string): string {
  const characters = Array.from(title);
  return characters.length > TITLE_SHOWN ? `${characters.slice(0, TITLE_SHOWN - 1).join("")}…` : title;
}

/** What its users are told of the end of a model. */
export function noticeOf(
  { stage, prompts, labels, titles, titled }: Use,
  model: Model,
  instead: string | null,
): Notice {
  const isOver = stage === "retired";
  const uses = [
    ...(prompts > 0 ? [counted(prompts, "prompt")] : []),
    ...(labels > 0 ? [counted(labels, "label")] : []),
  ].join(" and ");
  const named = titles.map((title) => `"${shortened(title)}"`).join(", ");
  const what = isOver ? `answers no more since ${model.retiresOn}` : `answers no more from ${model.retiresOn} on`;
  const advice = instead
    ? `${instead} takes its place: POST /api/v1/enrichment/models/migrate prepares new versions for it. Labels stay where they are until you move them.`
    : "Choose another model for them.";
  return {
    kind: isOver ? "model_retired" : "model_retiring",
    title: isOver ? `${model.id} is retired` : `${model.id} retires on ${model.retiresOn}`,
    body: `${model.id} ${what}. ${uses} of yours ${prompts + labels === 1 ? "is" : "are"} written for it: ${named}${titled > titles.length ? " and others" : ""}. ${advice}`,
  };
}
