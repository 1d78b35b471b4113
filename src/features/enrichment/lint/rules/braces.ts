import type { PartText } from "../context.ts";
import type { Span } from "../report.ts";
import { safeFix } from "./fix.ts";
import { quote } from "./quote.ts";
import type { Breach, Rule } from "./rule.ts";

const PER_PART_MAX = 20;
/** A JSON object written with doubled braces, as templates of other tools want it. */
const DOUBLED = /\{\{\s{0,32}["'][^"'\n{}]{1,100}["']\s{0,8}:/gu;
const DOUBLED_TAG = /^\{\{\s{0,32}["'][^"'\n{}]{1,100}["']\s{0,8}:/u;

/** Braces of data and braces of variables run into each other, so that one reader takes for a value what another prints. */
export const jsonBracesAmbiguous: Rule = {
  id: "json-braces-ambiguous",
  version: 1,
  severity: "warning",
  dimension: "reuse",
  weight: 0.45,
  check: ({ parts }) => parts.flatMap((part) => [...doubled(part), ...tripled(part)].slice(0, PER_PART_MAX)),
};

/** Closed on one line it is a tag, else plain text; either way both braces stay in what the model reads. */
function doubled(part: PartText): readonly Breach[] {
  const open = [...part.prose.matchAll(DOUBLED)].map((match): Span => [match.index, match.index + match[0].length]);
  const tags = part.template.tags.filter((span) => DOUBLED_TAG.test(part.text.slice(...span)));
  return [...open, ...tags].map((span) => ({
    field: part.part,
    span,
    message: `"${quote(part.text, span)}" is data with two braces: they stay as they are here. Write one brace, or put the example in a code block.`,
    question: `Is "${quote(part.text, span)}" data, to be written with one brace, or a variable?`,
  }));
}

/** A brace that touches the braces of a variable: `{"id": {{id}}}`. */
const tripled = (part: PartText): readonly Breach[] =>
  part.template.variables.flatMap(({ name, span: [start, end] }) => {
    const [before, after] = [part.text.charAt(start - 1) === "{", part.text.charAt(end) === "}"];
    if (!before && !after) return [];
    const span: Span = [before ? start - 1 : start, after ? end + 1 : end];
    const onlyAfter = after && !before;
    return [
      {
        field: part.part,
        span,
        weight: 0.35,
        message: `A brace touches {{${name}}}, and it is not clear which braces are the variable's. Put a space between them.`,
        question: `Which of the braces around {{${name}}} are meant to stay in the text?`,
        fix: onlyAfter
          ? safeFix(part, [end, end], " ", `Put a space behind {{${name}}}, so that its braces are its own`)
          : undefined,
      },
    ];
  });
