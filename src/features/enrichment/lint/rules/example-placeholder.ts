import type { Span } from "../report.ts";
import { examplesIn } from "./examples.ts";
import { placeholdersBetween } from "./placeholder.ts";
import { quote } from "./quote.ts";
import type { Rule } from "./rule.ts";

const PER_EXAMPLE_MAX = 5;

/** A model copies what it is shown: a place left to be filled in comes back in its answers. */
export const exampleLeaksPlaceholder: Rule = {
  id: "example-leaks-placeholder",
  version: 1,
  severity: "warning",
  dimension: "completeness",
  weight: 0.5,
  check: (context) =>
    examplesIn(context).flatMap(({ part, span }) =>
      placeholdersBetween(part, span)
        .slice(0, PER_EXAMPLE_MAX)
        .map((place: Span) => ({
          field: part.part,
          span: place,
          message: `"${quote(part.text, place)}" in an example is copied into answers. Write the words that would stand there.`,
          question: `What would stand in place of "${quote(part.text, place)}" in a real example?`,
        })),
    ),
};
