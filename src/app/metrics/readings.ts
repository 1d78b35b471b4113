import type { MemoryCache } from "../../adapters/cache.ts";
import type { Meters, Sample } from "../../contract/metrics.ts";
import type { Ports } from "../../contract/ports.ts";
import type { Admission } from "../../http/admission.ts";
import { SCHEMA_VERSION } from "../migrations.ts";
import type { Storage } from "../storage.ts";
import { VERSION } from "../version.ts";

const one = (value: number): Sample[] => [{ value }];
const by = (label: string, values: Readonly<Record<string, number>>): Sample[] =>
  Object.entries(values).map(([name, value]) => ({ labels: { [label]: name }, value }));

type Parts = {
  readonly storage: Storage;
  readonly ports: Ports;
  readonly cache: MemoryCache;
  readonly admission: Admission;
};

/** What is read from the parts of this process when somebody scrapes it. */
export function readParts(meters: Meters, { storage, ports, cache, admission }: Parts): void {
  const { database, queue } = storage;
  const gauge = (name: string, help: string, read: () => Sample[]): void =>
    meters.reading({ name, help, kind: "gauge", read });
  const counter = (name: string, help: string, read: () => Sample[]): void =>
    meters.reading({ name, help, kind: "counter", read });

  gauge("promptr_build_info", "Always 1; its labels say what runs", () => [
    { labels: { version: VERSION, schema: SCHEMA_VERSION }, value: 1 },
  ]);
  gauge("promptr_ready", "1 while traffic may be sent here, 0 once the process has begun to stop", () =>
    one(Number(ports.vitals.ready())),
  );
  gauge("promptr_requests_running", "Requests at work", () => one(admission.atOnce));
  counter("promptr_requests_shed_total", "Requests turned away because the process or its database was behind", () =>
    one(admission.shed),
  );
  gauge("promptr_timers_late_seconds", "How late timers are, smoothed over half a second: what sheds load", () =>
    one(admission.lateMs / 1_000),
  );
  counter("promptr_cache_hits_total", "Answers from the memory of this process", () => one(cache.hits));
  counter("promptr_cache_misses_total", "Answers that had to be loaded", () => one(cache.misses));
  gauge("promptr_cache_entries", "Answers in the memory of this process", () => one(cache.entries));
  gauge("promptr_cache_bytes", "About what they take", () => one(cache.bytes));
  gauge("promptr_db_pool", "Database connections of this process", () => [
    ...by("kind", { ...database.pool, queue: queue.connections() }),
  ]);
  gauge(
    "promptr_db_waiting",
    "What waits for the database: statements for their answer, transactions for a connection",
    () => by("for", { answer: database.unanswered, connection: database.waitingForConnection }),
  );
  counter("promptr_db_connection_waits_total", "Transactions that were given a connection", () =>
    one(database.connectionWaits.count),
  );
  counter("promptr_db_connection_wait_seconds_total", "What transactions waited for a connection in all", () =>
    one(database.connectionWaits.seconds),
  );
  gauge("promptr_usage_rows_waiting", "Usage rows that are not written yet", () => one(ports.usage.waiting));
  counter("promptr_usage_rows_dropped_total", "Usage rows this process gave up", () => one(ports.usage.dropped));
  gauge("promptr_breaker_state", "Models of a provider that are left alone because their last calls failed", () =>
    [...ports.ai.providers.values()].map((provider) => ({
      labels: { provider: provider.name },
      value: provider.paused(),
    })),
  );
}
