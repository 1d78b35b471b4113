import { fold, stemOf } from "../text/fold.ts";
import type { Vocabulary } from "../text/vocabulary.ts";

/** All that the lists say of a word, so that a text asks once a word. */
export type Known = {
  readonly all: number;
  readonly own: ReadonlyMap<string, number>;
  /** Whose grammar or orders it belongs to, as indexes of LANGUAGES. */
  readonly languages: readonly number[];
  readonly isUnspaced: boolean;
  readonly names: number;
};

/** What is made of a word as it is written: the one spelling, its first letters, and what the lists know of it. */
type Spelling = { readonly text: string; readonly stem: string; readonly known: Known | undefined };

/** Words of texts that are remembered, and how long one of them may be: most texts are made of few words. */
const REMEMBERED_MAX = 20_000;
const REMEMBERED_CHARACTERS_MAX = 32;
/** A plural and its singular agree in this many letters; shorter words must be equal. */
export const STEM_LETTERS = 5;

/** A copy, because a piece of a text keeps the whole of it in memory. */
function alone(word: string): string {
  const codes: number[] = [];
  for (let index = 0; index < word.length; index += 1) codes.push(word.charCodeAt(index));
  return String.fromCharCode(...codes);
}

export class Spellings {
  readonly #vocabulary: Vocabulary;
  readonly #known: ReadonlyMap<string, Known>;
  readonly #remembered = new Map<string, Spelling>();

  constructor(vocabulary: Vocabulary, known: ReadonlyMap<string, Known>) {
    this.#vocabulary = vocabulary;
    this.#known = known;
  }

  /** Of a word as it stands in a text; whether that is in a script without spaces shows in its first character. */
  of(written: string, isWide: boolean): Spelling {
    const before = this.#remembered.get(written);
    if (before !== undefined) return before;
    if (written.length > REMEMBERED_CHARACTERS_MAX) return this.#spell(written, isWide);
    const own = alone(written);
    const spelling = this.#spell(own, isWide);
    if (this.#remembered.size >= REMEMBERED_MAX) this.#remembered.clear();
    this.#remembered.set(own, spelling);
    return spelling;
  }

  #spell(written: string, isWide: boolean): Spelling {
    const folded = fold(written);
    const text = isWide ? stemOf(folded) : this.#vocabulary.known(folded);
    return { text, stem: text.slice(0, STEM_LETTERS), known: this.#known.get(text) };
  }
}
