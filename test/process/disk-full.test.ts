import { execFileSync } from "node:child_process";
import { closeSync, fsyncSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { randomBytes } from "node:crypto";
import { expect, onTestFinished, test, vi } from "vitest";
import { startEmbeddedPostgres } from "../../src/adapters/embedded-postgres.ts";
import { scratch } from "../setup.ts";
import { until } from "../world.ts";
import { query, WIDE_LIMITS } from "./database.ts";
import { acknowledged, draft, keepAliveClient, type Sent, signUp } from "./load.ts";
import { createPlace } from "./server.ts";

vi.setConfig({ testTimeout: 120_000 });

const DISK_MB = 256;
const BACK_WITHIN_MS = 15_000;
const WRITES = 24;
/** Text that cannot be packed, so that a few prompts need new pages. */
const long = (title: string) => ({ ...draft(title), context: randomBytes(9_000).toString("hex") });

/** A disk of its own for a Postgres, or null where this user may mount none. */
function createDisk(): string | null {
  const folder = scratch("disk");
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${DISK_MB}m,mode=0777`, "tmpfs", folder], { stdio: "ignore" });
  } catch {
    return null;
  }
  onTestFinished(() => void execFileSync("umount", ["-l", folder]));
  return folder;
}

/** Takes all that is left of a disk. */
function fill(file: string): void {
  const handle = openSync(file, "w");
  try {
    for (let size = 1 << 20; size >= 4_096; size /= 2) {
      try {
        for (;;) writeSync(handle, Buffer.alloc(size, 1));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
      }
    }
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

test("while the disk of the database is full reads are answered, writes are refused with 503, and afterwards both work and nothing acknowledged is gone", async ({
  skip,
}) => {
  const disk = createDisk() ?? skip("only root may mount a disk");
  const settings = { min_wal_size: "32MB", max_wal_size: "64MB", synchronous_commit: "on" };
  const postgres = await startEmbeddedPostgres({ home: join(disk, "home"), durable: false, settings });
  onTestFinished(() => postgres.stop(), 30_000);
  const place = createPlace({ PROMPTR_LIMITS: WIDE_LIMITS });
  const server = await place.serve({ env: { DATABASE_URL: postgres.url } });
  const client = keepAliveClient(server.url, await signUp(server.url));
  const before = await client.post("/api/v1/prompts", long("before"));
  expect(before.status).toBe(201);

  fill(join(disk, "filler"));
  const answers: Sent[] = [before];
  for (let turn = 0; turn < WRITES; turn += 1) {
    answers.push(await client.post("/api/v1/prompts", long(`full ${turn}`)));
    expect((await client.get("/api/v1/prompts?limit=5")).status).toBe(200);
  }
  const statuses = answers.map(({ status }) => status);
  expect(statuses).toContain(503);
  expect(statuses.filter((status) => status !== 201 && status !== 503)).toEqual([]);
  for (const { headers, status } of answers)
    if (status === 503) expect(Number(headers["retry-after"])).toBeGreaterThan(0);

  rmSync(join(disk, "filler"));
  const freedAt = performance.now();
  await until(async () => (await client.post("/api/v1/prompts", long("after"))).status === 201, BACK_WITHIN_MS);
  const backMs = Math.round(performance.now() - freedAt);
  expect(server.isAlive()).toBe(true);
  const kept = await query(postgres.connection.host, postgres.connection.database, "select id from promptr.prompts");
  expect(kept.map(({ id }) => id)).toEqual(expect.arrayContaining(acknowledged(answers)));
  const refused = statuses.filter((status) => status === 503).length;
  console.log(
    `figure: ${refused} of ${WRITES} writes to a full disk refused with 503, ${WRITES} of ${WRITES} reads beside them answered; 0 of ${acknowledged(answers).length} acknowledged lost; writing again ${backMs} ms after there was room`,
  );
});
