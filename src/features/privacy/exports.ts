import { newId } from "../../contract/id.ts";
import type { Db } from "../../db/database.ts";
import { AS_AUTH } from "../../db/identity.ts";
import { Failure } from "../../errors.ts";
import { Answer, type FileBody } from "../../feature.ts";
import { type Actor, atomically, type Scope, through } from "../../scope.ts";
import { record } from "../audit/index.ts";
import { digestOfLink, isLinkToken } from "../mail/index.ts";
import { exportByLink, exportChunk, exportOfUser, insertExport } from "./export-queries.ts";
import { makeExport } from "./jobs.ts";
import type { DataExport } from "./schema.ts";

/** SPEC §4: gone after seven days. */
export const EXPORT_KEPT_MS = 7 * 86_400_000;

/** Asks for a copy of everything held about the caller. One is made at a time, a few a day. */
export async function requestExport(scope: Scope<Actor>): Promise<Answer<DataExport>> {
  const { userId } = scope.actor;
  const now = scope.now();
  const id = newId(now.getTime());
  const expiresAt = new Date(now.getTime() + EXPORT_KEPT_MS);
  await atomically(scope, async (inner) => {
    if (!(await inner.db.first(insertExport({ id, userId, now, expiresAt })))) throw new Failure("export_running");
    // Not before: who is told that one is being made already has used up no try.
    await inner.ports.throttle.spend("exportData", userId);
    await inner.jobs.send(makeExport, { exportId: id }, { key: id });
    await record(inner, { action: "data.export", subject: { type: "export", id }, ownerId: userId });
  });
  const row = { id, state: "queued", bytes: null, sha256: null, createdAt: now, expiresAt } as const;
  const headers = { Location: `/api/v1/users/exports/${id}` };
  return new Answer(toDataExport(row, scope.settings.publicUrl), { headers });
}

type Row = NonNullable<ReturnType<typeof exportOfUser>["row"]>;
type Alive = Row & { readonly state: DataExport["state"] };

/** Refuses what is not there (any more). */
function alive(row: Row | undefined, now: Date): Alive {
  if (!row) throw new Failure("not_found");
  const { state } = row;
  if (state === "failed" || row.expiresAt <= now) throw new Failure("export_gone");
  return { ...row, state };
}

const toDataExport = (row: Alive, publicUrl: string): DataExport => ({
  id: row.id,
  state: row.state,
  createdAt: row.createdAt.toISOString(),
  expiresAt: row.expiresAt.toISOString(),
  bytes: row.bytes,
  sha256: row.sha256?.toString("hex") ?? null,
  downloadUrl: row.state === "ready" ? `${publicUrl}/api/v1/users/exports/${row.id}/download` : null,
});

export async function readExport({ db, actor, settings, now }: Scope<Actor>, id: string): Promise<DataExport> {
  const row = await db.first(exportOfUser({ id, userId: actor.userId }));
  return toDataExport(alive(row, now()), settings.publicUrl);
}

/** Reads the file one chunk at a time, as fast as it leaves. */
async function* chunksOf(db: Db, signal: AbortSignal, exportId: string, bytes: number): AsyncGenerator<Uint8Array> {
  let left = bytes;
  for (let part = 0; left > 0; part += 1) {
    signal.throwIfAborted();
    const chunk = await db.first(exportChunk({ exportId, part }));
    // The connection breaks before the promised length, so nobody takes half a file for a whole one.
    if (!chunk) throw new Failure("export_gone", { detail: "The export was removed while it was being sent" });
    left -= chunk.bytes.length;
    yield chunk.bytes;
  }
}

function toFile({ db, signal }: Pick<Scope, "db" | "signal">, row: Alive): FileBody {
  if (row.state !== "ready" || row.bytes === null) throw new Failure("export_running");
  const name = `promptr-export-${row.createdAt.toISOString().slice(0, 10)}.zip`;
  return { name, bytes: row.bytes, content: chunksOf(db, signal, row.id, row.bytes) };
}

export async function downloadExport(scope: Scope<Actor>, id: string): Promise<FileBody> {
  const row = await scope.db.first(exportOfUser({ id, userId: scope.actor.userId }));
  return toFile(scope, alive(row, scope.now()));
}

/** The file for whoever has the mailed link, until the export expires. */
export async function downloadByLink(scope: Scope, token: string): Promise<FileBody> {
  if (!isLinkToken(token)) throw new Failure("not_found");
  const door = through(scope, AS_AUTH);
  return toFile(door, alive(await door.db.first(exportByLink({ tokenHash: digestOfLink(token) })), scope.now()));
}
