import type { Log } from "../adapters/log.ts";
import type { Config } from "../config.ts";
import { AS_JOBS } from "../db/identity.ts";
import { type ChainFault, type ChainHead, verifyChain } from "../features/audit/index.ts";
import { type Arguments, UsageError } from "./arguments.ts";
import { besideServer } from "./data.ts";
import type { Out } from "./refusal.ts";

const SAID: Readonly<Record<ChainFault, string>> = {
  missing: "there is no such row",
  extra: "there is a row too many",
  changed: "the row was changed after it was written",
  unlinked: "the row does not follow the one before it",
  not_head: "the row is not the head that is noted",
  not_expected: "the row is not the one that was expected",
};

const written = ({ seq, hash }: ChainHead): string => `${seq}:${hash.toString("hex")}`;

function readHead(text: string): ChainHead {
  const [, seq, hash] = /^(\d{1,15}):([0-9a-f]{64})$/i.exec(text) ?? [];
  if (seq === undefined || hash === undefined)
    throw new UsageError("--expect-head is <seq:hash>, as an earlier audit verify printed it");
  return { seq: Number(seq), hash: Buffer.from(hash, "hex") };
}

/** `promptr audit verify [--expect-head <seq:hash>]`: exit 1 when the audit log was tampered with. */
export async function verifyAudit(
  config: Config,
  log: Log,
  out: Out,
  { expectHead }: Pick<Arguments, "expectHead">,
): Promise<number> {
  const expected = expectHead === undefined ? undefined : readHead(expectHead);
  return besideServer(config, log, async ({ database }) => {
    const { rows, head, broken } = await verifyChain(database.as(AS_JOBS), expected);
    const data = { intact: broken === null, rows, head: { seq: head.seq, hash: head.hash.toString("hex") }, broken };
    const text = broken
      ? `broken at ${broken.seq}: ${SAID[broken.fault]}; ${rows} rows are right\n`
      : `${rows} rows, all right. Keep the head elsewhere and ask for it with --expect-head:\n${written(head)}\n`;
    out.print(data, text);
    return broken ? 1 : 0;
  });
}
