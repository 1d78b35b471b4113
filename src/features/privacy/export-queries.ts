import { sql } from "kysely";
import { build, statement } from "../../db/build.ts";

type NewExport = { id: string; userId: string; now: Date; expiresAt: Date };

/** No row while another export of the account is being made: the index `exports_running` decides, also among processes. */
export const insertExport = statement((p: NewExport) =>
  build
    .insertInto("exports")
    .values({ id: p.id, user_id: p.userId, created_at: p.now, expires_at: p.expiresAt })
    .onConflict((conflict) =>
      conflict
        .column("user_id")
        .where(sql<boolean>`state in ('queued', 'running')`)
        .doNothing(),
    )
    .returning("id"),
);

const STATE = ["id", "state", "bytes", "sha256", "created_at as createdAt", "expires_at as expiresAt"] as const;

export const exportOfUser = statement((p: { id: string; userId: string }) =>
  build.selectFrom("exports").select(STATE).where("id", "=", p.id).where("user_id", "=", p.userId),
);

/** The export a mailed link leads to; a closed account has none. */
export const exportByLink = statement((p: { tokenHash: Buffer }) =>
  build
    .selectFrom("exports")
    .innerJoin("profiles", "profiles.id", "exports.user_id")
    .select([
      ...(["exports.id", "exports.state", "exports.bytes", "exports.sha256"] as const),
      ...(["exports.created_at as createdAt", "exports.expires_at as expiresAt"] as const),
    ])
    .where("exports.download_hash", "=", p.tokenHash)
    .where("profiles.erased_at", "is", null),
);

export const exportChunk = statement((p: { exportId: string; part: number }) =>
  build.selectFrom("export_chunks").select("bytes").where("export_id", "=", p.exportId).where("part", "=", p.part),
);

/**
 * Takes an unfinished export on; no row when there is nothing to do, or the account is closed. Every attempt moves the
 * expiry on, which makes it the attempt's token: one that was taken for dead writes nothing more.
 */
export const startExport = statement((p: { exportId: string; expiresAt: Date }) =>
  build
    .updateTable("exports")
    .from("profiles")
    .set({
      state: "running",
      expires_at: sql<Date>`greatest(${p.expiresAt}::timestamptz, exports.expires_at + interval '1 millisecond')`,
    })
    .where("exports.id", "=", p.exportId)
    .where("exports.state", "in", ["queued", "running"])
    .whereRef("profiles.id", "=", "exports.user_id")
    .where("profiles.erased_at", "is", null)
    .returning(["exports.user_id as userId", "exports.created_at as createdAt", "exports.expires_at as expiresAt"])
    .returning("profiles.created_at as openedAt"),
);

/** What an earlier attempt wrote, a bounded number at a time. */
export const deleteChunks = statement((p: { exportId: string; limit: number }) =>
  build
    .deleteFrom("export_chunks")
    .where("export_id", "=", p.exportId)
    .where("part", "in", (eb) =>
      eb.selectFrom("export_chunks").select("part").where("export_id", "=", p.exportId).limit(p.limit),
    )
    .returning("part"),
);

type Attempt = { exportId: string; expiresAt: Date };

/** No row when the export was cancelled, given up or taken on by another attempt, or the account is closed. */
export const insertChunk = statement((p: Attempt & { part: number; bytes: Buffer }) =>
  build
    .insertInto("export_chunks")
    .columns(["export_id", "user_id", "part", "bytes"])
    .expression((eb) =>
      eb
        .selectFrom("exports")
        .innerJoin("profiles", "profiles.id", "exports.user_id")
        .select([
          "exports.id as export_id",
          "exports.user_id",
          sql<number>`${p.part}::int`.as("part"),
          sql<Buffer>`${p.bytes}::bytea`.as("bytes"),
        ])
        .where("exports.id", "=", p.exportId)
        .where("exports.state", "=", "running")
        .where("exports.expires_at", "=", p.expiresAt)
        .where("profiles.erased_at", "is", null)
        // The next attempt's start waits for this row, and deletes it.
        .forShare("exports"),
    )
    .returning("part"),
);

/** No row for the same reasons. */
export const finishExport = statement((p: Attempt & { bytes: number; sha256: Buffer; now: Date }) =>
  build
    .updateTable("exports")
    .from("profiles")
    .set({ state: "ready", bytes: p.bytes, sha256: p.sha256, finished_at: p.now })
    .where("exports.id", "=", p.exportId)
    .where("exports.state", "=", "running")
    .where("exports.expires_at", "=", p.expiresAt)
    .whereRef("profiles.id", "=", "exports.user_id")
    .where("profiles.erased_at", "is", null)
    .returning("exports.id"),
);
