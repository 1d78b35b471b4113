/** Who asks: accounts with their credentials, made through the front door. */
import { randomUUID } from "node:crypto";
import type { Send } from "./send.ts";

/** A server to ask, and its database past every policy. */
export type Target = {
  readonly url: string;
  readonly sql: (sql: string, parameters?: unknown[]) => Promise<Record<string, unknown>[]>;
};
export type Person = {
  readonly id: string;
  readonly email: string;
  readonly password: string;
  readonly token: string;
  readonly refreshToken: string;
  /** API keys: one with every scope, and one that may only read prompts. */
  readonly keys: { readonly wide: string; readonly narrow: string };
};
export type Role = "ann" | "bob" | "root";

const PASSWORD = "a password nobody guesses";
const SCOPES = ["prompts:read", "prompts:write", "labels:write", "enrichment", "sharing", "analytics:read"];

async function ask(send: Send, path: string, body: object, token?: string): Promise<Record<string, unknown>> {
  const headers = {
    "content-type": "application/json",
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
  };
  const answer = await send({
    method: "POST",
    target: `/api/v1${path}`,
    headers,
    body: Buffer.from(JSON.stringify(body)),
  });
  if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${answer.text}`);
  return JSON.parse(answer.text) as Record<string, unknown>;
}

async function makePerson(send: Send, { sql }: Target, role: Role): Promise<Person> {
  const email = `${role}-${randomUUID()}@example.com`;
  const made = await ask(send, "/auth/register", { email, password: PASSWORD, fullName: `Fuzz ${role}` });
  const [id, token] = [(made["user"] as { id: string }).id, String(made["accessToken"])];
  await sql("update promptr.profiles set subscription_tier = $2, role = $3, email_verified_at = now() where id = $1", [
    id,
    role === "bob" ? "free" : "pro",
    role === "root" ? "admin" : "user",
  ]);
  const key = async (scopes: string[]): Promise<string> =>
    String((await ask(send, "/api-keys", { name: "fuzz", scopes }, token))["key"]);
  const keys = { wide: await key(SCOPES), narrow: await key(["prompts:read"]) };
  return { id, email, password: PASSWORD, token, refreshToken: String(made["refreshToken"]), keys };
}

/** The three who ask; somebody whose credential has died is replaced by a newcomer. */
export class People {
  readonly #send: Send;
  readonly #target: Target;
  readonly #present = new Map<Role, Promise<Person>>();
  constructor(send: Send, target: Target) {
    this.#send = send;
    this.#target = target;
  }

  /** Askers at the same time share the one that is being made. */
  get(role: Role): Promise<Person> {
    const found = this.#present.get(role) ?? makePerson(this.#send, this.#target, role);
    this.#present.set(role, found);
    return found;
  }

  /** Looks whether the credentials still work, after a request that may have ended them. */
  async check(role: Role): Promise<void> {
    const present = this.#present.get(role);
    if (!present) return;
    const { token, keys } = await present;
    const asks = [{ authorization: `Bearer ${token}` }, { "x-api-key": keys.wide }, { "x-api-key": keys.narrow }];
    for (const headers of asks) {
      const { status } = await this.#send({ method: "GET", target: "/api/v1/prompts?limit=1", headers });
      if (status !== 200 && this.#present.get(role) === present) this.#present.delete(role);
    }
  }
}
