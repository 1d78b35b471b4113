import { z } from "zod";

const State = z.enum(["healthy", "degraded", "unhealthy"]);
const Service = z.object({ status: State, responseTime: z.number().optional().meta({ description: "Milliseconds" }) });

export const Health = z
  .object({
    status: State,
    timestamp: z.iso.datetime(),
    uptime: z.int().meta({ description: "Seconds since the process started" }),
    version: z.string(),
    commit: z.string().nullable().meta({ description: "Null when the sources run as they are" }),
    schemaVersion: z.string().meta({ description: "The newest migration this release brings" }),
    services: z.object({ database: Service, queue: Service, external_apis: Service }),
    metrics: z.object({
      memoryUsage: z.string().meta({ description: "Resident memory of this process against the machine's" }),
      cpuUsage: z.string().meta({ description: "Since the last answer, against one core" }),
      activeConnections: z.int().meta({ description: "Database connections of this process" }),
      usageWaiting: z.int().meta({ description: "Usage rows of this process that are not written yet" }),
      usageDropped: z
        .int()
        .meta({ description: "Usage rows this process gave up: the database was away or did not keep up" }),
    }),
  })
  .meta({ id: "Health" });
export type Health = z.output<typeof Health>;

export const Probe = z.object({ status: z.enum(["ok", "starting", "stopping", "unavailable"]) }).meta({ id: "Probe" });

export const Status = z
  .object({
    status: State,
    version: z.string(),
    time: z.iso.datetime(),
    uptime: z.int(),
    providers: z.array(z.string()).meta({ description: "Model providers with a key, besides the built-in engine" }),
  })
  .meta({ id: "SystemStatus" });

export const Features = z
  .object({ features: z.record(z.string(), z.object({ enabled: z.boolean(), description: z.string() })) })
  .meta({ id: "FeatureFlags" });

export const FailureId = z.strictObject({ code: z.string().regex(/^[a-z_]{1,60}$/) });

export const FailureExplained = z
  .object({
    code: z.string(),
    status: z.int(),
    title: z.string(),
    cause: z.string().meta({ description: "What it is raised for" }),
    cure: z.string().meta({ description: "What to do about it" }),
  })
  .meta({ id: "FailureExplained" });
export type FailureExplained = z.output<typeof FailureExplained>;

export const FailuresExplained = z.object({ data: z.array(FailureExplained) }).meta({ id: "FailuresExplained" });

const path = z.string().meta({ description: "On this host" });
export const HomeJson = z
  .object({
    name: z.literal("Promptr"),
    version: z.string(),
    status: State,
    links: z.object({ reference: path.nullable(), openapi: path, health: path, jobs: path.nullable() }),
  })
  .meta({ id: "Home" });
export type HomeJson = z.output<typeof HomeJson>;
