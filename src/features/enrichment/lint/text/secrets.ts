import type { Span } from "../report.ts";

export type Secret = { readonly kind: string; readonly span: Span };

type Shape = {
  readonly kind: string;
  readonly pattern: RegExp;
  /** Text every hit contains, found fast. */ readonly mark: string;
};

const END = "(?![A-Za-z0-9])";
const shape = (kind: string, mark: string, body: string): Shape => ({
  kind,
  mark,
  pattern: new RegExp(`(?<![A-Za-z0-9])${body}`, "g"),
});

/** The published shapes of credentials; each starts with fixed text and is one run of one character class, so none can backtrack. */
const SHAPES: readonly Shape[] = [
  shape("Anthropic API key", "sk-ant-", "sk-ant-[A-Za-z0-9_-]{20,}"),
  shape("OpenAI API key", "sk-", "sk-(?!ant-)[A-Za-z0-9_-]{20,}"),
  shape("Stripe key", "k_live_", "[sr]k_live_[A-Za-z0-9]{16,}"),
  shape("GitHub token", "gh", "gh[pousr]_[A-Za-z0-9]{30,}"),
  shape("GitHub token", "github_pat_", "github_pat_[A-Za-z0-9_]{22,}"),
  shape("GitLab token", "glpat-", "glpat-[A-Za-z0-9_-]{20,}"),
  shape("AWS access key", "AKIA", `AKIA[A-Z0-9]{16}${END}`),
  shape("AWS access key", "ASIA", `ASIA[A-Z0-9]{16}${END}`),
  shape("Google API key", "AIza", "AIza[A-Za-z0-9_-]{35}"),
  shape("Slack token", "xox", "xox[abeoprs]-[A-Za-z0-9-]{10,}"),
  shape("Hugging Face token", "hf_", "hf_[A-Za-z0-9]{30,}"),
  shape("npm token", "npm_", `npm_[A-Za-z0-9]{36}${END}`),
  shape("Promptr API key", "xmlp_", "xmlp_[A-Za-z0-9_-]{20,}"),
];
const PEM_BEGIN = /-----BEGIN (?:[A-Z]{2,12} ){0,3}PRIVATE KEY-----/g;
const PEM_END = /-----END (?:[A-Z]{2,12} ){0,3}PRIVATE KEY-----/g;
const PEM_CHARACTERS_MAX = 8192;

/** A stand-in such as sk-xxxxxxxx or sk-your-key-here is no secret. */
const STAND_IN = /x{6,}|your|example_?key|placeholder|redacted|\.{3}|\*{3}/i;
const DISTINCT_MIN = 8;
/** Names joined by hyphens have the shape of some keys, but no long run of letters and digits. */
const RUN_MIN = 10;

/** Credentials in a text, in order, without overlaps. */
export function secretsIn(text: string): readonly Secret[] {
  const found: Secret[] = [...privateKeys(text), ...passwords(text)];
  for (const { kind, pattern, mark } of SHAPES) {
    if (!text.includes(mark)) continue;
    for (const match of text.matchAll(pattern)) {
      if (looksReal(match[0])) found.push({ kind, span: [match.index, match.index + match[0].length] });
    }
  }
  return disjoint(found.sort((a, b) => a.span[0] - b.span[0] || b.span[1] - a.span[1]));
}

function* privateKeys(text: string): Generator<Secret> {
  if (!text.includes("-----BEGIN ")) return;
  let end = 0;
  for (const begin of text.matchAll(PEM_BEGIN)) {
    if (begin.index < end) continue;
    const body = text.slice(begin.index, begin.index + PEM_CHARACTERS_MAX);
    PEM_END.lastIndex = 0;
    const close = PEM_END.exec(body);
    end = begin.index + (close ? close.index + close[0].length : begin[0].length);
    yield { kind: "private key", span: [begin.index, end] };
  }
}

/** What names a password, in the languages of the lexicon, before a colon, with at most three words behind it ("senha do sistema"). */
const PASSWORD_NAME =
  /(?<![\p{L}\p{N}])(?:password|passwd|passphrase|pwd|passwort|kennwort|contraseña|mot de passe|senha|密码|密碼|パスワード|كلمة المرور|पासवर्ड)(?:[ \t]{1,4}\p{L}{1,12}){0,3}["'`]{0,1}[ \t]{0,3}$/iu;
const PASSWORD_VALUE = /[ \t]{0,3}["'`]{0,1}([^\s"'`{}<>[\]]{8,128})/y;
const NAME_CHARACTERS_MAX = 60;
const COLON = /[:：=]/g;
/** A user and a password inside an address, as RFC 3986 has them. */
const IN_ADDRESS = /(?<=:\/\/[^\s:/@]{1,64}:)[^\s:/@{}<>]{6,128}(?=@[\w.-])/gu;

/** A password has letters and something else; a word of prose or a rule about passwords has not. */
const isPassword = (value: string): boolean =>
  !STAND_IN.test(value) && /\p{L}/u.test(value) && /\d/.test(value) && new Set(value).size >= PASSWORD_DISTINCT_MIN;
const PASSWORD_DISTINCT_MIN = 5;

function* passwords(text: string): Generator<Secret> {
  for (const { index } of text.matchAll(COLON)) {
    PASSWORD_VALUE.lastIndex = index + 1;
    const match = PASSWORD_VALUE.exec(text);
    const value = match?.[1]?.replace(/[.,;!?)]{1,4}$/, "");
    if (!match || value === undefined || !isPassword(value)) continue;
    if (!PASSWORD_NAME.test(text.slice(Math.max(0, index - NAME_CHARACTERS_MAX), index))) continue;
    const start = index + 1 + match[0].length - (match[1] ?? "").length;
    yield { kind: "password", span: [start, start + value.length] };
  }
  if (!text.includes("://")) return;
  for (const match of text.matchAll(IN_ADDRESS))
    if (isPassword(match[0])) yield { kind: "password", span: [match.index, match.index + match[0].length] };
}

function looksReal(candidate: string): boolean {
  if (STAND_IN.test(candidate) || new Set(candidate.slice(4)).size < DISTINCT_MIN) return false;
  if (/^A[KS]IA/.test(candidate)) return true;
  return /\d/.test(candidate) && candidate.split(/[-_]/).some(({ length }) => length >= RUN_MIN);
}

function disjoint(sorted: readonly Secret[]): readonly Secret[] {
  let end = 0;
  return sorted.filter(({ span }) => {
    if (span[0] < end) return false;
    end = span[1];
    return true;
  });
}
