import type { MemoryCache } from "../adapters/cache.ts";
import type { RequestLimiter } from "../contract/limiter.ts";
import type { Ports } from "../contract/ports.ts";
import type { Admission } from "../http/admission.ts";
import type { Base } from "../http/parts.ts";
import type { Watched } from "../jobs/worker.ts";
import { readCertificate } from "./metrics/certificate.ts";
import { jobTimes, readQueues } from "./metrics/jobs.ts";
import { measuredLimiter, measuredPorts, refusalCounter } from "./metrics/ports.ts";
import { readParts } from "./metrics/readings.ts";
import type { Monitoring } from "./monitoring.ts";
import type { Storage } from "./storage.ts";

type Parts = {
  readonly storage: Storage;
  readonly base: Base;
  readonly cache: MemoryCache;
  readonly admission: Admission;
};

/** The parts of a process with their meters on; as they are where nothing is measured. */
export function measuring({ meters, tracer }: Monitoring, ports: Ports) {
  const jobsWatched: Watched = { tracer, onEnd: meters && jobTimes(meters) };
  const asIs = (limiter: RequestLimiter): RequestLimiter => limiter;
  if (!meters) return { ports, jobsWatched, limiterOf: asIs, readAll: (_parts: Parts): void => undefined };
  const onRefusal = refusalCounter(meters);
  return {
    ports: measuredPorts(ports, meters, onRefusal),
    jobsWatched,
    limiterOf: (limiter: RequestLimiter): RequestLimiter => measuredLimiter(limiter, onRefusal),
    readAll({ storage, base, cache, admission }: Parts): void {
      readParts(meters, { storage, ports: base.ports, cache, admission });
      readQueues(meters, base);
      readCertificate(meters, base.settings.publicUrl);
    },
  };
}
