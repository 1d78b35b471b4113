import { type Check, error, type Finding, when } from "./check.ts";

/** What guessing it takes, in bits, were its letters as evenly mixed as they are in it. */
export function bitsOf(secret: string): number {
  const counts = new Map<string, number>();
  for (const letter of secret) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  const letters = Array.from(secret).length;
  const each = [...counts.values()].reduce((sum, count) => sum - (count / letters) * Math.log2(count / letters), 0);
  return letters * each;
}

/** 32 hexadecimal digits have 110 or more by this measure; a sentence of that length too, a repeated word has not. */
const SECRET_BITS_MIN = 100;
const PASSWORD_BITS_MIN = 30;
/** What examples are written with; it adds nothing to what must be guessed. */
const WORDS = /change[-_]?me|example|your[-_]|password|postgres|secret|openssl rand|promptr|12345678?9?0?/gi;
const isWeak = (secret: string, bitsMin: number): boolean => bitsOf(secret.replaceAll(WORDS, "")) < bitsMin;

/** The role a legacy key of Supabase speaks for; null for anything else. */
function roleOf(key: string): string | null {
  try {
    const claims = JSON.parse(Buffer.from(key.split(".")[1] ?? "", "base64url").toString()) as { role?: unknown };
    return typeof claims.role === "string" ? claims.role : null;
  } catch {
    return null;
  }
}

const PASSWORD_OF = /^postgres(?:ql)?:\/\/[^:@/]*:([^/?]*)@([^/?@]*)/;
function weakPassword(name: string, url: string | undefined): Finding[] {
  const [, encoded = "", host = ""] = PASSWORD_OF.exec(url ?? "") ?? [];
  const password = decodeURIComponent(encoded);
  const isLocal = /^(?:localhost|127\.|\[::1\])/.test(host) || host === "";
  if (isLocal || password === "" || !isWeak(password, PASSWORD_BITS_MIN)) return [];
  return [error(`The password in ${name} is easy to guess`, "Give the login a long random one")];
}

export const secrets: Check = {
  name: "secrets",
  title: "Secrets are strong",
  run: ({ config }) => {
    const { PROMPTR_SECRET, SUPABASE_JWT_SECRET, SUPABASE_ANON_KEY, DATABASE_URL, MIGRATE_DATABASE_URL } = config;
    const anonKey = SUPABASE_ANON_KEY?.reveal().trim() ?? "";
    return [
      ...when(
        [
          PROMPTR_SECRET !== undefined && isWeak(PROMPTR_SECRET.reveal(), SECRET_BITS_MIN),
          error("PROMPTR_SECRET is easy to guess", "Set it to $(openssl rand -base64 32), or leave it unset"),
        ],
        [
          SUPABASE_JWT_SECRET !== undefined && bitsOf(SUPABASE_JWT_SECRET.reveal().trim()) < SECRET_BITS_MIN,
          error(
            "SUPABASE_JWT_SECRET is easy to guess",
            "Rotate it in the project, or move the project to signing keys",
          ),
        ],
        [
          roleOf(anonKey) === "service_role" || anonKey.startsWith("sb_secret_"),
          error(
            "SUPABASE_ANON_KEY is the project's secret key",
            "Put the public one there (anon or sb_publishable_…): Promptr needs no other",
          ),
        ],
      ),
      ...weakPassword("DATABASE_URL", DATABASE_URL?.reveal()),
      ...weakPassword("MIGRATE_DATABASE_URL", MIGRATE_DATABASE_URL?.reveal()),
    ];
  },
};
