import type { Log } from "../adapters/log.ts";
import { type KeyState, rotateSigningKeys, statesOf, storedKeyStates } from "../app/key-rotation.ts";
import { configuredKeys } from "../app/keys.ts";
import type { Config } from "../config.ts";
import type { Arguments } from "./arguments.ts";
import { besideServer } from "./data.ts";
import { type Out, Refusal } from "./refusal.ts";

const CONFIGURED =
  'JWT_SIGNING_KEY is set, so the database keeps no keys. To rotate: write {"keys":[old, new]} there and restart every ' +
  'server; then {"keys":[new, old]} and restart; leave the old one out after a day.';

async function rotateKeys(config: Config, log: Log, out: Out, compromised: boolean): Promise<number> {
  if (config.JWT_SIGNING_KEY) throw new Refusal(CONFIGURED);
  return besideServer(config, log, async ({ database }) => {
    const rotation = await rotateSigningKeys(database, { now: new Date(), compromised });
    const { kid, signsAt, retired } = rotation;
    const others = compromised
      ? "Every older key is gone: its tokens stop working within 30 seconds, and clients refresh them."
      : retired.length > 0
        ? "Tokens of the older keys live until they expire."
        : "It is the first.";
    out.print(rotation, `The key ${kid} is published and signs from ${signsAt.toISOString()}. ${others}\n`);
    return 0;
  });
}

/** Of a configured key nobody knows when it was made. */
type Shown = Omit<KeyState, "createdAt"> & { readonly createdAt: Date | null };

const lineOf = ({ kid, createdAt, state, until }: Shown): string =>
  [kid, state.padEnd(9), createdAt?.toISOString() ?? "configured", until && `until ${until.toISOString()}`]
    .filter(Boolean)
    .join("  ");

async function listKeys(config: Config, log: Log, out: Out): Promise<number> {
  const now = new Date();
  const configured = config.JWT_SIGNING_KEY?.reveal();
  const keys: readonly Shown[] =
    configured === undefined
      ? await besideServer(config, log, ({ database }) => storedKeyStates(database, now))
      : statesOf(await configuredKeys(configured), now).map((key) => ({ ...key, createdAt: null }));
  out.print({ keys }, keys.length > 0 ? `${keys.map(lineOf).join("\n")}\n` : "none yet: the first start makes one\n");
  return 0;
}

/** `promptr keys rotate [--compromised]` and `promptr keys list`: the keys that sign or verify, newest first. */
export async function keys(config: Config, log: Log, out: Out, { rest, compromised }: Arguments): Promise<number> {
  return rest[0] === "rotate" ? rotateKeys(config, log, out, compromised) : listKeys(config, log, out);
}
