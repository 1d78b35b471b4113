import type { ApiScope } from "../../contract/credential.ts";
import type { Operation } from "../../contract/ports.ts";
import type { Quota } from "../../contract/quota.ts";
import type { Tier } from "../../contract/tier.ts";
import { Failure } from "../../errors.ts";
import type { Actor, Scope } from "../../scope.ts";
import { isWithin, networksOf } from "./networks.ts";
import { type KeyRow, toApiKey } from "./present.ts";
import { ownKey } from "./queries.ts";
import { readQuota } from "./quota.ts";
import type { Explanation, Question } from "./schema.ts";

const API = "/api/v1";
/** As the server does: a word before a parameter, so that `/prompts/public` is not read as an id. */
const place = ({ path }: Operation): string => path.replaceAll(/:\w+/g, "\u{10FFFF}");

function fits({ path }: Operation, asked: string): boolean {
  const [pattern, given] = [path.split("/"), asked.split("/")];
  return (
    pattern.length === given.length &&
    pattern.every((part, index) => (part.startsWith(":") ? given[index] !== "" : part === given[index]))
  );
}

/** The operations a question is about: all of them, or the one each method would reach. */
function asked(operations: readonly Operation[], { method, path }: Question): readonly Operation[] {
  const byMethod = operations.filter((operation) => method === undefined || operation.method === method);
  if (path === undefined) return byMethod;
  const [bare = ""] = path.split(/[?#]/);
  const whole = bare.startsWith(`${API}/`) ? bare : API + (bare.startsWith("/") ? bare : `/${bare}`);
  const found = byMethod
    .filter((operation) => fits(operation, whole))
    .toSorted((a, b) => place(a).localeCompare(place(b), "en"));
  return found.filter((operation, index) => found.findIndex((one) => one.method === operation.method) === index);
}

/** Whether a usable key may call an operation, and why; the words for what src/http/admit.ts does. */
function judge({ access, keyScope }: Operation, scopes: readonly ApiScope[], tier: Tier): [boolean, string] {
  if (access === "public") return [true, "Open to everybody"];
  if (access === "admin") return [false, "For administrators, with an access token of their own"];
  if (keyScope === null) return [false, "Needs your own access token; no API key may do this"];
  if (!scopes.includes(keyScope)) return [false, `Needs the scope ${keyScope}, which this key does not have`];
  if (access === "pro" && tier !== "pro") return [false, "Needs the Pro plan"];
  return [true, `The key has the scope ${keyScope}`];
}

function obstacles(key: KeyRow, { address }: Question, quota: Quota, now: Date): string[] {
  const found: string[] = [];
  if (key.expiresAt && key.expiresAt <= now) found.push(`The key expired on ${key.expiresAt.toISOString()}`);
  if (address !== undefined && !isWithin(networksOf(key.allowedCidrs), address))
    found.push(`The address ${address} is in none of the key's networks`);
  if (quota.remaining === 0)
    found.push(`The month's ${quota.limit} API calls are used up; new ones come on ${quota.resetsAt}`);
  return found;
}

function remarks(key: KeyRow, { address }: Question): string[] {
  const found: string[] = [];
  if (key.allowedCidrs && address === undefined)
    found.push(`The key may be used only from ${key.allowedCidrs.join(", ")}`);
  if (key.oldSecretValidUntil)
    found.push(`The secret before the last rotation works until ${key.oldSecretValidUntil.toISOString()}`);
  return found;
}

/** What one of the caller's keys may do now, and why. */
export async function explainKey(scope: Scope<Actor>, id: string, question: Question): Promise<Explanation> {
  const { actor, db, settings } = scope;
  const now = scope.now();
  const [row, quota] = await Promise.all([db.first(ownKey({ id, userId: actor.userId, now })), readQuota(scope)]);
  if (!row) throw new Failure("not_found");
  const { scopes, allowedCidrs } = toApiKey(row);
  const against = obstacles(row, question, quota, now);
  const [obstacle] = against;
  const operations = asked(settings.operations, question).map((operation) => {
    const [allowed, reason] = judge(operation, scopes, actor.tier);
    const verdict = allowed && obstacle !== undefined ? { allowed: false, reason: obstacle } : { allowed, reason };
    return { operation: operation.name, method: operation.method, path: operation.path, ...verdict };
  });
  const { method = "any method", path } = question;
  const reasons = [...against, ...remarks(row, question)];
  if (operations.length === 0) reasons.push(`No such operation: ${method} ${path ?? ""}`.trimEnd());
  return { usable: against.length === 0, reasons, scopes, allowedCidrs, quota, operations };
}
