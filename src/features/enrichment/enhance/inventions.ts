import { composePrompt, type Draft, PARTS } from "../../../contract/draft.ts";
import { injectionsIn } from "../lint/index.ts";
import type { Question } from "./question.ts";

/** Addresses and what Markdown would load: a place to send somebody's data to must not come from a model. */
const LINKS = /(?:\b[a-z][a-z0-9+.-]{1,20}:)?\/\/[^\s<>"')\]]+|!\[/giu;
const MAILBOXES = /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]/giu;
/** `evil.example`, with or without `www.`; letters apart from "e.g." and "3.5". */
const DOMAINS = /(?<![\p{L}\p{N}-])(?:[\p{L}\p{N}][\p{L}\p{N}-]{0,62}\.){1,8}\p{L}{2,24}(?![\p{L}\p{N}-])/giu;
const NUMBERS = /\p{Nd}{2,}/gu;

const found = (pattern: RegExp, text: string): ReadonlySet<string> => new Set(text.toLowerCase().match(pattern));

/** One form for every spelling an address or a number is read in. */
const plain = (text: string): string => text.normalize("NFKC");

/** What was said before a model was asked. */
type Known = {
  readonly text: string;
  readonly mailboxes: ReadonlySet<string>;
  readonly domains: ReadonlySet<string>;
  readonly numbers: ReadonlySet<string>;
  readonly orders: ReadonlySet<string>;
};
const known = new WeakMap<Question, Known>();

function knownOf(question: Question): Known {
  const before = known.get(question);
  if (before) return before;
  const said = [composePrompt(question.draft), question.wishes ?? ""].join("\n");
  const text = plain(said);
  const made = {
    text: text.toLowerCase(),
    mailboxes: found(MAILBOXES, text),
    domains: found(DOMAINS, text),
    numbers: found(NUMBERS, text),
    orders: ordersIn(said),
  };
  known.set(question, made);
  return made;
}

/** Phrases of prompt injections; one that was only reported before is another when it is said. */
const ordersIn = (text: string): ReadonlySet<string> =>
  new Set(
    injectionsIn(text).flatMap(({ kind, span, reported }) => {
      const words = `${kind} ${text
        .slice(...span)
        .toLowerCase()
        .replaceAll(/\s+/g, " ")}`;
      return reported ? [words] : [words, `${words}!`];
    }),
  );

/**
 * Whether an edited prompt holds what neither its source nor the caller's wishes do: an address, a number of two digits or more,
 * or an order that prompt injections use. `allowed` is what the edits alone make of the source that may bring in numbers,
 * because they say how long or of how many parts an answer shall be.
 */
export function isInvented(question: Question, enhanced: Draft, allowed: Draft): boolean {
  const { draft } = question;
  const source = knownOf(question);
  const text = changedIn(draft, enhanced);
  const after = plain(text);
  const numbers = found(NUMBERS, plain(changedIn(draft, allowed)));
  const isNew = (pattern: RegExp, ...before: ReadonlySet<string>[]): boolean =>
    [...found(pattern, after)].some((each) => !before.some((set) => set.has(each)));
  return (
    [...found(LINKS, after)].some((link) => !source.text.includes(link)) ||
    isNew(MAILBOXES, source.mailboxes) ||
    isNew(DOMAINS, source.domains) ||
    isNew(NUMBERS, source.numbers, numbers) ||
    [...ordersIn(text)].some((order) => !source.orders.has(order))
  );
}

const changedIn = (before: Draft, after: Draft): string =>
  PARTS.flatMap((part) => (after[part] === before[part] ? [] : (after[part] ?? []))).join("\n");
