import { newId } from "../../contract/id.ts";
import { sqlState, violated } from "../../db/faults.ts";
import { AS_AUTH } from "../../db/identity.ts";
import { Failure } from "../../errors.ts";
import { atomically, type Scope, through } from "../../scope.ts";
import { sendMail } from "../mail/index.ts";
import { faultOfPassword } from "./password-policy.ts";
import { accountByEmail, insertAccount } from "./queries.ts";
import type { Credentials, Registration, SignedIn } from "./schema.ts";
import { startSession, toSignedIn } from "./sessions.ts";

const UNIQUE_VIOLATION = "23505";

const isEmailTaken = (error: unknown): boolean =>
  sqlState(error) === UNIQUE_VIOLATION && violated(error) === "profiles_by_email";

/** Makes an account and signs it in. The account, its first session and its welcome mail land together or not at all. */
export async function registerAccount(scope: Scope, registration: Registration): Promise<SignedIn> {
  const { email, password, fullName } = registration;
  const fault = faultOfPassword(password, { email, production: scope.settings.production });
  if (fault) throw new Failure("weak_password", { detail: `${fault.path} ${fault.message}`, faults: [fault] });
  await scope.ports.throttle.spend("register", scope.request.ip);
  const passwordHash = await scope.ports.passwords.hash(password); // before the transaction: it is slow on purpose
  const now = scope.now();
  const userId = newId(now.getTime());
  try {
    const session = await atomically(through(scope, AS_AUTH), async (inner) => {
      await inner.db.rows(insertAccount({ userId, email, fullName, passwordHash, now }));
      await inner.jobs.send(sendMail, { to: userId, template: "welcome" }, { key: `welcome:${userId}` });
      return startSession(inner, userId);
    });
    return await toSignedIn(scope, { userId, email, fullName }, session);
  } catch (error) {
    throw isEmailTaken(error) ? new Failure("email_taken", { cause: error }) : error;
  }
}

/**
 * Signs in with a password. Every way to `invalid_credentials` costs one password computation, so neither the answer
 * nor its time tells whether the account exists.
 */
export async function logIn(scope: Scope, { email, password }: Credentials): Promise<SignedIn> {
  const { throttle, passwords } = scope.ports;
  await throttle.spend("login", `${email}|${scope.request.ip}`);
  await throttle.spend("loginPerAddress", scope.request.ip);
  const door = through(scope, AS_AUTH);
  const account = await door.db.first(accountByEmail({ email }));
  const isRight = await passwords.verify(account?.passwordHash ?? null, password);
  // A suspended account gets the same refusal even with the right password: what else to tell it is not settled yet.
  if (!account || !isRight || account.suspendedAt) throw new Failure("invalid_credentials");
  return toSignedIn(scope, account, await startSession(door, account.userId));
}
