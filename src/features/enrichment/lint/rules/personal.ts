import { emailsIn, numbersIn, phonesIn, type PersonalData } from "../text/personal.ts";
import { type Secret, secretsIn } from "../text/secrets.ts";
import { overlaps } from "../text/spans.ts";
import type { Rule } from "./rule.ts";

/** More of them say nothing new. */
const PER_PART_MAX = 20;

/** Looks into fenced blocks too. The message never repeats what was found. */
export const personalDataDetected: Rule = {
  id: "pii-detected",
  version: 2,
  severity: "warning",
  dimension: "safety",
  weight: 0.7,
  check: ({ parts, options }) =>
    parts.flatMap((part) =>
      firstOf(part.text).map(({ kind, span }) => ({
        field: part.part,
        span,
        severity: options.isPublic ? "error" : "warning",
        weight: options.isPublic ? 0.7 : 0.55,
        message: `This looks like ${kind === "e-mail address" ? "an" : "a"} ${kind} of a person. Put a variable in its place and fill it in when the prompt is used.`,
        question: `The ${part.part} holds what looks like ${kind === "e-mail address" ? "an" : "a"} ${kind}: is it needed, or should a variable stand there?`,
      })),
    ),
};

function firstOf(text: string): readonly PersonalData[] {
  const found: PersonalData[] = [];
  let secrets: readonly Secret[] | undefined;
  for (const source of [emailsIn(text), numbersIn(text), phonesIn(text)]) {
    for (const item of source) {
      if (found.length >= PER_PART_MAX) return found;
      secrets ??= secretsIn(text);
      if (secrets.some(({ span }) => overlaps(span, item.span))) continue;
      if (!found.some(({ span }) => span[0] < item.span[1] && item.span[0] < span[1])) found.push(item);
    }
  }
  return found;
}
