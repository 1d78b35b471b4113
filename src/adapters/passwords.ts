import { argon2, type Argon2Parameters, randomBytes, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import type { Passwords } from "../contract/ports.ts";
import { Failure } from "../errors.ts";

/** OWASP Password Storage Cheat Sheet: argon2id, 19 MiB, 2 passes, 1 lane. */
const COST = { memory: 19_456, passes: 2, parallelism: 1 } as const;
const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** libuv has four threads; two stay free for everything else, so a flood of logins starves nobody. */
const RUNNING_MAX = 2;
const WAITING_MAX = 50;

type Cost = { readonly memory: number; readonly passes: number; readonly parallelism: number };
type Stored = { readonly cost: Cost; readonly salt: Buffer; readonly hash: Buffer };

const PHC = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{22,86})$/;
const base64 = (bytes: Buffer): string => bytes.toString("base64").replaceAll("=", "");

function parse(text: string): Stored | null {
  const [, memory, passes, parallelism, salt, hash] = PHC.exec(text) ?? [];
  if (salt === undefined || hash === undefined) return null;
  const cost = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) };
  return { cost, salt: Buffer.from(salt, "base64"), hash: Buffer.from(hash, "base64") };
}

/** Two at a time, fifty in line, the rest is told to come back. */
function gate(): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (running >= RUNNING_MAX) {
      if (waiting.length >= WAITING_MAX) throw new Failure("overloaded", { retryAfterSeconds: 2 });
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else running += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}

/** One computation of argon2id. */
export type Derive = (algorithm: "argon2id", parameters: Argon2Parameters) => Promise<Buffer>;

/** `derive` lets a test count what is really computed, and at which cost. */
export function argon2Passwords({ derive = promisify(argon2) }: { derive?: Derive } = {}): Passwords {
  const pass = gate();
  const compute = (password: string, salt: Buffer, cost: Cost, tagLength: number): Promise<Buffer> =>
    pass(() => derive("argon2id", { message: Buffer.from(password, "utf8"), nonce: salt, tagLength, ...cost }));
  // Compared against when there is no account, so that both cost one computation.
  const nobody: Stored = { cost: COST, salt: randomBytes(SALT_BYTES), hash: randomBytes(HASH_BYTES) };
  return {
    async hash(password) {
      const salt = randomBytes(SALT_BYTES);
      const hash = await compute(password, salt, COST, HASH_BYTES);
      return `$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=${COST.parallelism}$${base64(salt)}$${base64(hash)}`;
    },
    async verify(stored, password) {
      const known = stored === null ? null : parse(stored);
      const { cost, salt, hash } = known ?? nobody;
      const computed = await compute(password, salt, cost, hash.length);
      return timingSafeEqual(computed, hash) && known !== null;
    },
    isOutdated(stored) {
      const known = parse(stored);
      return known === null || known.cost.memory < COST.memory || known.cost.passes < COST.passes;
    },
  };
}
