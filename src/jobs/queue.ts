import { createHash } from "node:crypto";
import type { PgBoss } from "pg-boss";
import { z } from "zod";
import type { Db } from "../db/database.ts";
import type { Jobs } from "../scope.ts";

/** What lies in the queue: the payload, and the request that asked for it. */
export const Envelope = z.object({ payload: z.unknown(), requestId: z.string().nullable().default(null) });

/** The same cause always gives the same job id, so sending it again inserts nothing. */
function idOf(name: string, key: string): string {
  const hex = createHash("sha256").update(`${name}\0${key}`).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Jobs live in the same database, so a send inside a transaction commits or vanishes with the rows beside it. */
export const createJobs = (boss: PgBoss, db: Db, requestId: string | null = null): Jobs => ({
  async send(job, payload, options = {}) {
    const data = { payload: job.payload.parse(payload), requestId };
    await boss.send(job.name, data, {
      db: {
        executeSql: async (sql: string, parameters: unknown[] = []) => ({
          rows: await db.rows<object>({ sql, parameters }),
        }),
      },
      ...(options.key !== undefined && { id: idOf(job.name, options.key) }),
    });
  },
  within: (inner) => createJobs(boss, inner, requestId),
  from: (id) => createJobs(boss, db, id),
});
