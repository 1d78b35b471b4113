import { Failure, type Fault } from "../../errors.ts";
import { COMMON_PASSWORDS } from "./common-passwords.ts";

/** Enough to try the product on one's own machine; the guide's first call registers with `test123`. */
const LENGTH_MIN = 6;
/** ASVS 6.2.1; no rule on kinds of characters (ASVS 6.2.5). */
const PRODUCTION_LENGTH_MIN = 8;
/** What may stand around a word that is easy to guess and still not make it hard: a birthday, a few signs. */
const DECORATION_MAX = 8;
/** Shorter words are inside too many good passwords by chance. */
const WORD_LENGTH_MIN = 4;
const PRODUCT = "promptr";

const LETTERS: Readonly<Record<string, string>> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "@": "a",
  $: "s",
  "!": "i",
};
const withoutLeet = (text: string): string => text.replaceAll(/[013457@$!]/g, (sign) => LETTERS[sign] ?? sign);
const REPEATED = /^(.{1,4})\1+$/su;
const LETTER = /^\p{L}$/u;
const isLetter = (character: string): boolean => LETTER.test(character);

/** The part between the first letter and the last: `2024Summer!!` gives `Summer`. */
function stemOf(characters: readonly string[]): string {
  const first = characters.findIndex(isLetter);
  return first === -1 ? "" : characters.slice(first, characters.findLastIndex(isLetter) + 1).join("");
}

/** `12345678`, `hgfedcba`. */
function isSequence(characters: readonly string[]): boolean {
  const codes = characters.map((character) => character.codePointAt(0) ?? 0);
  const step = (codes[1] ?? 0) - (codes[0] ?? 0);
  return Math.abs(step) === 1 && codes.every((code, index) => index === 0 || code - (codes[index - 1] ?? 0) === step);
}

function isCommon(lower: string): boolean {
  const characters = Array.from(lower);
  if (COMMON_PASSWORDS.has(lower) || REPEATED.test(lower) || isSequence(characters)) return true;
  const stem = stemOf(characters);
  const isDecorated = lower.length - stem.length <= DECORATION_MAX;
  return isDecorated && (COMMON_PASSWORDS.has(stem) || COMMON_PASSWORDS.has(withoutLeet(stem)));
}

/** Whether the password is little more than the word. */
const isMadeOf = (lower: string, word: string): boolean =>
  word.length >= WORD_LENGTH_MIN && lower.includes(word) && lower.length - word.length <= DECORATION_MAX;

const fault = (code: string, message: string): Fault => ({ path: "body.password", code, message });

/**
 * What is wrong with a new password, or null. Only production asks for more than a few characters.
 * `email` is in lower case.
 */
export function faultOfPassword(
  password: string,
  { email, production }: { email: string; production: boolean },
): Fault | null {
  const lengthMin = production ? PRODUCTION_LENGTH_MIN : LENGTH_MIN;
  if (Array.from(password).length < lengthMin) return fault("too_small", `must have at least ${lengthMin} characters`);
  if (!production) return null;
  const lower = password.toLowerCase();
  const ownWords = [email, email.slice(0, email.lastIndexOf("@")), PRODUCT];
  if (ownWords.some((word) => isMadeOf(lower, word))) {
    return fault("personal", "must not be made of your e-mail address or our name");
  }
  return isCommon(lower) ? fault("common", "is one of the passwords everybody tries first") : null;
}

type Checked = {
  /** In lower case. */
  readonly email: string;
  readonly production: boolean;
  /** Where the password stands in the request. */
  readonly path?: string;
};

/** Refuses a new password that is too easy to guess (`weak_password`). */
export function refuseWeakPassword(password: string, { path = "body.password", ...account }: Checked): void {
  const found = faultOfPassword(password, account);
  if (!found) return;
  const faultAtPlace = { ...found, path };
  throw new Failure("weak_password", { detail: `${path} ${found.message}`, faults: [faultAtPlace] });
}
