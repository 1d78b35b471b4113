import { LeasedLimiter } from "./adapters/limiter.ts";
import type { Log } from "./adapters/log.ts";
import { openCoherence } from "./app/coherence.ts";
import { lazyDashboard } from "./app/dashboard.ts";
import { measuring } from "./app/metrics.ts";
import { openMonitoring } from "./app/monitoring.ts";
import { openPorts, requestWindows } from "./app/ports.ts";
import { partsOf, settingsOf } from "./app/server-parts.ts";
import { jobScopeOf, startQueue } from "./app/queue.ts";
import { Stack } from "./app/stack.ts";
import { openStorage, type Storage } from "./app/storage.ts";
import { openUsage } from "./app/usage.ts";
import { openViews, openVisits } from "./app/views.ts";
import { openWebhooks } from "./app/webhooks.ts";
import type { Config } from "./config.ts";
import type { Ports } from "./contract/ports.ts";
import { asUser } from "./db/identity.ts";
import { grantListedAdministrators } from "./features/auth/index.ts";
import { DASHBOARD } from "./features/dashboard/index.ts";
import { features } from "./features/index.ts";
import { readPausedQueues } from "./features/job-control/index.ts";
import { Listener } from "./http/listen.ts";
import type { Base } from "./http/parts.ts";
import { Admission } from "./http/admission.ts";
import { createServer } from "./http/server.ts";
import { turningAway } from "./http/turn-away.ts";
import { SCHEMA } from "./jobs/install.ts";
import { createJobs } from "./jobs/queue.ts";
import { startWorkers } from "./jobs/worker.ts";
import type { Jobs } from "./scope.ts";

export type Role = "all" | "web" | "worker";
export type AppOptions = {
  readonly role: Role;
  readonly log: Log;
  /** Tests bring their own clock, and may put a spy around a port. */
  readonly now?: () => Date;
  readonly ports?: (ports: Ports) => Ports;
};
export type App = {
  readonly url: string;
  readonly storage: Storage;
  readonly ports: Ports;
  readonly jobs: Jobs;
  readonly admission: Admission;
  /** Where Prometheus finds /metrics; null when nothing is measured. */
  readonly metricsPort: number | null;
  /** Whether /api-docs is served. */
  readonly docs: boolean;
  /**
   * Finishes what runs, within a bound, and closes everything in reverse order; calling it again awaits the same end.
   * With `farewellMs`, clients on open connections are first told to leave.
   */
  stop(how?: { farewellMs: number }): Promise<void>;
};

/** Running requests and jobs get this long to finish; Fly's `kill_timeout` must be longer than twice this. */
export const DRAIN_MS = 25_000;
/** What still runs this long before the end of the drain is aborted, so that it can answer. */
const ABORT_BEFORE_MS = 5_000;
const CLOSE_MS = 5_000;

/** Everything of one process, opened in order; the port is taken first, so that a taken one changes nothing. */
async function open(config: Config, options: AppOptions, stack: Stack): Promise<App> {
  const { role, log, now = () => new Date(), ports: replace = (ports) => ports } = options;
  const startedAt = Date.now();
  const listener = await Listener.open(config.HOST, config.PORT);
  let draining = false;
  const leaving = new AbortController();
  const stopping = new AbortController();
  stack.add("port", CLOSE_MS, () => listener.close(0));
  const monitoring = await openMonitoring(config, stack, log);
  const storage = await openStorage(config, stack, log);
  const { database, queue } = storage;

  const publicUrl = config.PUBLIC_URL ?? `http://localhost:${listener.port}`;
  const vitals = {
    startedAt,
    ready: () => !draining,
    queue: async () => void (await queue.executeSql(`select version from ${SCHEMA}.version`)),
    connections: () => database.connections + queue.connections(),
  };
  const coherence = await openCoherence(storage, config.pooled, stack, log);
  const views = openViews(storage, stack, log);
  const visits = openVisits(storage, stack, log);
  const usage = openUsage(storage, stack, log);
  const opened = replace(await openPorts(config, database, publicUrl, vitals, { ...coherence, views, visits, usage }));
  const { ports, limiterOf, jobsWatched, readAll } = measuring(monitoring, opened);
  stack.add("mailer", CLOSE_MS, () => ports.mailer.close());
  const works = role !== "web";
  const boss = await startQueue(storage, works, log);
  stack.add("job queue", DRAIN_MS + CLOSE_MS, () => boss.stop({ graceful: true, timeout: DRAIN_MS }));
  const db = database.as(asUser(null));
  const base: Base = { db, jobs: createJobs(boss, db), ports, settings: settingsOf(config, publicUrl), now };
  await grantListedAdministrators(base);
  if (works) {
    const scopeOf = jobScopeOf(base, storage);
    const unwatch = await startWorkers(boss, features, scopeOf, log, () => readPausedQueues(base), jobsWatched);
    stack.add("watch for paused queues", CLOSE_MS, unwatch);
    openWebhooks(base, storage, stack);
  }

  const limiter = new LeasedLimiter(requestWindows(database));
  stack.add("limiter", CLOSE_MS, () => limiter.close());
  const admission = new Admission(() => database.waiting);
  readAll({ storage, base, cache: coherence.cache, admission });
  stack.add("admission", CLOSE_MS, async () => admission.close());
  const dashboard = lazyDashboard({ connection: storage.connections.app, pooled: config.pooled, path: DASHBOARD });
  stack.add("dashboard", CLOSE_MS, dashboard.close);
  const signals = { leaving: leaving.signal, stopping: stopping.signal };
  const spending = { limiter: limiterOf(limiter), admission };
  const parts = partsOf(config, options, base, spending, signals, dashboard.open, monitoring);
  const answer = createServer(parts).callback();
  listener.serve(turningAway(parts, (request, response) => void answer(request, response)));

  const stop = async (farewellMs: number): Promise<void> => {
    draining = true;
    leaving.abort(new Error("The server is leaving"));
    await listener.dismiss(farewellMs);
    const cut = setTimeout(() => stopping.abort(new Error("The server is stopping")), DRAIN_MS - ABORT_BEFORE_MS);
    await listener.close(DRAIN_MS);
    clearTimeout(cut);
    await stack.unwind();
  };
  let stopped: Promise<void> | undefined;
  return {
    url: `http://localhost:${listener.port}`,
    storage,
    ports,
    jobs: base.jobs,
    admission,
    docs: base.settings.docs,
    metricsPort: monitoring.metricsPort,
    stop: (how) => (stopped ??= stop(how?.farewellMs ?? 0)),
  };
}

/** Starts one process. When a step fails, the steps before it are undone and the error tells which. */
export async function startApp(config: Config, options: AppOptions): Promise<App> {
  const stack = new Stack((name, error) => options.log.error(`Closing the ${name} failed`, { error: String(error) }));
  try {
    return await open(config, options, stack);
  } catch (error) {
    await stack.unwind();
    throw error;
  }
}
