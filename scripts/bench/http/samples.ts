import { createHmac } from "node:crypto";
import { chance } from "../search-corpus.ts";
import { fieldsOfText, isPublic, ownerOf, promptId, sharesOf, textOf, TEXTS, userId, usersOf } from "./content.ts";

const PROMPTS = 4_000;
const USERS = 2_000;
const CREATES = 2_000;
/** Few enough that what they ask for stays in memory, as of programs that start again and again. */
const RESOLVES = 200;
const REFERENCES = 10;
const VALIDATES = 500;
const VALIDATED_CHARACTERS = 2_000;
const TOKEN_SECONDS = 3 * 86_400;

const base64 = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");

/** An access token of Supabase's shape and usual length, signed with a project's legacy secret. */
function tokenOf(user: number, issuer: string, secret: string): string {
  const iat = Math.floor(Date.now() / 1_000) - 5;
  const sub = userId(user);
  const email = `user${user}@example.com`;
  const claims = {
    iss: issuer,
    sub,
    aud: "authenticated",
    exp: iat + TOKEN_SECONDS,
    iat,
    email,
    phone: "",
    app_metadata: { provider: "email", providers: ["email"] },
    user_metadata: { email, email_verified: true, full_name: `User Number ${user}`, sub },
    role: "authenticated",
    aal: "aal1",
    amr: [{ method: "password", timestamp: iat }],
    is_anonymous: false,
  };
  const signed = `${base64({ alg: "HS256", typ: "JWT" })}.${base64(claims)}`;
  return `${signed}.${createHmac("sha256", secret).update(signed).digest("base64url")}`;
}

const many = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n));

/** What is asked for, the same for all contestants and in the same order. Numbers are of users, prompts and shares. */
export function drawSamples(prompts: number, issuer: string, secret: string) {
  const random = chance(42);
  const below = (end: number): number => Math.floor(random() * end);
  const users = usersOf(prompts);
  const tokens = new Map<number, string>();
  return {
    size: prompts,
    token(user: number): string {
      const token = tokens.get(user) ?? tokenOf(user, issuer, secret);
      tokens.set(user, token);
      return token;
    },
    prompts: many(PROMPTS, () => below(prompts)),
    users: many(Math.min(USERS, users), () => below(users)),
    shares: many(PROMPTS, () => below(sharesOf(prompts))),
    creates: many(CREATES, () => ({ user: below(users), fields: fieldsOfText(TEXTS + below(CREATES)) })),
    /** Ten prompts of one person. */
    resolves: many(RESOLVES, () => {
      const user = below(users);
      const first = below(prompts / users - REFERENCES);
      return { user, prompts: many(REFERENCES, (n) => user + (first + n) * users) };
    }),
    texts: many(VALIDATES, (n) => {
      const { task, context, requirements } = fieldsOfText(2 * TEXTS + n);
      return {
        user: below(users),
        text: `${task} ${context} ${requirements} `.repeat(3).slice(0, VALIDATED_CHARACTERS).trim(),
      };
    }),
    /** Published prompts, as places in the library. */
    published: many(PROMPTS, () => below(prompts)).map((number) =>
      isPublic(number, prompts) ? number : number - (Math.floor(number / users) % 5) * users,
    ),
    owner: (number: number): number => ownerOf(number, prompts),
    expected: (number: number) => fieldsOfText(textOf(number)),
    id: promptId,
  };
}
export type Samples = ReturnType<typeof drawSamples>;
