import { type Context, type PartText, spanOf } from "../context.ts";
import type { Span } from "../report.ts";
import { within } from "../text/spans.ts";
import { quote } from "./quote.ts";
import type { Breach, Rule } from "./rule.ts";

const PER_PART_MAX = 20;
/** A tag that takes in another text by its name: `{{> rules}}`, `{{include rules}}`, `{{prompt:rules}}`. */
const INCLUDE =
  /^\{\{[ \t]{0,8}(?:>|#?(?:include|import|partial|fragment|prompt|ref)[ \t:]{1,4})[ \t]{0,8}["']?([^\s"'{}]{1,100})/iu;
/** What fixes it: a version or a label behind the name. */
const PINNED = /[@#:](?:v?\d[\w.-]{0,20}|production|staging|[a-f0-9]{7,64})$/iu;
/** Addresses and packages whose content moves under the same name; fixed text and short runs only. */
const MOVING =
  /(?:\/(?:blob|tree|raw|refs\/heads)\/(?:main|master|HEAD|trunk|develop)|\/(?:latest|current|nightly|HEAD))(?=[/?#)\]\s"'<>.,]|$)|(?<=[\w/-])[:@](?:latest|nightly|next)(?![\w-])/gu;

/** The same prompt will mean something else tomorrow, so its tests and its score say nothing about then. */
export const unpinnedReference: Rule = {
  id: "unpinned-reference",
  version: 1,
  severity: "suggestion",
  dimension: "reuse",
  weight: 0.35,
  check: (context) => [
    ...phrases(context),
    ...context.parts.flatMap((part) => [...includes(part), ...addresses(part)]),
  ],
};

/** A version number or a year in the same sentence says which one is meant. */
const SAYS_WHICH = /\d\.\d|\b(?:19|20)\d\d\b|\bv\d/u;

const phrases = (context: Context): readonly Breach[] =>
  context
    .concept("moving-target")
    .filter(({ part, match }) => !SAYS_WHICH.test(part.text.slice(...match.sentence.span)))
    .slice(0, PER_PART_MAX)
    .map((hit) => breach(hit.part, spanOf(hit)));

const includes = (part: PartText): readonly Breach[] =>
  part.template.tags.slice(0, PER_PART_MAX * 10).flatMap((span) => {
    const name = INCLUDE.exec(part.text.slice(...span))?.[1];
    return name === undefined || PINNED.test(name) ? [] : [breach(part, span)];
  });

function addresses(part: PartText): readonly Breach[] {
  const found: Breach[] = [];
  for (const match of part.prose.matchAll(MOVING)) {
    if (found.length >= PER_PART_MAX) break;
    const span: Span = [match.index, match.index + match[0].length];
    if (within(span, part.template.tags).length === 0) found.push(breach(part, span));
  }
  return found;
}

const breach = (part: PartText, span: Span): Breach => ({
  field: part.part,
  span,
  message: `"${quote(part.text, span)}" is another thing tomorrow. Name the version, the label or the date that is meant.`,
  question: `Which version is meant by "${quote(part.text, span)}"?`,
});
