export const LETTER = 1;
/** A letter that stands for a word or a syllable, in scripts without spaces. */
export const WIDE = 2;
const OTHER = 3;

/** The long mark belongs to no script of its own. */
const IS_WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u30FC]/u;
const IS_LETTER = /[\p{L}\p{M}\p{N}_]/u;

/** What is known of each UTF-16 unit so far: asking a Unicode property for every character of a long text is slow. */
const known = new Uint8Array(0x10000);

/** Both halves of a character outside the first plane count as letters, so that no word is cut inside one. */
export function kindAt(text: string, position: number): number {
  const code = text.charCodeAt(position);
  const kind = known[code];
  if (kind) return kind;
  const found =
    code >= 0xd800 && code <= 0xdfff ? surrogateKind(text, position, code) : kindOf(String.fromCharCode(code));
  if (code < 0xd800 || code > 0xdfff) known[code] = found;
  return found;
}

const kindOf = (character: string): number =>
  IS_WIDE.test(character) ? WIDE : IS_LETTER.test(character) ? LETTER : OTHER;

function surrogateKind(text: string, position: number, code: number): number {
  const start = code >= 0xdc00 ? position - 1 : position;
  const point = text.codePointAt(start) ?? 0;
  return point > 0xffff && IS_LETTER.test(String.fromCodePoint(point)) ? LETTER : OTHER;
}
