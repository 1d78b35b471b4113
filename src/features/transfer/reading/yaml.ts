import { type Document, isScalar, parseDocument, visit } from "yaml";
import { refuse } from "./faults.ts";

/** A prompt with its longest parts fits; the parser may take half a second for as much of the worst. */
const CHARACTERS_MAX = 128_000;
/** All of an import's, of which a folder of dotprompt files has a little in each. */
const TOTAL_MAX = 1_000_000;
/** Aliases repeat what they name, and each is looked up in the whole file: a few dozen are handwriting. */
const ALIASES_MAX = 50;
/** Of all the files of an import. */
const ALIASES_TOTAL_MAX = 500;

/** How many aliases there are; null where a map has a key twice, as the parser's own check compares every key with every other. */
function aliasesIn(document: Document): number | null {
  let repeated = false;
  let aliases = 0;
  visit(document, {
    Alias() {
      aliases += 1;
      return aliases > ALIASES_MAX ? visit.BREAK : undefined;
    },
    Map(_key, { items }) {
      const names = items.map(({ key }) => (isScalar(key) ? String(key.value) : ""));
      if (new Set(names).size === names.length) return undefined;
      repeated = true;
      return visit.BREAK;
    },
  });
  return repeated ? null : aliases;
}

/** Reads the YAML of one import: 1.2 of the plain kind, no tags of anybody's, every key once. */
export class Yaml {
  #left = TOTAL_MAX;
  #aliases = ALIASES_TOTAL_MAX;

  /** Null when the text is none. */
  read(text: string, place: string): unknown {
    this.#left -= text.length;
    if (text.length > CHARACTERS_MAX || this.#left < 0) {
      const what =
        this.#left < 0 ? `${TOTAL_MAX} characters of YAML an import` : `${CHARACTERS_MAX} characters a YAML file`;
      refuse(place, "too_big", `goes beyond the ${what} may have`);
    }
    try {
      const options = { version: "1.2", schema: "core", stringKeys: true, uniqueKeys: false } as const;
      const document = parseDocument(text, { ...options, prettyErrors: false });
      // An unknown tag is a warning; what it stands for is not known here, so it is refused with the errors.
      if (document.errors.length > 0 || document.warnings.length > 0) return null;
      const aliases = aliasesIn(document);
      if (aliases === null || aliases > ALIASES_MAX) return null;
      this.#aliases -= aliases;
      if (this.#aliases < 0) return null;
      // The parser's own limit is about how much an alias repeats, not about how many there are.
      return document.toJS({ maxAliasCount: ALIASES_MAX }) as unknown;
    } catch {
      return null; // too many aliases, or nested too deep to be read
    }
  }
}

const FRONT_MATTER =
  /^\uFEFF?(?:[ \t]*(?:#[^\n]*)?\r?\n)*---[ \t]*\r?\n(?:([\s\S]*?)\r?\n)?---[ \t]*(?:\r?\n|$)([\s\S]*)$/;

/** A text with YAML between two lines of `---` before it; null for a text without. */
export function splitFrontMatter(text: string): { readonly yaml: string; readonly body: string } | null {
  const match = FRONT_MATTER.exec(text);
  return match ? { yaml: match[1] ?? "", body: match[2] ?? "" } : null;
}
