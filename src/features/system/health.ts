import { totalmem } from "node:os";
import type { Scope } from "../../scope.ts";
import type { Health } from "./schema.ts";

/** Asked by everybody who monitors: one measurement a second serves them all. */
const KEPT_MS = 1_000;
const CHECK_TIMEOUT_MS = 1_000;

type Service = Health["services"]["database"];

const within = <T>(promise: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error("too slow")), CHECK_TIMEOUT_MS);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
};

async function probe(check: () => Promise<unknown>): Promise<Service> {
  const startedAt = performance.now();
  try {
    await within(check());
    return { status: "healthy", responseTime: Math.round((performance.now() - startedAt) * 10) / 10 };
  } catch {
    return { status: "unhealthy" };
  }
}

/** Whether the database answers; asked once a second however many probes come. */
export const isDatabaseThere = ({ db, ports }: Scope): Promise<{ there: boolean }> =>
  ports.cache.get("system:database", { tags: ["system"], ttlMs: KEPT_MS }, () =>
    checkDatabase({ db }).then(
      () => ({ there: true }),
      () => ({ there: false }),
    ),
  );

/** In a transaction: a single statement may stand behind a slow one, which says nothing of the database. */
const checkDatabase = ({ db }: Pick<Scope, "db">): Promise<unknown> =>
  within(db.transaction((open) => open.rows({ sql: "select 1", parameters: [] })));

let lastCpu = { at: performance.now(), used: process.cpuUsage() };
function cpuPercent(): number {
  const at = performance.now();
  const { user, system } = process.cpuUsage(lastCpu.used);
  const elapsedMs = Math.max(1, at - lastCpu.at);
  lastCpu = { at, used: process.cpuUsage() };
  return Math.round(((user + system) / 1_000 / elapsedMs) * 100);
}

/** The guide's shape. Providers are not asked by monitors: how their last calls went says enough and costs nothing. */
export function readHealth(scope: Scope): Promise<Health> {
  const { ports, settings } = scope;
  return ports.cache.get("system:health", { tags: ["system"], ttlMs: KEPT_MS }, async () => {
    const [database, queue] = await Promise.all([probe(() => checkDatabase(scope)), probe(() => ports.vitals.queue())]);
    const outside = ports.vitals.providers();
    const whole = queue.status === "healthy" && outside === "healthy";
    const status = database.status !== "healthy" ? "unhealthy" : whole ? "healthy" : "degraded";
    return {
      status,
      timestamp: new Date().toISOString(),
      uptime: Math.round((Date.now() - ports.vitals.startedAt) / 1_000),
      version: settings.version,
      commit: settings.commit,
      schemaVersion: settings.schemaVersion,
      services: { database, queue, external_apis: { status: outside } },
      metrics: {
        memoryUsage: `${Math.round((process.memoryUsage.rss() / totalmem()) * 100)}%`,
        cpuUsage: `${cpuPercent()}%`,
        activeConnections: ports.vitals.connections(),
        usageWaiting: ports.usage.waiting,
        usageDropped: ports.usage.dropped,
      },
    };
  });
}
