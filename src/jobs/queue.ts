import { createHash } from "node:crypto";
import type { PgBoss } from "pg-boss";
import { z } from "zod";
import { currentTrace } from "../contract/trace.ts";
import type { Db } from "../db/database.ts";
import type { Jobs } from "../scope.ts";

/** What lies in the queue: the payload, the request that asked for it, and the trace that one belongs to. */
export const Envelope = z.object({
  payload: z.unknown(),
  requestId: z.string().nullable().default(null),
  traceparent: z.string().nullable().default(null),
});

/** The same cause always gives the same job id, so sending it again inserts nothing. */
function idOf(name: string, key: string): string {
  const hex = createHash("sha256").update(`${name}\0${key}`).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Jobs live in the same database, so a send inside a transaction commits or vanishes with the rows beside it. */
export const createJobs = (boss: PgBoss, db: Db, requestId: string | null = null): Jobs => ({
  async send(job, payload, options = {}) {
    const traceparent = currentTrace()?.traceparent;
    const data = { payload: job.payload.parse(payload), requestId, ...(traceparent !== undefined && { traceparent }) };
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
