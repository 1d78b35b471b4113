import { readMigrations } from "../../app/migrations.ts";
import { CONNECTIONS_PER_PROCESS, hearsNotifications } from "../../db/inspect.ts";
import { pendingMigrations } from "../../db/migrate.ts";
import { type Check, error, type Outcome, type Patient, warning, when } from "./check.ts";

const OLDEST = 150_000;
const SKEW_WARN_MS = 5_000;
/** By then a token is used before it was made, and jobs start when they should not. */
const SKEW_MAX_MS = 60_000;
const EMBEDDED = "the embedded database is not running";
const AWAY = "the database gives no answer";

type Work = (patient: Patient & { connections: NonNullable<Patient["connections"]> }) => Promise<Outcome>;

/** Runs the check that says why there is no answer. */
const connected =
  (work: Work): Check["run"] =>
  async (patient) => {
    const { connections } = patient;
    return connections ? work({ ...patient, connections }) : { skipped: EMBEDDED };
  };

/** Runs the check where the database answers: one fault is told once. */
export const asked = (work: Work): Check["run"] =>
  connected(async (patient) => {
    const answers = await patient.facts().then(
      () => true,
      () => false,
    );
    return answers ? work(patient) : { skipped: AWAY };
  });

const schema: Check = {
  name: "schema",
  title: "Database schema deployed",
  run: connected(async ({ connections, facts }) => {
    const { version, hasQueue } = await facts();
    if (version < OLDEST) return [error("PostgreSQL is older than 15", "Upgrade the database")];
    const pending = await pendingMigrations(connections.migrate, readMigrations());
    if (pending.length > 0) return [error(`Migrations are missing: ${pending.join(", ")}`, "Run promptr migrate")];
    return when([!hasQueue, error("The job queue is not installed", "Run promptr migrate")]);
  }),
};

/** What the guide keeps in Redis lies in Postgres: the queue, the limits, and the news caches forget by. */
const store: Check = {
  name: "store",
  title: "Redis instance running",
  run: asked(async ({ config, connections }) => {
    if (config.pooled) return []; // changes of other processes are asked for, five times a second
    return when([
      !(await hearsNotifications(connections.app)),
      error(
        "The database does not pass on LISTEN: a transaction pooler stands in between",
        "Set DATABASE_POOLED=true, or connect directly",
      ),
    ]);
  }),
};

const roles: Check = {
  name: "roles",
  title: "Row level security holds",
  run: asked(async ({ facts }) => {
    const { bypassing, isStrong, missing, unguarded } = await facts();
    return when(
      [
        missing.length > 0,
        error(
          `The login of DATABASE_URL may not take the roles ${missing.join(", ")}, so the server cannot work`,
          "Set MIGRATE_DATABASE_URL to a login that may grant them, and run promptr migrate",
        ),
      ],
      [
        bypassing.length > 0,
        error(
          `Roles of the service can bypass row level security: ${bypassing.join(", ")}`,
          `As a superuser: ${bypassing.map((role) => `alter role ${role} nosuperuser nobypassrls`).join("; ")}`,
        ),
      ],
      [
        unguarded.length > 0,
        error(
          `Row level security is off or not forced on ${unguarded.join(", ")}`,
          `alter table promptr.${unguarded[0] ?? ""} enable row level security, force row level security (each of them)`,
        ),
      ],
      [
        isStrong,
        warning(
          "The login of DATABASE_URL is a superuser or bypasses row level security",
          "Give the server a plain login, and the strong one to MIGRATE_DATABASE_URL",
        ),
      ],
    );
  }),
};

const connections: Check = {
  name: "connections",
  title: "Connections fit the database",
  run: asked(async ({ config, facts, machines }) => {
    if (config.pooled) return { skipped: "a pooler stands in between; its own limits count" };
    const { connectionsMax, connectionsOfOthers } = await facts();
    const needed = machines * CONNECTIONS_PER_PROCESS;
    const free = connectionsMax - connectionsOfOthers;
    const of = `${machines} ${machines === 1 ? "machine" : "machines"} with ${CONNECTIONS_PER_PROCESS} connections each`;
    return when(
      [
        needed > free,
        error(`${of} need ${needed}, and ${free} are free`, "Raise max_connections, or put a pooler in between"),
      ],
      [
        needed <= free && 2 * needed > free,
        warning(
          `${of} need ${2 * needed} while a deploy runs old and new side by side, and ${free} are free`,
          "Raise max_connections, or deploy one machine after the other",
        ),
      ],
    );
  }),
};

const clock: Check = {
  name: "clock",
  title: "Clocks agree",
  run: asked(async ({ facts }) => {
    const { aheadMs } = await facts();
    const skew = Math.abs(aheadMs);
    if (skew <= SKEW_WARN_MS) return [];
    const say = skew > SKEW_MAX_MS ? error : warning;
    const seconds = Math.round(skew / 1_000);
    return [
      say(`The clocks of this machine and of the database differ by ${seconds} s`, "Set the time of this machine"),
    ];
  }),
};

export const databaseChecks = { schema, store, roles, connections, clock };
