/** A worker of everything the product sends and of the bench's own jobs, until it is killed. Started by jobs.ts. */
import { createLog } from "../../src/adapters/log.ts";
import { jobScopeOf, startQueue } from "../../src/app/queue.ts";
import { settingsOf } from "../../src/app/server-parts.ts";
import { startApp } from "../../src/app.ts";
import { environment, readConfig } from "../../src/config.ts";
import { AS_JOBS } from "../../src/db/identity.ts";
import { features } from "../../src/features/index.ts";
import { createJobs } from "../../src/jobs/queue.ts";
import { startWorkers } from "../../src/jobs/worker.ts";
import { benchFeature } from "./jobs-feature.ts";

const config = readConfig(environment());
const log = createLog({ level: "error", human: false, to: { write: () => undefined } });
const { storage, ports } = await startApp(config, { role: "web", log });
const boss = await startQueue(storage, true, log);
const db = storage.database.as(AS_JOBS);
const settings = settingsOf(config, "http://localhost");
const base = { db, jobs: createJobs(boss, db), ports, settings, now: () => new Date() };
await startWorkers(boss, [...features, benchFeature], jobScopeOf(base, storage), log);
process.stdout.write("ready\n");
