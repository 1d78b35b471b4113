import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK } from "jose";
import { z } from "zod";
import type { PublicKey } from "../../contract/ports.ts";

export const ALGORITHM = "ES256";
/** The guide's `expiresIn`; sessions are checked on each request, so a long life does not outlast a logout. */
export const LIFETIME_SECONDS = 86_400;
/** A new key is published at once but signs only then: by that time every process and every cached JWKS knows it. */
const SIGNS_AFTER_MS = 60_000;
/** A retired key signs for up to a minute more, on clocks that may differ; its tokens must still run out by themselves. */
const VERIFIES_MS = LIFETIME_SECONDS * 1_000 + 300_000;
/** Keys older than the first are looked for while requests go on; older than the second, requests wait for them. */
const REFRESH_MS = 20_000;
const STALE_MS = 30_000;
/** An unknown key id is worth one look at the database in this time, however many are tried. */
const LOOK_GAP_MS = 5_000;

/** A private EC key as JWK (RFC 7517); its thumbprint is its id. */
export const PrivateJwk = z.object({
  kty: z.literal("EC"),
  crv: z.literal("P-256"),
  x: z.string(),
  y: z.string(),
  d: z.string(),
});
export type PrivateJwk = z.output<typeof PrivateJwk>;

export type SigningKey = {
  readonly id: string;
  readonly jwk: PrivateJwk;
  readonly createdAt: Date;
  /** When a newer key took its place. */
  readonly retiredAt: Date | null;
};

export async function generateSigningKey(): Promise<Pick<SigningKey, "id" | "jwk">> {
  const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  return identifySigningKey(await exportJWK(privateKey));
}

export async function identifySigningKey(jwk: unknown): Promise<Pick<SigningKey, "id" | "jwk">> {
  const parsed = PrivateJwk.parse(jwk);
  return { id: await calculateJwkThumbprint(parsed), jwk: parsed };
}

type Times = Pick<SigningKey, "createdAt" | "retiredAt">;

export const signsFrom = ({ createdAt }: Times): Date => new Date(createdAt.getTime() + SIGNS_AFTER_MS);
/** Null while nothing has taken its place. */
export const verifiesUntil = ({ retiredAt }: Times): Date | null =>
  retiredAt && new Date(retiredAt.getTime() + VERIFIES_MS);
export const isVerifying = (key: Times, now: Date): boolean => (verifiesUntil(key) ?? Infinity) > now;

/** Of keys, newest first, the one that signs: the newest everybody knows, else the one known longest. */
export function signerOf<K extends Times>(keys: readonly K[], now: Date): K | undefined {
  const valid = keys.filter((key) => isVerifying(key, now));
  return valid.find((key) => signsFrom(key) <= now) ?? valid.at(-1);
}

type Imported = Awaited<ReturnType<typeof importJWK>>;
type Ready = SigningKey & { readonly signer: Imported; readonly verifier: Imported };

async function ready(key: SigningKey): Promise<Ready> {
  const { d: _private, ...open } = key.jwk;
  const [signer, verifier] = await Promise.all([
    importJWK(key.jwk as JWK, ALGORITHM),
    importJWK(open as JWK, ALGORITHM),
  ]);
  return { ...key, signer, verifier };
}

/** The keys as this process knows them, at most 30 s behind what is stored. `load` gives them newest first. */
export class KeyRing {
  readonly #load: () => Promise<readonly SigningKey[]>;
  #keys: readonly Ready[] = [];
  #loadedAt: number | undefined;
  #triedAt: number | undefined;
  #loading: Promise<void> | undefined;

  private constructor(load: () => Promise<readonly SigningKey[]>) {
    this.#load = load;
  }

  /** Loads once, so that a key that cannot be used ends the start; the first use loads again, by the clock of its caller. */
  static async open(load: () => Promise<readonly SigningKey[]>): Promise<KeyRing> {
    const ring = new KeyRing(load);
    await ring.#replace();
    return ring;
  }

  signer(now: Date): Ready {
    const key = signerOf(this.#keys, now);
    if (!key) throw new Error("There is no signing key");
    return key;
  }

  find(id: string, now: Date): Ready | undefined {
    return this.#keys.find((key) => key.id === id && isVerifying(key, now));
  }

  publicKeys(now: Date): PublicKey[] {
    const valid = this.#keys.filter((key) => isVerifying(key, now));
    return valid.map(({ id, jwk: { kty, crv, x, y } }) => ({ kty, crv, x, y, kid: id, alg: ALGORITHM, use: "sig" }));
  }

  /** Keeps the keys fresh; rejects with `unavailable` when they are stale and cannot be loaded. */
  async refresh(now: Date): Promise<void> {
    const age = ageOf(this.#loadedAt, now);
    if (age < REFRESH_MS) return;
    const loading = this.#reload(now);
    if (age >= STALE_MS) return loading;
    loading.catch(() => undefined); // whoever comes after 30 s waits for a load, and is told
  }

  /** Looks whether there are newer keys, unless that was done a moment ago. */
  async look(now: Date): Promise<void> {
    if (this.#loading) return this.#loading;
    if (ageOf(this.#triedAt, now) >= LOOK_GAP_MS) return this.#reload(now);
  }

  #reload(now: Date): Promise<void> {
    if (this.#loading) return this.#loading;
    this.#triedAt = now.getTime();
    const load = async (): Promise<void> => {
      try {
        await this.#replace();
        this.#loadedAt = now.getTime();
      } catch (error) {
        this.#triedAt = undefined; // a look that saw nothing is none
        throw error;
      } finally {
        this.#loading = undefined;
      }
    };
    this.#loading = load();
    return this.#loading;
  }

  async #replace(): Promise<void> {
    this.#keys = await Promise.all((await this.#load()).map(ready));
  }
}

/** Infinite for what never happened, or happened in the future of a clock that was set back. */
function ageOf(time: number | undefined, now: Date): number {
  const age = time === undefined ? -1 : now.getTime() - time;
  return age < 0 ? Infinity : age;
}
