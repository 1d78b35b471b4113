import { type Hit, type PartText, spanOf } from "../context.ts";
import { isContentWord, isFreeOrder, isIn, type LexicalWord, SETS } from "../lexicon/index.ts";
import { within } from "../text/spans.ts";
import type { Sentence } from "../text/words.ts";

/** Orders looked at; more of them are a list of examples. */
export const ORDERS_MAX = 40;

/** An order of the task to make something. */
export type Order = {
  readonly verb: string;
  readonly span: readonly [number, number];
  readonly from: number;
  readonly to: number;
  readonly sentence: Sentence;
  /** What the order names up to the next one: its own words, and the variables it works on. */
  readonly matter: ReadonlySet<string>;
  readonly variables: readonly string[];
  /** It makes something out of what it names itself: "a poem about rain". */
  readonly makes: boolean;
  readonly pointsBack: boolean;
};

/** The orders of the task outside of lists, in the order of the text. */
export function ordersIn(task: PartText): readonly Order[] {
  const hits = [...(task.matches.get("open-task") ?? []), ...(task.matches.get("closed-output") ?? [])]
    .filter(({ concept, value }) => concept === "open-task" || value === "verb")
    .map((match): Hit => ({ part: task, match }))
    .filter((hit) => opensClause(hit) && !isListed(hit))
    .sort((a, b) => a.match.from - b.match.from)
    .slice(0, ORDERS_MAX);
  return hits.map((hit, index) =>
    toOrder(hit, Math.min(hits[index + 1]?.match.from ?? Infinity, hit.match.sentence.to)),
  );
}

function toOrder({ part, match }: Hit, until: number): Order {
  const words = part.words.slice(match.to, until);
  const from = part.words[match.from]?.start ?? 0;
  const to = words.at(-1)?.end ?? part.words[match.to - 1]?.end ?? from;
  const clause = [from, Math.max(to, part.words[until]?.start ?? match.sentence.span[1])] as const;
  const spans = within(
    clause,
    part.template.variables.map(({ span }) => span),
  );
  return {
    verb: part.words[match.from]?.text ?? "",
    span: spanOf({ part, match }),
    from: match.from,
    to: match.to,
    sentence: match.sentence,
    matter: new Set(words.filter(isContentWord).map(({ stem }) => stem)),
    variables: spans.map((span) => part.text.slice(...span)),
    makes:
      words.some(isContentWord) &&
      ((match.concept === "open-task" && match.value === "make") ||
        isFreeOrder(part.words[match.from]) ||
        words.slice(0, OWN_WORDS).some(({ text }) => OWN.has(text))),
    pointsBack: words.some(({ text }) => BACK.has(text)),
  };
}

/** What an order names as new or as one's own is not what an earlier order was about. */
const OWN = new Set(
  "a an my our mi mis un una nuestro nuestra ein eine einen mein meine meinen unser unsere une mon ma mes notre nos um uma meu minha nosso nossa".split(
    " ",
  ),
);
const OWN_WORDS = 3;

/** Words that mean what an earlier order made; in languages that have no such list here, orders are linked by their words. */
const BACK = new Set(
  "it its them they their this that these those result results above ello esto eso resultado davon daraus dies dieses ihn ergebnis cela ceci celui résultat isso isto".split(
    " ",
  ),
);

/** Ends of clauses. */
const MARKS = /[,;:、，；：،؛।]/u;
/** Written together with the verb it leads in. */
const ARABIC_AND = "و";

const JOINS = new Set(
  "and then also plus y e luego también después und dann außerdem et puis ensuite aussi e depois também ثم ذلك 再 另外 然后 还 并 帮我 先 请 أيضا كذلك أيضا और फिर".split(
    " ",
  ),
);

/** At the beginning of a clause, or at its end where the verb stands last. */
function opensClause({ part, match }: Hit): boolean {
  const { sentence, from, to } = match;
  const last = part.words[to - 1];
  if (last && isFreeOrder(last) && endsClause(part, to, sentence.to)) return true;
  if (part.prose.charAt(part.words[from]?.start ?? 0) === ARABIC_AND || followsObject(part, sentence.from, from))
    return true;
  const before = part.words.slice(Math.max(sentence.from, from - 2), from);
  const previous = before.at(-1);
  if (!previous || before.every(isLead)) return from - sentence.from <= before.length || isLead(before[0]);
  return isLead(previous) || MARKS.test(part.prose.slice(previous.end, part.words[from]?.start));
}

/** No verb has a longer tail; looking further would cost the square of a sentence of endings. */
const ENDING_WORDS_MAX = 12;

/** Nothing but endings and politeness stands between a verb and the end of its clause. */
function endsClause({ words, prose }: PartText, from: number, limit: number): boolean {
  for (let index = from; index < limit; index += 1) {
    if (index - from > ENDING_WORDS_MAX) return false;
    const [before, word] = [words[index - 1], words[index]];
    if (!before || !word || MARKS.test(prose.slice(before.end, word.start))) return true;
    if (!isIn(word, SETS.function | SETS.modal) && !isIn(word, SETS.generic)) return false;
  }
  return true;
}

/** "把菜单翻译成日语": Chinese can put what an order is about before the verb, behind a word that says so. */
const followsObject = ({ words, prose }: PartText, first: number, verb: number): boolean => {
  for (let index = verb - 1; index >= Math.max(first, verb - OBJECT_WORDS_MAX); index -= 1) {
    const word = words[index];
    if (!word || MARKS.test(prose.slice(word.end, words[index + 1]?.start))) return false;
    if (word.text === "把" || word.text === "将") return true;
  }
  return false;
};
const OBJECT_WORDS_MAX = 12;

const isLead = (word: LexicalWord | undefined): boolean =>
  word !== undefined && (JOINS.has(word.text) || (isIn(word, SETS.modal) && !isIn(word, SETS.negation)));

/** A step of a list is one of a job that the list is. */
const isListed = ({ part, match }: Hit): boolean =>
  /(?:^|\n)[ \t]{0,8}(?:[-*•+]|\d{1,3}[.)])[ \t]{0,8}$/.test(
    part.prose.slice(Math.max(0, match.sentence.span[0] - 20), match.sentence.span[0]),
  );
