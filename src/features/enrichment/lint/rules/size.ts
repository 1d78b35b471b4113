import { composePrompt } from "../../../../contract/draft.ts";
import { type Context, type PartText } from "../context.ts";
import { isContentWord, isIn, SETS } from "../lexicon/index.ts";
import type { Template } from "../text/template.ts";
import { estimateTokens } from "../text/tokens.ts";
import { isFiller } from "./praise.ts";
import type { Rule } from "./rule.ts";

/** What of the window the prompt may fill before its values and the answer get short of room. */
const ROOM_SHARE = 0.8;

export const overContextWindow: Rule = {
  id: "over-context-window",
  version: 1,
  severity: "error",
  dimension: "completeness",
  weight: 0.9,
  check: (context) => {
    const { model } = context.options;
    const window = model?.contextWindow ?? Infinity;
    const tokens = Math.ceil(estimateTokens(composePrompt(textsOf(context))));
    if (tokens <= window * ROOM_SHARE) return [];
    const longest = context.parts.reduce<PartText | undefined>(
      (most, part) => (most && most.text.length >= part.text.length ? most : part),
      undefined,
    );
    const isOver = tokens > window;
    return [
      {
        field: longest?.part ?? "task",
        span: [0, longest?.text.length ?? 0],
        message: isOver
          ? `About ${tokens} tokens do not fit in the ${window} that ${model?.id} reads at once. Shorten the prompt, or choose a model with a larger window.`
          : `About ${tokens} tokens fill most of the ${window} that ${model?.id} reads at once, and the answer needs room too.`,
        question: `Which parts of the ${longest?.part ?? "task"} can go so that ${model?.id} can read all of it?`,
        ...(!isOver && { severity: "warning" as const, weight: 0.3 }),
      },
    ];
  },
};

const textsOf = ({ parts }: Context) => ({
  role: null,
  task: null,
  context: null,
  requirements: null,
  style: null,
  output: null,
  ...Object.fromEntries(parts.map(({ part, text }) => [part, text])),
});

/** The shortest prefix that OpenAI and Anthropic keep between calls, in tokens, by their documents on prompt caching. */
const CACHED_PREFIX_TOKENS = 1024;
/** A prompt that opens with a value is rearranged at no cost, so less of it has to follow. */
const OPENING_TOKENS = 64;

/**
 * A provider keeps the beginning of a prompt that is the same from call to call; what follows the first value is read anew
 * each time. Only what follows counts, so that words put in front win nothing.
 */
export const dynamicBeforeStatic: Rule = {
  id: "dynamic-before-static",
  version: 1,
  severity: "suggestion",
  dimension: "economy",
  weight: 0.25,
  check: ({ parts }) => {
    const at = parts.findIndex((part) => firstValue(part) !== undefined);
    const part = parts[at];
    const first = part && firstValue(part);
    if (!part || !first) return [];
    const after =
      staticTokens(part, first.span[1]) + parts.slice(at + 1).reduce((sum, rest) => sum + staticTokens(rest, 0), 0);
    const opens =
      parts.slice(0, at).every((earlier) => saysNothing(earlier, Infinity)) && saysNothing(part, first.span[0]);
    if (after < (opens ? OPENING_TOKENS : CACHED_PREFIX_TOKENS)) return [];
    return [
      {
        field: part.part,
        span: first.span,
        message: `{{${first.name}}} changes with every call and stands before about ${Math.round(after)} tokens that do not. Put it behind them, and providers can keep what is always the same.`,
      },
    ];
  },
};

type Value = Template["unclosed"][number];

/** One with a brace missing is meant to be a variable. */
function firstValue({ template: { variables, unclosed } }: PartText): Value | undefined {
  const [whole, broken] = [variables[0], unclosed[0]];
  return whole && broken ? (whole.span[0] < broken.span[0] ? whole : broken) : (whole ?? broken);
}

/** Tags around a value belong to it. */
const TAG = /<\/?[\w-]{1,40}>/gu;

/** The text from a place on, without the places of values. */
function staticTokens({ text, template }: PartText, from: number): number {
  const values = template.variables.reduce((sum, { span }) => sum + (span[0] >= from ? span[1] - span[0] : 0), 0);
  return Math.max(0, estimateTokens(text.slice(from).replaceAll(TAG, "")) - values / 4);
}

/** A label in front of a value belongs to it. */
const LABEL = /(?:^|\n|[ \t]{16}|[.!?。！？][ \t])[ \t]{0,8}[\p{L}\p{N} _-]{1,48}[:：][ \t]{0,8}$/u;
const LABEL_CHARACTERS_MAX = 72;
/** "Today is" says no more than a label does. */
const WORDS_MAX = 1;

/** Whether nothing but a label, grammar and the vocabulary of prompt writing stands before a place. */
function saysNothing(part: PartText, before: number): boolean {
  const { text, sentences } = part;
  const from = Math.max(0, before - LABEL_CHARACTERS_MAX);
  const label = before === Infinity ? null : LABEL.exec(text.slice(from, before));
  const end = label ? from + label.index : before;
  let said = 0;
  const telling = sentences.filter((sentence) => sentence.span[1] > before || !isFiller(part, sentence));
  for (const word of telling.flatMap((sentence) => sentence.words)) {
    if (word.start >= before) return true;
    if (isIn(word, SETS.instruction) && isContentWord(word)) return false;
    if (word.start >= end || /^\d+$/.test(word.text)) continue;
    if (isContentWord(word) && !isIn(word, SETS.praise) && ++said > WORDS_MAX) return false;
  }
  return true;
}
