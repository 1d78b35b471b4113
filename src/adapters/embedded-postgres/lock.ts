import { createHash, randomUUID } from "node:crypto";
import { linkSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { codeOf, EmbeddedPostgresError } from "./error.ts";
import { readOrNull } from "./files.ts";
import { identityOf } from "./processes.ts";

/** A turn is lost only when another process released or took the lock in between, so a few are plenty. */
const TURNS_MAX = 20;

type Holder = { readonly pid: number; readonly identity: string };

/**
 * Makes this process the only holder of a home until the returned function is called.
 * A lock whose process is over is replaced; of several processes that start at once exactly one wins.
 * Throws `EmbeddedPostgresError` naming the home and the process that holds it.
 */
export function lockHome(home: string): () => void {
  const path = join(home, "promptr.lock");
  const identity = identityOf(process.pid);
  if (identity === null)
    throw new EmbeddedPostgresError(`/proc is not readable, so PROMPTR_HOME ${home} cannot be guarded`);
  const own = JSON.stringify({ pid: process.pid, identity, id: randomUUID() });
  const holder = take(path, own);
  if (holder !== null) {
    throw new EmbeddedPostgresError(
      `PROMPTR_HOME ${home} is in use by process ${holder.pid}; stop it or choose another home`,
    );
  }
  return () => {
    if (readOrNull(path) === own) rmSync(path, { force: true });
  };
}

/** The live process that holds a home; null when nobody does. */
export function holderOf(home: string): Holder | null {
  const text = readOrNull(join(home, "promptr.lock"));
  const holder = text === null ? null : parseHolder(text);
  return holder !== null && identityOf(holder.pid) === holder.identity ? holder : null;
}

/** Returns null when the lock is ours now, else the live process that holds or is just taking it. */
function take(path: string, own: string): Holder | null {
  for (let turn = 0; turn < TURNS_MAX; turn += 1) {
    if (createWhole(path, own)) return null;
    const text = readOrNull(path);
    if (text === null) continue;
    const holder = parseHolder(text);
    if (holder !== null && identityOf(holder.pid) === holder.identity) return holder;
    const outcome = replaceStale(path, text, own);
    if (outcome !== "moved") return outcome === "ours" ? null : outcome;
  }
  throw new EmbeddedPostgresError(`The lock ${path} keeps changing; start again`);
}

/**
 * Replaces one dead holder's lock. Reading it and replacing it are two steps, so the right to replace exactly this text
 * is a lock of its own: whoever holds it may trust a second look.
 */
function replaceStale(path: string, staleText: string, own: string): "ours" | "moved" | Holder {
  const turnstile = `${path}.after-${createHash("sha256").update(staleText).digest("hex").slice(0, 16)}`;
  const rival = take(turnstile, own);
  if (rival !== null) return rival;
  try {
    if (readOrNull(path) !== staleText) return "moved";
    renameSync(writeDraft(path, own), path);
    return "ours";
  } finally {
    rmSync(turnstile, { force: true });
  }
}

/** Creates the file with its text in one step, so that nobody reads half of it; false when it exists. */
function createWhole(path: string, text: string): boolean {
  const draft = writeDraft(path, text);
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function writeDraft(path: string, text: string): string {
  const draft = `${path}.${randomUUID()}.tmp`;
  writeFileSync(draft, text, { flag: "wx", mode: 0o644 });
  return draft;
}

/** Null for text that no Promptr wrote whole, as a power cut may leave it: such a lock belongs to nobody. */
function parseHolder(text: string): Holder | null {
  try {
    const { pid, identity } = JSON.parse(text) as Partial<Record<string, unknown>>;
    if (typeof pid !== "number" || !Number.isSafeInteger(pid) || pid <= 0 || typeof identity !== "string") return null;
    return { pid, identity };
  } catch {
    return null;
  }
}
