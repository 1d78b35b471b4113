import { type Context, hasWord, type Hit, type PartText } from "../context.ts";
import { isContentWord, isFreeOrder, isIn, SETS } from "../lexicon/index.ts";
import type { Concept } from "../lexicon/lexicon.ts";
import { NAMES } from "../lexicon/names.ts";
import { fold, stemOf } from "../text/fold.ts";
import type { Sentence } from "../text/words.ts";
import { isFiller } from "./praise.ts";
import type { Rule } from "./rule.ts";

const WEIGHT = 0.6;
/** A question to a chat can do without; what a program sends many times cannot. */
const CHAT_WEIGHT = 0.25;
/** Orders stand early in a sentence; later on the same word is usually a noun. */
const ORDER_WORDS_MAX = 4;
const STRUCTURED = new Set(["json", "xml", "yaml", "csv", "table"]);
/** What data comes in says nothing of what is in it. */
const SHELLS = new Set(
  "object document array file block string data objekt dokument datei objeto documento archivo arquivo objet fichier données datos dados 对象 数据 オブジェクト データ كائن ملف ऑब्जेक्ट डेटा"
    .split(" ")
    .map(fold),
);
/** A few words that say what a field holds are a contract; so is a sketch of the shape. */
const SKETCH = /[{[|][^\n]{1,200}/;
const TAG_SKETCH = /[{[<|][^\n]{1,200}/;

/** Only a task that leaves the form open needs to be told it, so most short tasks need nothing. */
export const noOutputContract: Rule = {
  id: "no-output-contract",
  version: 3,
  severity: "warning",
  dimension: "outputContract",
  weight: WEIGHT,
  check: (context) => {
    const order = openOrder(context);
    if (!order || structured(context).length > 0 || isPromised(context)) return [];
    const isChat = order.match.value === "talk" && context.variableNames.size === 0;
    return [
      {
        field: "task",
        span: [0, order.part.text.length],
        message: "Nothing says what the answer must look like. Name its form, its length, or what it must contain.",
        question: "What should the answer look like: which form, how long, what must be in it?",
        ...(isChat && { weight: CHAT_WEIGHT, severity: "suggestion" as const }),
      },
    ];
  },
};

/** Weighs as much as no contract at all, so that the bare word "JSON" wins nothing. */
export const outputContractWithoutFields: Rule = {
  id: "output-contract-without-fields",
  version: 3,
  severity: "warning",
  dimension: "outputContract",
  weight: WEIGHT,
  check: (context) => {
    const asked = structured(context)[0];
    if (!asked || isDescribed(context) || hasFields(context, asked) || isTableOf(asked)) return [];
    return [
      {
        field: asked.part.part,
        span: asked.match.sentence.span,
        message:
          "A data format is asked for, but not what is in it. Name each field and its type, or show one example.",
        question: "Which fields should the answer have, and of which type?",
      },
    ];
  },
};

/** The first order of the task that leaves the form of the answer open. */
function openOrder(context: Context): Hit | undefined {
  const { task } = context;
  if (!task || /[?？؟]/.test(task.prose)) return undefined;
  const [data] = early(context, "closed-output", "data");
  // What a program has drawn out of many texts it must be able to read.
  if (data && context.variableNames.size > 0 && !LISTED.test(task.prose.slice(...data.match.sentence.span)))
    return data;
  if (data || early(context, "closed-output", "verb").length > 0) return undefined;
  const closed = new Set(
    context
      .concept("closed-output")
      .filter(isNoun)
      .map(({ match }) => match.sentence),
  );
  const [first, ...rest] = early(context, "open-task").filter(({ match }) => match.value === "make");
  // What is ordered first names the form; later orders to make something are about what is in it.
  if (first && closed.has(first.match.sentence) && rest.length > 0) return undefined;
  return early(context, "open-task").find(({ match }) => match.value === "talk" || !closed.has(match.sentence));
}

/** What is to be drawn out is named: "the date, the sender and the sum". */
const LISTED = /[,:;，、：؛،]|\b(?:and|y|und|et|e)\b/u;

const early = (context: Context, concept: Concept, value?: string): readonly Hit[] =>
  context
    .concept(concept)
    .filter(({ part, match }) => part.part === "task" && isEarly(part, match))
    .filter(({ match }) => value === undefined || match.value === value);

/** Where the verb may stand last, or after what it is about, its place says nothing. */
const isEarly = ({ words }: PartText, { from, sentence }: Hit["match"]): boolean =>
  from - sentence.from < ORDER_WORDS_MAX || isFreeOrder(words[from]);

const isNoun = ({ match }: Hit): boolean => match.value === "noun";

/** Whether the part about the answer says more than a name of a format. */
function isDescribed(context: Context): boolean {
  const output = context.parts.find(({ part }) => part === "output");
  return output !== undefined && (output.protected.length > 0 || contentIn(output) > 0);
}

/** Whether something in the prompt binds the form of the answer. */
function isPromised(context: Context): boolean {
  if (isDescribed(context)) return true;
  if (context.concept("length").some(({ match }) => match.captures.number !== undefined)) return true;
  if (context.concept("closed-output").some(countsOrStates)) return true;
  const [asked] = structured(context);
  if (asked) return hasFields(context, asked);
  return context.parts.some((part) =>
    part.sentences.some(
      (sentence, index) =>
        isBinding(sentence) ||
        isMeasured(part, sentence) ||
        isShaped(part, sentence) ||
        (index > 0 && isLaidOut(part, sentence)),
    ),
  );
}

/** "Name five": in most languages the one of "one report" is the article. */
const countsOrStates = ({ match }: Hit): boolean => match.value === "statement" && match.captures.number !== "1";

/** "Three sentences, no jargon." */
function isMeasured(part: PartText, sentence: Sentence): boolean {
  const [number, ...next] = sentence.words.slice(0, 3);
  if (!number || (!/^\d{1,7}$/.test(number.text) && !NAMES.number.has(number.text))) return false;
  return part.part !== "context" && next.some(({ text }) => NAMES.unit.has(text));
}

/** "In a table: day, dish, price", "then numbered steps". */
const isShaped = (part: PartText, sentence: Sentence): boolean =>
  part.part !== "context" &&
  part.part !== "role" &&
  !hasWord(sentence, SETS.negation) &&
  !isFiller(part, sentence) &&
  sentence.words.filter(isContentWord).length >= SHAPED_WORDS_MIN &&
  sentence.words.some(({ text }) => NUMBERED.has(text) || SHAPES.has(NAMES.format.get(text) ?? ""));
/** The name of a form alone is the vocabulary of prompt writing. */
const SHAPED_WORDS_MIN = 2;
const SHAPES = new Set(["table", "list"]);
const NUMBERED = new Set(
  "numbered nummerierte nummerierten numerados numeradas numerados numérotées numérotés numeradas 编号 番号付き مرقمة مرقم क्रमांकित"
    .split(" ")
    .map((word) => stemOf(fold(word))),
);

/** Further sentences that name pieces for each of many: "for each day: morning, noon and evening". */
const isLaidOut = (part: PartText, sentence: Sentence): boolean =>
  part.part === "task" &&
  hasWord(sentence, SETS.every) &&
  !isFiller(part, sentence) &&
  /[:：].{1,200}[,，、،]|[とو和]/u.test(part.prose.slice(...sentence.span));

const contentIn = (part: PartText): number =>
  part.words.filter(
    (word) =>
      isContentWord(word) &&
      !STRUCTURED.has(word.text) &&
      !SHELLS.has(word.text) &&
      !isIn(word, SETS.outputVerb | SETS.only | SETS.reply),
  ).length;

/** "Reply with the translation only": an order to answer, a limit, and what it is limited to. */
const isBinding = (sentence: Sentence): boolean =>
  hasWord(sentence, SETS.outputVerb) &&
  hasWord(sentence, SETS.only) &&
  sentence.words.some((word) => isContentWord(word) && !isIn(word, SETS.outputVerb));

function structured(context: Context): readonly Hit[] {
  const asked = context.concept("answer-format").filter(({ match }) => STRUCTURED.has(match.captures.format ?? ""));
  const output = context.parts.find(({ part }) => part === "output");
  const bare = output?.sentences.find((sentence) => sentence.words.some(({ text }) => STRUCTURED.has(text)));
  if (asked.length > 0 || !output || !bare) return asked;
  const match = {
    concept: "answer-format",
    value: "",
    captures: {},
    from: bare.from,
    to: bare.to,
    sentence: bare,
  } as const;
  return [{ part: output, match }];
}

/** Whether the prompt says anywhere what the data holds; tags in a text are a sketch of XML alone. */
/** "Stages with kilometres and times as a table": the words beside it are its columns. */
const isTableOf = ({ match }: Hit): boolean =>
  match.captures.format === "table" &&
  match.sentence.words.filter((word) => isContentWord(word) && !isIn(word, SETS.instruction)).length >= TABLE_WORDS_MIN;
const TABLE_WORDS_MIN = 3;

function hasFields(context: Context, { match }: Hit): boolean {
  const sketch = match.captures.format === "xml" ? TAG_SKETCH : SKETCH;
  return (
    context.concept("fields").length > 0 ||
    context.parts.some(
      ({ template, prose, part }) =>
        part !== "role" && (template.fences.length > 0 || (part !== "context" && sketch.test(prose))),
    )
  );
}
