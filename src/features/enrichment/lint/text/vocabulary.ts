import { foldUnit } from "./fold.ts";

type Node = { readonly next: Map<number, Node>; isWord: boolean };

/** Arabic writes "and", "in", "for" and "the" as the beginning of the next word. */
const ARABIC_PREFIXES = ["وال", "بال", "فال", "كال", "لل", "ال", "و", "ف", "ب", "ل"];
const ARABIC = /^[\u0621-\u064A]/;
/** A stem of fewer letters is hardly ever what is left of a word. */
const STEM_MIN = 2;

/**
 * The words the lists know. In scripts without spaces a text is cut where a known word begins, the longest one first: a
 * few hundred words are enough for that, and no dictionary of the platform decides about a score.
 */
export class Vocabulary {
  readonly #words: ReadonlySet<string>;
  readonly #root: Node = { next: new Map(), isWord: false };

  /** Both folded: the words of scripts without spaces as they are written, and all words as the lists know them. */
  constructor(written: readonly string[], known: readonly string[]) {
    this.#words = new Set(known);
    for (const word of written) this.#learn(word);
  }

  /** The end of the longest known word that begins here, or `start` when none does. */
  endAt(prose: string, start: number): number {
    let end = start;
    let node: Node | undefined = this.#root;
    for (let position = start; position < prose.length; position += 1) {
      node = node.next.get(foldUnit(prose.charCodeAt(position)));
      if (!node) break;
      if (node.isWord) end = position + 1;
    }
    return end;
  }

  /** The form under which the lists know a folded word: without what Arabic writes together with it. */
  known(word: string): string {
    if (!ARABIC.test(word) || this.#words.has(word)) return word;
    for (const prefix of ARABIC_PREFIXES) {
      const stem = word.startsWith(prefix) ? word.slice(prefix.length) : "";
      if (stem.length >= STEM_MIN && this.#words.has(stem)) return stem;
    }
    const order = `ا${word.slice(1)}`;
    return word.startsWith("ت") && this.#words.has(order) ? order : word;
  }

  #learn(word: string): void {
    let node = this.#root;
    for (let position = 0; position < word.length; position += 1) {
      const code = foldUnit(word.charCodeAt(position));
      const next = node.next.get(code) ?? { next: new Map<number, Node>(), isWord: false };
      node.next.set(code, next);
      node = next;
    }
    node.isWord = true;
  }
}
