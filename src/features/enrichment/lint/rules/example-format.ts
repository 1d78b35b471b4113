import { type Context, hasWord, type PartText } from "../context.ts";
import { isIn, SETS } from "../lexicon/index.ts";
import { NAMES } from "../lexicon/names.ts";
import type { Fix, Span } from "../report.ts";
import { bracketEnd, isCsv, isSketch, isXml, keysOf, readJson, strayComma } from "../text/shapes.ts";
import { trimmed } from "../text/spans.ts";
import { type Example, examplesIn } from "./examples.ts";
import { safeFix } from "./fix.ts";
import { keysAsked } from "./keys.ts";
import { placeholdersBetween } from "./placeholder.ts";
import type { Breach, Rule } from "./rule.ts";

const READABLE = new Set(["json", "xml", "csv"]);
const JSON_CHARACTERS_MAX = 4_000;

/** The example is read as the format that is asked for: a model follows what it is shown before what it is told. */
export const exampleViolatesFormat: Rule = {
  id: "example-violates-format",
  version: 1,
  severity: "warning",
  dimension: "outputContract",
  weight: 0.6,
  check: (context) => {
    const asked = formatAsked(context);
    return examplesIn(context).flatMap((example) => {
      const format = READABLE.has(example.info) ? example.info : asked;
      return format === undefined ? [] : answersIn(example).flatMap((span) => faultOf(context, example, span, format));
    });
  },
};

/** The one format of the answer; none where the prompt names several. */
function formatAsked(context: Context): string | undefined {
  const asked = context
    .concept("answer-format")
    .filter(({ part, match }) => part.part !== "context" && !hasWord(match.sentence, SETS.negation))
    .flatMap(({ match }) => match.captures.format ?? []);
  const output = context.parts.find(({ part }) => part === "output");
  const named = output?.words.flatMap(({ text }) => NAMES.format.get(text) ?? []) ?? [];
  const formats = new Set([...asked, ...named]);
  const [only] = formats;
  return formats.size === 1 && only !== undefined && READABLE.has(only) ? only : undefined;
}

/** An example of the answer is all answer; in one of both, what follows a label such as "Output:". */
function answersIn({ part, span, isOutput, info }: Example): readonly Span[] {
  const lines = part.sentences.filter(({ span: [start, end] }) => start >= span[0] && end <= span[1] + 1);
  const labels = lines.flatMap((sentence) => {
    const [first, second] = sentence.words;
    const label =
      first && isIn(first, SETS.reply)
        ? first
        : second && first && isIn(second, SETS.reply) && isIn(first, SETS.function)
          ? second
          : undefined;
    if (!label) return [];
    const colon = /^[ \t]{0,2}[:：]/u.exec(part.text.slice(label.end, label.end + 4));
    return colon ? [label.end + colon[0].length] : [];
  });
  if (labels.length === 0) return isOutput || info !== "" || /^[[{<]/u.test(part.text.charAt(span[0])) ? [span] : [];
  return labels.map((start, index) => answerAt(part.text, [start, labels[index + 1] ?? span[1]]));
}

/** A value with brackets, or else the rest of the line. */
function answerAt(text: string, [start, end]: Span): Span {
  const [from, to] = trimmed(text, [start, end]);
  const close = /[[{]/u.test(text.charAt(from)) ? bracketEnd(text, from, to - from) : -1;
  if (close > 0) return [from, close];
  const line = text.indexOf("\n", from);
  return trimmed(text, [
    from,
    line < 0 || line > to || text.charAt(from) === "{" || text.charAt(from) === "<" ? to : line,
  ]);
}

function faultOf(context: Context, { part, isFenced }: Example, span: Span, format: string): readonly Breach[] {
  const shown = part.text.slice(...span);
  // A number fits where a variable stands, inside and outside quotes.
  const filled = shown.replaceAll(VARIABLE, "0");
  if (shown.length > JSON_CHARACTERS_MAX || filled.trim() === "" || isStandIn(part, span) || isSketch(filled, format))
    return [];
  const breach = (message: string, fix?: Fix): Breach[] => [
    {
      field: part.part,
      span,
      message,
      fix,
      question: `What would a right answer in ${format.toUpperCase()} look like?`,
    },
  ];
  if (format === "xml")
    return isXml(filled)
      ? []
      : breach("The prompt asks for XML, but this example is none. Show it as XML whose tags are all closed.");
  if (format === "csv")
    return isCsv(filled)
      ? []
      : breach("The prompt asks for CSV, but the lines of this example do not have the same number of fields.");
  const json = readJson(filled);
  if (!json) {
    const comma = isFenced || filled !== shown ? undefined : strayComma(shown);
    const fix =
      comma === undefined
        ? undefined
        : safeFix(part, [span[0] + comma, span[0] + comma + 1], "", "Removed a comma that JSON does not allow");
    return breach("The prompt asks for JSON, but this example cannot be read as JSON. Mend it, or show another.", fix);
  }
  const keys = keysOf(json.value);
  const missing = keysAsked(context).filter((key) => !keys.has(key));
  return missing.length === 0 || keys.size === 0
    ? []
    : breach(
        `The prompt asks for the key "${missing[0] ?? ""}", but this example has none. Show an example with every key.`,
      );
}

const VARIABLE = /\{\{\s{0,32}[\p{L}_][\p{L}\p{M}\p{N}_.-]{0,100}\s{0,32}\}\}/gu;

/** A variable alone, or a place still to be filled in, is another rule's matter. */
const isStandIn = (part: PartText, span: Span): boolean =>
  part.template.variables.some((variable) => variable.span[0] === span[0] && variable.span[1] === span[1]) ||
  placeholdersBetween(part, span).length > 0;
