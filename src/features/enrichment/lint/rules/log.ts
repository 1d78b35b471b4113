import { type Context, hasWord, type PartText } from "../context.ts";
import { isContentWord, isIn, SETS } from "../lexicon/index.ts";
import type { Span } from "../report.ts";
import { overlaps } from "../text/spans.ts";
import type { Sentence } from "../text/words.ts";
import { isFiller } from "./praise.ts";
import type { Rule } from "./rule.ts";

const LINES_MIN = 3;
/** What is asked about a log stands near one of its ends; a line's kind shows at its beginning. */
const HEAD_CHARACTERS = 160;
/** How lines of logs, stack traces and build output begin; each reads a bounded head of one line. */
const LOG_LINE: readonly RegExp[] = [
  /^\s{0,16}\[?\d{4}[-/]\d\d[-/]\d\d(?:T|[ \t]{1,4})\d\d:\d\d/i,
  /^\s{0,16}\[?\d\d:\d\d:\d\d(?:[.,]\d{1,6})?\]?\s/i,
  /^\s{0,16}(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\s{1,4}\d{1,2}\s{1,4}\d\d:\d\d:\d\d/i,
  /^\s{0,16}\[?(?:ERROR|WARN|WARNING|INFO|DEBUG|TRACE|FATAL|SEVERE)\b\]?[ :\t-]/i,
  /^\s{0,16}at (?:async |new )?[\w$.<>/[\]]{1,80} ?\(?[^()]{0,80}:\d{1,6}(?::\d{1,6})?\)?\s{0,4}$/i,
  /^\s{0,16}at [\w$.]{1,80}\([\w$.]{1,60}(?::\d{1,6})?\)/i,
  /^\s{0,16}File "[^"]{1,100}", line \d{1,6}/i,
  /^\s{0,16}\[(?:error|warn|warning|info|debug|trace|fatal)\]\s/i,
  /^\s{0,16}(?:error|warning) ?(?:[A-Z]{1,4}\d{2,5}|\[E\d{3,5}\]):/i,
  /^\s{0,16}(?:--> )?[\w./\\-]{1,100}:\d{1,6}:\d{1,4}\b/i,
  /^\s{0,16}Traceback \(most recent call last\)/i,
  /^\s{0,16}(?:Caused by: |Exception in thread |panic: |goroutine \d)/i,
  /^\s{0,16}[\w.$]{0,80}(?:Error|Exception)\b: /i,
  /^\s{0,16}(?:npm|yarn|pnpm) ERR!/i,
  /^\s{0,16}\d{1,3}(?:\.\d{1,3}){3} \S{1,20} \S{1,40} \[/i,
];

/** What every such line has: a figure, a mark, or the name of a level. */
const LOG_MARK = /[\d:[(]|err|warn|info|debug|trace|fatal|severe|exception/i;

/** Output of a program is pasted, and nothing says what to do about it. */
export const pastedLogWithoutQuestion: Rule = {
  id: "pasted-log-without-question",
  version: 1,
  severity: "warning",
  dimension: "completeness",
  weight: 0.8,
  check: (context) => {
    const { task } = context;
    const logs = task ? logLines(task) : [];
    const [first, last] = [logs[0], logs.at(-1)];
    if (!task || !first || !last || logs.length < LINES_MIN || isAsked(context, task, logs)) return [];
    return [
      {
        field: "task",
        span: [first[0], last[1]],
        message: "A log is pasted here, and nothing says what to do about it. Ask a question or give an order.",
        question: "What should be found out from the log, or done about it?",
      },
    ];
  },
};

const SHOWN_CHARACTERS_MAX = 120;
const SHOWN = /^\n[ \t]{2,40}\S[^\n]*\n(?:[ \t]{2,40}[~^ \t]{1,80}\n)?$/;

/** An indented line between two of a trace. */
const isShort = (text: string, from: number, to: number): boolean =>
  to - from > 2 && to - from < SHOWN_CHARACTERS_MAX && SHOWN.test(text.slice(from, to));

function logLines({ text }: PartText): readonly Span[] {
  const lines: Span[] = [];
  for (let start = 0; start < text.length;) {
    const found = text.indexOf("\n", start);
    const end = found < 0 ? text.length : found;
    const head = text.slice(start, Math.min(end, start + HEAD_CHARACTERS)).replaceAll(/(?<=\S)[ \t]{2,20}/g, " ");
    if (LOG_MARK.test(head) && LOG_LINE.some((pattern) => pattern.test(head))) {
      const last = lines.at(-1);
      // The lines of code that a stack trace shows belong to it.
      if (last && isShort(text, last[1], start)) lines.push([last[1] + 1, start - 1]);
      lines.push([start, end]);
    }
    start = end + 1;
  }
  return lines;
}

/** Whether a sentence outside the log asks or orders something, in the task or in a part that holds orders. */
const isAsked = ({ parts }: Context, task: PartText, logs: readonly Span[]): boolean =>
  parts.some(
    (part) =>
      part.part !== "context" &&
      part.part !== "role" &&
      part.sentences.some(
        (sentence) =>
          !isFiller(part, sentence) &&
          !(part === task && isInLog(sentence.span, logs)) &&
          (/[?？؟]/.test(part.text.slice(...sentence.span)) || isOrder(sentence)),
      ),
  );

/** The vocabulary of prompt writing alone orders nothing. */
const isOrder = (sentence: Sentence): boolean =>
  hasWord(sentence, SETS.instruction | SETS.outputVerb) &&
  sentence.words.some((word) => isContentWord(word) && !isIn(word, SETS.praise) && !/^\d+$/.test(word.text));

/** The lines are sorted; a stack's other lines lie between its first and its last. */
function isInLog(span: Span, logs: readonly Span[]): boolean {
  let low = 0;
  let high = logs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((logs[middle]?.[1] ?? 0) <= span[0]) low = middle + 1;
    else high = middle;
  }
  const line = logs[low];
  return line !== undefined && overlaps(line, span);
}
