import type { ExistingRow } from "./import-queries.ts";
import type { Incoming } from "./incoming.ts";
import { ownOf } from "./reading/values.ts";

/**
 * Which versions of the file are not here. A file that goes on where the stored history ends is followed to the letter;
 * of any other, what is not known by its hash comes on top.
 */
export function freshOf({ versions }: Incoming, row: ExistingRow) {
  const goesOn = row.version <= versions.length && row.hashes.every((hash, index) => hash === versions[index]?.hash);
  const fresh = goesOn
    ? versions.slice(row.version)
    : versions.filter(({ hash }) => ownOf(row.known ?? {}, hash) === undefined);
  /** The number a version of the file (counted from 1) has afterwards. */
  const numberOf = (count: number): number => {
    const version = versions[count - 1];
    const place = version ? fresh.indexOf(version) : -1;
    if (goesOn) return count;
    return place >= 0 ? row.version + place + 1 : (ownOf(row.known ?? {}, version?.hash ?? "") ?? row.version);
  };
  /**
   * Whether a label stands where the file has it. Equal content may have several numbers: only where the file is followed to
   * the letter it matters which.
   */
  const standsAt = (label: string, count: number): boolean => {
    const from = ownOf(row.labels ?? {}, label);
    if (from === numberOf(count)) return true;
    return !goesOn && from !== undefined && ownOf(row.labelled ?? {}, label) === versions[count - 1]?.hash;
  };
  return { fresh, numberOf, standsAt };
}
