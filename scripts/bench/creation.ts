/**
 * What Postgres does for a new prompt, in processor time: the statement that makes one, as it is and with one thing left out
 * at a time, each in a database of its own. `node scripts/bench/creation.ts [rounds] [words of case names,…]`. All take
 * turns of 150 creations, because the pace of a machine changes from one second to the next; only the connections that
 * create are counted.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { startEmbeddedPostgres } from "../../src/adapters/embedded-postgres.ts";
import { readMigrations } from "../../src/app/migrations.ts";
import { newId } from "../../src/contract/id.ts";
import { Database } from "../../src/db/database.ts";
import { asUser } from "../../src/db/identity.ts";
import { migrate } from "../../src/db/migrate.ts";
import { type Creation, spendAndCreate } from "../../src/features/prompts/creation-queries.ts";
import { spendAndCreateAlone } from "../../src/features/prompts/lone-creation-queries.ts";
import { CASES, type CreationCase } from "./creation-cases.ts";
import { allTexts, userId, usersOf } from "./http/content.ts";
import { seed } from "./http/seed.ts";

const PROMPTS = 20_000;
const TURN = 150;
const WARM = 300;
const CALLERS = 4;
const NANOSECONDS_PER_MICROSECOND = 1_000;
const [, , rounds = "20", names = ""] = process.argv;
const ROUNDS = Number(rounds);
const cases = CASES.filter(({ name }, index) => index === 0 || names.split(",").some((part) => name.includes(part)));

const home = mkdtempSync(join(tmpdir(), "promptr-bench-"));
// Whatever else Postgres does by itself would be counted with whoever has the turn.
const settings = { shared_buffers: "512MB", max_connections: "200", autovacuum: "off" };
const server = await startEmbeddedPostgres({ home, settings });
const texts = allTexts();
let made = 0;

function nextCreation(): Creation {
  const number = made++;
  const text = texts[(number * 7_919) % texts.length];
  if (!text) throw new Error("There are no texts");
  const { place: _place, content_hash, slug, ...values } = text;
  const id = newId(Date.now());
  return {
    ...values,
    id,
    userId: userId((number * 37) % usersOf(PROMPTS)),
    month: "2026-11-01",
    limit: 1_000_000,
    contentHash: Buffer.from(content_hash, "hex"),
    message: null,
    slug: `${slug}-of-${number}`,
    otherSlug: `${slug}-of-${number}-again`,
    forkedFrom: null,
    forkedVersion: null,
    folder_id: null,
    is_public: false,
    variables: "[]",
    changeTags: [`prompt:${id}`],
    changeKind: "version.created",
    changeData: JSON.stringify({ promptId: id, version: 1 }),
  };
}

type Stand = {
  readonly one: CreationCase;
  readonly db: Database;
  readonly client: pg.Client;
  readonly spent: number[];
};

async function create({ one, db }: Stand, count: number): Promise<void> {
  let left = count;
  const work = async (): Promise<void> => {
    while (left-- > 0) {
      const creation = nextCreation();
      const own = db.as(asUser(creation.userId));
      const row = await (one.isWithin ? own.first(spendAndCreate(creation)) : own.first(spendAndCreateAlone(creation)));
      if (!row) throw new Error("Nothing was created");
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, work));
}

/** Microseconds of processor time of the connections that create. */
async function spentBy({ client }: Stand): Promise<number> {
  const { rows } = await client.query<{ pid: number }>(
    "select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
  );
  const nanoseconds = ({ pid }: { pid: number }) =>
    Number(readFileSync(`/proc/${pid}/schedstat`, "utf8").split(" ")[0]);
  return rows.reduce((sum, row) => sum + nanoseconds(row) / NANOSECONDS_PER_MICROSECOND, 0);
}

const ranked = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? Number.NaN;

const stands: Stand[] = [];
try {
  await migrate(server.connection, readMigrations());
  await seed(server.connection, "promptr", PROMPTS);
  const admin = new pg.Client({ ...server.connection, database: "postgres" });
  await admin.connect();
  for (const [index, one] of cases.entries()) {
    const connection = { ...server.connection, database: `case_${index}` };
    await admin.query(
      `create database case_${index} template ${pg.escapeIdentifier(server.connection.database)} strategy file_copy`,
    );
    const client = new pg.Client(connection);
    await client.connect();
    await client.query(`set search_path to promptr; ${one.ddl ?? ""}`);
    stands.push({ one, client, spent: [], db: new Database({ connection, pooled: false, onError: () => undefined }) });
  }
  await admin.query("checkpoint");
  await admin.end();
  for (const stand of stands) await create(stand, WARM);
  for (let round = 0; round < ROUNDS; round += 1)
    for (const stand of stands.toSorted(() => Math.random() - 0.5)) {
      const before = await spentBy(stand);
      await create(stand, TURN);
      stand.spent.push(((await spentBy(stand)) - before) / TURN);
    }
  const usual = stands[0]?.spent ?? [];
  process.stdout.write(
    "| a creation | µs, median | lower fifth | more or less than the first |\n|---|---:|---:|---:|\n",
  );
  for (const { one, spent } of stands) {
    const apart = spent.map((micros, round) => micros - (usual[round] ?? Number.NaN));
    const cells = [ranked(spent, 0.5), ranked(spent, 0.2), ranked(apart, 0.5)].map((micros) => micros.toFixed(0));
    process.stdout.write(`| ${[one.name, ...cells].join(" | ")} |\n`);
  }
} finally {
  for (const { db, client } of stands) await Promise.all([db.close(), client.end()]);
  await server.stop();
  rmSync(home, { recursive: true, force: true });
}
