import { type Context, hasWord, type PartText } from "../context.ts";
import { isContentWord, isIn, type LexicalWord, SETS, STEM_LETTERS } from "../lexicon/index.ts";
import type { Sentence } from "../text/words.ts";

export type ScopeConflict = { readonly part: PartText; readonly sentence: Sentence; readonly other: ScopeOrder };
type ScopeOrder = { readonly part: PartText; readonly sentence: Sentence; readonly matter: ReadonlySet<string> };

/** Orders compared with each verb; more of them are a list. */
const ORDERS_MAX = 50;
const WORDS_MAX = 30;

/** "Use all sources" and "Use only the first source": one verb about one thing, once for all of it and once for a part. */
export function scopeConflicts({ parts }: Context): readonly ScopeConflict[] {
  const known = new Map<string, { all: ScopeOrder[]; only: ScopeOrder[] }>();
  const found: ScopeConflict[] = [];
  for (const part of parts) {
    if (part.part === "context") continue;
    for (const sentence of part.sentences) {
      const scope = scopeOf(part, sentence);
      const verb = verbOf(part, sentence)?.text ?? "";
      if (!scope) continue;
      const orders = known.get(verb) ?? { all: [], only: [] };
      known.set(verb, orders);
      const order = { part, sentence, matter: matterOf(sentence) };
      const other = orders[scope === "all" ? "only" : "all"].find(({ matter }) => share(matter, order.matter));
      if (other) found.push({ part, sentence, other });
      if (orders[scope].length < ORDERS_MAX) orders[scope].push(order);
    }
  }
  return found;
}

function scopeOf(part: PartText, sentence: Sentence): "all" | "only" | null {
  const first = verbOf(part, sentence);
  if (!first || sentence.to - sentence.from > WORDS_MAX || !isIn(first, SETS.instruction | SETS.outputVerb))
    return null;
  if (hasWord(sentence, SETS.conditional | SETS.negation)) return null;
  const [all, only] = [hasWord(sentence, SETS.every), hasWord(sentence, SETS.only)];
  return all === only ? null : all ? "all" : "only";
}

/** "Only use the first source" has its verb behind. */
function verbOf({ words }: PartText, { from }: Sentence): LexicalWord | undefined {
  const first = words[from];
  return first && isIn(first, SETS.only) ? words[from + 1] : first;
}

const matterOf = (sentence: Sentence): ReadonlySet<string> =>
  new Set(
    sentence.words
      .slice(1)
      .filter((word) => EVERYTHING.has(word.stem) || (isContentWord(word) && !isIn(word, SETS.only | SETS.every)))
      .map(({ stem }) => stem),
  );

/** "Comment on everything": whatever the other order is about is among it. */
const EVERYTHING = new Set(
  "everything aspects alles aspekte todo aspectos tout aspects tudo 一切 すべて कुछ"
    .split(" ")
    .map((word) => word.slice(0, STEM_LETTERS)),
);

const share = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean =>
  [...a].some((word) => b.has(word)) || [...EVERYTHING].some((word) => a.has(word) || b.has(word));
