/**
 * Secrets, and texts of people, must not be read where operators look: in log lines, payloads and outcomes of jobs, problem
 * bodies, metrics. Whatever any test sends or is given is looked for there when its server ends (RELIABILITY P27).
 */

/** What is known by its shape, whoever made it. */
const SHAPES: Readonly<Record<string, RegExp>> = {
  "an access token": /eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{20,}/,
  "a refresh token": /pmr_[\w-]{43}/,
  "an API key": /xmlp_[0-9A-Za-z]{49}/,
  "the secret of a webhook": /whsec_[A-Za-z0-9+/=_-]{20,}/,
  "the address of a link": /\/(?:s|sharing|reset-password|verify-email|exports\/download)\/[\w-]{43}/,
  "a password's hash": /\$argon2id\$v=/,
  "a private key": /"d":"[\w-]{43}"|-----BEGIN [A-Z ]*PRIVATE KEY/,
  "a connection string": /postgres(?:ql)?:\/\/[^\s"@]*@/,
};
const SHAPE = new RegExp(
  Object.values(SHAPES)
    .map(({ source }) => `(?:${source})`)
    .join("|"),
);

/** Fields of bodies whose values are secret, and those that hold what a person wrote. */
const FIELD =
  /"(password|currentPassword|newPassword|role|task|context|requirements|style|output|text|instructions)":"((?:[^"\\]|\\.){6,300})"/g;
const SECRET_FIELD = /password$/i;
/** Shorter texts are found in anything. */
const TEXT_LENGTH_MIN = 12;
/** A password that is one word of our own vocabulary is found in the names of fields. */
const WORD = /^[a-z]+$/i;
/** Attackers write ids of others into every field; the log names people by theirs. */
const ID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/i;
const BODY_READ_MAX = 20_000;
/** The newest of so many are looked for. */
const KNOWN_MAX = 500;
const SECRET_VARIABLE = /(?:KEY|KEYS|SECRET|PASSWORD|TOKEN)$|^SMTP_URL$/;
const VALUE_LENGTH_MIN = 6;

/** What was said to and by one server, as far as it must not be heard elsewhere. */
export class Canaries {
  readonly #known = new Map<string, string>();

  add(what: string, text: string | null | undefined): void {
    if (!text || text.length < VALUE_LENGTH_MIN) return;
    // As it is, and as it stands in JSON.
    for (const form of new Set([text, JSON.stringify(text).slice(1, -1)])) {
      this.#known.set(form, what);
      if (this.#known.size > KNOWN_MAX) this.#known.delete(this.#known.keys().next().value ?? "");
    }
  }

  hearRequest(headers: Readonly<Record<string, string>>, body: unknown): void {
    this.add("a share link's password", headers["x-share-password"]);
    if (typeof body !== "string") return;
    for (const [, field = "", written = ""] of body.slice(0, BODY_READ_MAX).matchAll(FIELD)) {
      const text = written.includes("\\") ? (JSON.parse(`"${written}"`) as string) : written;
      if (!SECRET_FIELD.test(field)) {
        if (text.trim().length >= TEXT_LENGTH_MIN && !ID.test(text)) this.add("a text of somebody's", text);
      } else if (!WORD.test(text)) this.add("a password", text);
    }
  }

  hearEnvironment(variables: Readonly<Record<string, string | undefined>>): void {
    for (const [name, value] of Object.entries(variables)) if (SECRET_VARIABLE.test(name)) this.add(name, value);
  }

  /** What of these a text holds, and a little of what is around it; null when it holds nothing. */
  findIn(text: string): string | null {
    const shaped = SHAPE.exec(text);
    if (shaped) {
      const what = Object.entries(SHAPES).find(([, shape]) => shape.test(shaped[0]))?.[0] ?? "a secret";
      return `${what}: …${excerpt(text, shaped.index)}…`;
    }
    for (const [known, what] of this.#known) {
      const place = text.indexOf(known);
      if (place >= 0) return `${what} (${known}): …${excerpt(text, place)}…`;
    }
    return null;
  }

  /** Fails the test whose server wrote one of these there. */
  refuse(where: string, text: string): void {
    const found = this.findIn(text);
    if (found !== null) throw new Error(`${where} holds ${found}`);
  }
}

const AROUND = 120;
const excerpt = (text: string, place: number): string => text.slice(Math.max(0, place - AROUND), place + AROUND);

const heard = new Map<string, Canaries>();
/** Those of the server at an address. */
export function canariesOf(origin: string): Canaries {
  const known = heard.get(origin) ?? new Canaries();
  heard.set(origin, known);
  return known;
}
/** For when a server has ended: another one may be given its port. */
export const forgetCanaries = (origin: string): void => void heard.delete(origin);
