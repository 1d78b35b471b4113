import { argon2, createHash, randomBytes } from "node:crypto";
import { promisify } from "node:util";
import { argon2Passwords, type Derive } from "../../../src/adapters/passwords.ts";
import type { Mail } from "../../../src/contract/mail.ts";
import type { Ports } from "../../../src/contract/ports.ts";
import type { Answered } from "../../caller.ts";
import { createWorld, until, type World, type WorldOptions } from "../../world.ts";

/** All a caller can see of an answer, without what names the request or counts it. */
export function seen({ status, text, body, headers }: Answered) {
  const named = [...headers].filter(([name]) => !/^(x-request-id|date|(x-)?ratelimit.*)$/.test(name));
  return { status, text: text.replaceAll(String(body?.requestId), ""), headers: named };
}

/** The statuses of answers that came in any order, lowest first. */
export const statusesOf = (answers: readonly Answered[]): number[] =>
  answers.map(({ status }) => status).sort((a, b) => a - b);

/** What one password computation costs: OWASP's argon2id, 19 MiB, 2 passes, 1 lane. */
export const HASH_COST = { memory: 19_456, passes: 2, parallelism: 1 };

/** Counts what argon2 itself computes, and at which cost. */
export function countHashes() {
  const compute = promisify(argon2);
  const counter = { computed: 0, costs: [] as (typeof HASH_COST)[] };
  const derive: Derive = (algorithm, parameters) => {
    const { memory, passes, parallelism } = parameters;
    counter.computed += 1;
    counter.costs.push({ memory, passes, parallelism });
    return compute(algorithm, parameters);
  };
  return { counter, ports: (ports: Ports): Ports => ({ ...ports, passwords: argon2Passwords({ derive }) }) };
}

/** Limits that are in nobody's way, but for those a test is about. */
export const limitsBut = (over: object) => ({
  anonymous: { requests: 100_000 },
  free: { requests: 100_000 },
  pro: { requests: 100_000 },
  register: 10_000,
  login: 10_000,
  loginPerAddress: 10_000,
  loginPerAccount: 10_000,
  passwordCheck: 10_000,
  forgotPassword: 10_000,
  forgotPasswordPerAddress: 10_000,
  verifyEmail: 10_000,
  mailedLink: 10_000,
  ...over,
});

/** A world whose jobs are worked, and all the mail it has sent. */
export async function createMailWorld(options: WorldOptions = {}) {
  const mails: Mail[] = [];
  const world = await createWorld({
    role: "all",
    limits: limitsBut({}),
    ...options,
    ports: (given) => {
      const ports = options.ports?.(given) ?? given;
      const send = async (mail: Mail): Promise<void> => {
        await ports.mailer.send(mail);
        mails.push(mail);
      };
      return { ...ports, mailer: { ...ports.mailer, send } };
    },
  });
  /** The `nth` mail to this address with this subject. */
  const mailTo = (address: string, subject: string, nth = 1): Promise<Mail> =>
    until(async () => mails.filter((mail) => mail.to.address === address && mail.subject === subject)[nth - 1], 20_000);
  return Object.assign(world, { mails, mailTo });
}

/** The token of the one link below `path` in a mail. */
export function tokenIn({ text }: Pick<Mail, "text">, path: string): string {
  const found = new RegExp(`https://promptr\\.test${path}/([A-Za-z0-9_-]{43})\\n`).exec(text)?.[1];
  if (found === undefined) throw new Error(`No link to ${path} in: ${text}`);
  return found;
}

/** A link as the mail job makes it, without the mail. */
export async function linkFor(
  world: World,
  table: "password_resets" | "email_verifications",
  userId: string,
): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  await world.sql(
    `insert into promptr.${table} (user_id, token_hash, created_at, expires_at) values ($1, $2, $3, $4)
     on conflict (user_id) do update set token_hash = excluded.token_hash, expires_at = excluded.expires_at`,
    [
      userId,
      createHash("sha256").update(token).digest(),
      world.clock.now,
      new Date(world.clock.now.getTime() + 1_800_000),
    ],
  );
  return token;
}

let accounts = 0;
/** An account with a password, as registration makes it. */
export async function register(world: World, over: { email?: string; password?: string } = {}) {
  const account = {
    email: `person-${(accounts += 1)}@example.com`,
    password: "test123",
    ...over,
  };
  const reply = await world.anyone.post("/auth/register", { ...account, fullName: "Ada Lovelace" });
  if (reply.status !== 201) throw new Error(`The registration was refused: ${reply.text}`);
  const { user, accessToken, refreshToken } = reply.body;
  const caller = world.with({ authorization: `Bearer ${accessToken}` });
  return { ...account, ...caller, userId: user.id as string, accessToken, refreshToken };
}

/** What the audit log says was done to an account. */
export const auditOf = async (world: World, ownerId: string) =>
  world.sql(
    "select action, actor_kind, actor_id, subject_type, subject_id, details from promptr.audit_log where owner_id = $1 order by seq",
    [ownerId],
  );
