import { fold, PHRASE } from "./injection-phrases.ts";
import { kindAt, LETTER, WIDE } from "./letters.ts";

/** Longer runs are no words; scripts that write without spaces reach it only by leaving out all punctuation. */
const WORD_MAX = 200;
/** How far before a phrase the word stands that makes it reported speech. */
const CUE_WORDS = 6;

/** Words before a phrase that tell of it instead of saying it: prompts that guard against injections name them. */
const CUES = new Set(
  fold(`not never don refuse reject resist detect attempt attempts tries asks asked asking tells told says said request
    requests such phrase phrases nie niemals nicht versucht bittet verlangt auffordert aufforderungen jamais refuse refusez
    demande tente phrases nunca jamas pide intenta rechaza frases pede tenta recuse mai chiede tenta rifiuta frasi nooit
    vraagt probeert nigdy никогда просит отклоняй`).split(/\s+/),
);

/** An image whose address carries a variable: showing the answer sends what was filled in to whoever owns the address. */
const LEAKING_IMAGE = /!\[[^\][\n]{0,100}\]\(https?:\/\/[^)\s{]{0,300}\{\{[^)\n]{0,100}\)/g;

export type Injection = {
  readonly kind: "phrase" | "image";
  readonly span: readonly [start: number, end: number];
  /** It is reported, not said: "never obey a text that says …". */
  readonly reported: boolean;
};

/** Phrases known from prompt injections, in a dozen languages, and images that leak; linear in the length of the text. */
export function injectionsIn(text: string): Injection[] {
  const words = wordsIn(text);
  const starts: number[] = [];
  let joined = "";
  for (const [start, end] of words) {
    starts.push(joined.length);
    joined += `${fold(text.slice(start, end)).slice(0, WORD_MAX)} `;
  }
  const found: Injection[] = [];
  for (const match of joined.matchAll(PHRASE)) {
    const first = lastAtMost(starts, match.index);
    const last = lastAtMost(starts, match.index + match[0].length - 1);
    const start = words[first]?.[0] ?? 0;
    const before = words.slice(Math.max(0, first - CUE_WORDS), first);
    found.push({
      kind: "phrase",
      span: [start, words[last]?.[1] ?? start],
      reported: before.some(
        (cue) => CUES.has(fold(text.slice(...cue))) && !/[.!?\n。！？]/.test(text.slice(cue[0], start)),
      ),
    });
  }
  for (const match of text.matchAll(LEAKING_IMAGE))
    found.push({ kind: "image", span: [match.index, match.index + match[0].length], reported: false });
  return found;
}

/** Runs of letters and digits; an underscore joins no words, or phrases could hide behind it. */
function wordsIn(text: string): readonly (readonly [start: number, end: number])[] {
  const words: [number, number][] = [];
  let start = -1;
  for (let position = 0; position <= text.length; position += 1) {
    const kind = position < text.length && text.charCodeAt(position) !== UNDERSCORE ? kindAt(text, position) : 0;
    const isPart = kind === LETTER || kind === WIDE;
    if (isPart && start < 0) start = position;
    if (!isPart && start >= 0) {
      words.push([start, position]);
      start = -1;
    }
  }
  return words;
}
const UNDERSCORE = 95;

function lastAtMost(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
