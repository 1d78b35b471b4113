import { kindAt, WIDE } from "../text/letters.ts";
import { Vocabulary } from "../text/vocabulary.ts";
import { CAPTURES, LANGUAGES, NAMED, SETS } from "./languages.ts";
import { compile, type Language, listed, wideWords, WORD_SETS } from "./lexicon.ts";
import { Matcher } from "./matcher.ts";
import { NAME_WORDS, NAMES, UNSPACED_NAMES } from "./names.ts";
import { type Known, Spellings } from "./spellings.ts";

export type Dictionary = {
  readonly spellings: Spellings;
  readonly matcher: Matcher;
  /** Texts without spaces are cut by the words of all lists as they are written; Arabic loses prefixes before known ones. */
  readonly vocabulary: Vocabulary;
};

let made: Dictionary | undefined;
/** Built when the first text is read: a server at rest keeps 15 MB for itself, and a command that lints nothing 150 ms. */
export const dictionary = (): Dictionary => (made ??= build());

/** The sets each word belongs to, one bit a set, in one language. */
function membershipsOf({ words }: Language): Map<string, number> {
  const own = new Map<string, number>();
  for (const set of WORD_SETS)
    for (const text of listed(words[set] ?? "")) own.set(text, (own.get(text) ?? 0) | SETS[set]);
  return own;
}

/** In all languages together, since prompts mix them. */
function joined(memberships: Iterable<ReadonlyMap<string, number>>): Map<string, number> {
  const all = new Map<string, number>();
  for (const own of memberships) for (const [text, sets] of own) all.set(text, (all.get(text) ?? 0) | sets);
  return all;
}

function grammarOf(): Map<string, readonly string[]> {
  const grammar = new Map<string, readonly string[]>();
  for (const { code, words } of LANGUAGES) {
    for (const text of listed(`${words.function} ${words.instruction}`)) {
      const codes = grammar.get(text) ?? [];
      if (!codes.includes(code)) grammar.set(text, [...codes, code]);
    }
  }
  return grammar;
}

function wordSources({ entries, words, compounds = "" }: Language): readonly string[] {
  return [compounds, ...Object.values(words), ...entries.flatMap(({ patterns }) => patterns)];
}

const namesOf = (text: string): number =>
  CAPTURES.reduce((bits, capture) => (NAMES[capture].has(text) ? bits | NAMED[capture] : bits), 0);

function build(): Dictionary {
  const patterns = LANGUAGES.flatMap(({ entries, compounds }) =>
    compile(entries, compounds === undefined ? NAMES : UNSPACED_NAMES),
  );
  const memberships = new Map(LANGUAGES.map((language) => [language.code, membershipsOf(language)]));
  const all = joined(memberships.values());
  const grammar = grammarOf();
  const known = new Map<string, Known>();
  for (const text of [...all.keys(), ...grammar.keys(), ...CAPTURES.flatMap((capture) => [...NAMES[capture].keys()])]) {
    const own = [...memberships].flatMap(([code, sets]): [string, number][] => {
      const found = sets.get(text);
      return found === undefined ? [] : [[code, found]];
    });
    const codes = grammar.get(text) ?? [];
    known.set(text, {
      all: all.get(text) ?? 0,
      own: new Map(own),
      languages: codes.map((code) => LANGUAGES.findIndex((language) => language.code === code)),
      isUnspaced: kindAt(text, 0) === WIDE,
      names: namesOf(text),
    });
  }
  const vocabulary = new Vocabulary([NAME_WORDS, ...LANGUAGES.flatMap(wordSources)].flatMap(wideWords), [
    ...all.keys(),
    ...patterns.flatMap(({ slots }) => slots.flatMap(({ words }) => [...words.keys()])),
  ]);
  return { spellings: new Spellings(vocabulary, known), matcher: new Matcher(patterns), vocabulary };
}
