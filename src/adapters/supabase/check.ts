import { z } from "zod";
import { KeySet } from "./key-set.ts";
import { boundedFetch } from "./wire.ts";

const WITHIN_MS = 5_000;
const Discovery = z.object({ issuer: z.string().max(500) });

/** What a project says of itself: how many keys it signs with, and under which name; null where it does not say. */
export type SupabaseSeen = {
  readonly fault: string | null;
  readonly keys: number;
  readonly issuer: string | null;
};

const reasonOf = (fault: unknown): string => {
  if (!(fault instanceof Error)) return "no answer";
  const { cause = fault } = fault;
  const code: unknown = Reflect.get(Object(cause), "code");
  return typeof code === "string"
    ? code
    : (cause instanceof Error ? cause : fault).message.replaceAll(/\s+/g, " ").slice(0, 200);
};

/** Reads keys and issuer as the server will; never rejects. */
export async function checkSupabase({
  url,
  anonKey,
}: {
  readonly url: string;
  readonly anonKey: string;
}): Promise<SupabaseSeen> {
  const base = `${url}/auth/v1`;
  const fetcher = boundedFetch(WITHIN_MS);
  const keySet = new KeySet(`${base}/.well-known/jwks.json`, anonKey, fetcher);
  const copy = await keySet.latest(Date.now());
  if (!copy) return { fault: reasonOf(keySet.fault), keys: 0, issuer: null };
  // Older projects have no such document; then nothing can be compared.
  const issuer = await fetcher(`${base}/.well-known/openid-configuration`, { headers: { apikey: anonKey } })
    .then(async (answer) => (answer.ok ? Discovery.parse(await answer.json()).issuer : null))
    .catch(() => null);
  return { fault: null, keys: copy.isEmpty ? 0 : copy.keys.size, issuer };
}
