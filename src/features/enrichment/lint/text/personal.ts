import type { Span } from "../report.ts";

export type PersonalData = {
  readonly kind: "e-mail address" | "phone number" | "card number" | "bank account" | "social security number";
  readonly span: Span;
};

/** Mailboxes of functions and the stand-ins of documentation belong to nobody. */
const ROLE_MAILBOX =
  /^(?:info|support|sales|contact|help|helpdesk|admin|no-?reply|do-?not-?reply|hello|office|team|press|jobs|careers|billing|security|postmaster|webmaster|abuse|privacy|legal|marketing|user|users|name|you|your|test|example|email|mail|someone|me|a|b|foo|bar|x)$/i;
/** RFC 2606 and 6761: reserved for documentation; a full personal name there is still treated as a person's. */
const RESERVED_DOMAIN = /(?:^|\.)(?:example\.(?:com|org|net)|example|test|invalid|localhost|domain\.com|email\.com)$/i;
const PERSON = /^[a-z]{2,}[._][a-z]{2,}$/i;

const LOCAL_MAX = 64;
const DOMAIN_MAX = 253;
const isLocal = (code: number): boolean =>
  isWord(code) || code === 46 || code === 37 || code === 43 || code === 45 || code === 95;
const isDomain = (code: number): boolean => isWord(code) || code === 46 || code === 45;
const isWord = (code: number): boolean =>
  (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);

/** From each @ outwards, at most the length an address may have: linear on any input. */
export function* emailsIn(text: string): Generator<PersonalData> {
  for (let at = text.indexOf("@"); at >= 0; at = text.indexOf("@", at + 1)) {
    let start = at;
    let end = at + 1;
    while (at - start < LOCAL_MAX && start > 0 && isLocal(text.charCodeAt(start - 1))) start -= 1;
    while (end - at < DOMAIN_MAX && isDomain(text.charCodeAt(end))) end += 1;
    while (end > at && !isWord(text.charCodeAt(end - 1))) end -= 1;
    while (start < at && !isWord(text.charCodeAt(start))) start += 1;
    const [local, domain] = [text.slice(start, at), text.slice(at + 1, end)];
    if (local !== "" && /\.[A-Za-z]{2,24}$/.test(domain) && isPersonal(local, domain))
      yield { kind: "e-mail address", span: [start, end] };
  }
}

const isPersonal = (local: string, domain: string): boolean =>
  RESERVED_DOMAIN.test(domain) ? PERSON.test(local) : !ROLE_MAILBOX.test(local);

const NATIONAL_PHONE = /(?<![\w+.-])(?:\(\d{3}\) {0,2}|\d{3}[ .-]{1,2})\d{3}[ .-]{1,2}\d{4}(?![\w-])/g;
const GROUPED_DIGITS = /(?<![\w.-])\d(?:[ -]{0,2}\d){12,18}(?![\w-])/g;
const IBAN = /(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?: {0,2}[A-Za-z0-9]{4}){2,7}(?: {0,2}[A-Za-z0-9]{1,4})?(?![A-Za-z0-9])/g;
const SOCIAL_SECURITY = /(?<![\w-])(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\w-])/g;

export function* numbersIn(text: string): Generator<PersonalData> {
  for (const match of text.matchAll(IBAN)) {
    const account = ibanAt(match[0]);
    if (account > 0) yield { kind: "bank account", span: [match.index, match.index + account] };
  }
  for (const match of text.matchAll(GROUPED_DIGITS)) {
    if (isCard(match[0].replaceAll(/\D/g, "")))
      yield { kind: "card number", span: [match.index, match.index + match[0].length] };
  }
  for (const match of text.matchAll(NATIONAL_PHONE)) {
    yield { kind: "phone number", span: [match.index, match.index + match[0].length] };
  }
  for (const match of text.matchAll(SOCIAL_SECURITY)) {
    yield { kind: "social security number", span: [match.index, match.index + match[0].length] };
  }
}

const PHONE_CHARACTERS_MAX = 32;
const SEPARATORS = new Set([32, 40, 41, 45, 46, 47]);

/** ITU E.164: a plus and 9 to 15 digits, however they are grouped. */
export function* phonesIn(text: string): Generator<PersonalData> {
  for (let plus = text.indexOf("+"); plus >= 0; plus = text.indexOf("+", plus + 1)) {
    if (plus > 0 && isLocal(text.charCodeAt(plus - 1))) continue;
    let digits = 0;
    let end = plus + 1;
    for (let position = plus + 1; position - plus < PHONE_CHARACTERS_MAX; position += 1) {
      const code = text.charCodeAt(position);
      const isDigit = code >= 48 && code <= 57;
      if (!isDigit && (position === plus + 1 || !SEPARATORS.has(code))) break;
      if (!isDigit) continue;
      digits += 1;
      end = position + 1;
    }
    if (digits >= 9 && digits <= 15 && !isWord(text.charCodeAt(end))) yield { kind: "phone number", span: [plus, end] };
  }
}

/** ISO/IEC 7812: the check digit by Luhn, and a first digit that cards of people have. */
export function isCard(digits: string): boolean {
  if (digits.length < 13 || digits.length > 19 || !/^[3-6]/.test(digits) || /^(\d)\1*$/.test(digits)) return false;
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits[digits.length - 1 - index]);
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** ISO 13616: 15 to 34 characters whose number is 1 modulo 97. */
export function isIban(candidate: string): boolean {
  const account = candidate.replaceAll(" ", "").toUpperCase();
  if (account.length < 15 || account.length > 34) return false;
  let remainder = 0;
  for (const character of account.slice(4) + account.slice(0, 4)) {
    for (const digit of String(Number.parseInt(character, 36))) remainder = (remainder * 10 + Number(digit)) % 97;
  }
  return remainder === 1;
}

/** How much of the candidate is an account number: words that follow it may have been taken for its last groups. */
function ibanAt(candidate: string): number {
  for (let end = candidate.length; end >= 15; end = candidate.lastIndexOf(" ", end - 1)) {
    if (isIban(candidate.slice(0, end))) return end;
  }
  return 0;
}
