import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { EmbeddedPostgresError } from "./error.ts";
import { readOrNull } from "./files.ts";
import { commandOf, endProcess, isSignalable } from "./processes.ts";

/** Marks the servers Promptr started; it is part of their command line. */
export const CLUSTER_NAME = "cluster_name=promptr";

const FAST_MS = 10_000;
const IMMEDIATE_MS = 6_000;

/**
 * Clears what a killed Promptr left in the data folder; call it only while holding the home's lock.
 * A server that outlived its Promptr is shut down. A dead server's file is left to Postgres, which also checks for
 * surviving backends, but when its number belongs to some other process by now Postgres would refuse to start for ever.
 */
export async function clearLeftover(dataDirectory: string): Promise<void> {
  const path = join(dataDirectory, "postmaster.pid");
  const text = readOrNull(path);
  const pid = Math.abs(Number.parseInt(text ?? "", 10));
  if (text === null || !(pid > 0) || !isSignalable(pid)) return;
  const command = commandOf(pid);
  if (!command.includes(`-D ${dataDirectory} `)) {
    // Postgres takes its parent's number for a stale one, and we are about to be its parent.
    writeFileSync(path, text.replace(/^-?\d+/, String(process.pid)));
    return;
  }
  if (!command.includes(CLUSTER_NAME)) {
    throw new EmbeddedPostgresError(
      `Postgres process ${pid}, not started by Promptr, uses ${dataDirectory}; stop it first`,
    );
  }
  if (await endProcess(pid, "SIGINT", FAST_MS)) return;
  if (await endProcess(pid, "SIGQUIT", IMMEDIATE_MS)) return;
  throw new EmbeddedPostgresError(
    `Postgres process ${pid} of an earlier Promptr does not end; stop it with: kill -9 ${pid}`,
  );
}
