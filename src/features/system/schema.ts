import { z } from "zod";

const State = z.enum(["healthy", "degraded", "unhealthy"]);
const Service = z.object({ status: State, responseTime: z.number().optional().meta({ description: "Milliseconds" }) });

export const Health = z
  .object({
    status: State,
    timestamp: z.iso.datetime(),
    uptime: z.int().meta({ description: "Seconds since the process started" }),
    version: z.string(),
    services: z.object({ database: Service, queue: Service, external_apis: Service }),
    metrics: z.object({
      memoryUsage: z.string().meta({ description: "Resident memory of this process against the machine's" }),
      cpuUsage: z.string().meta({ description: "Since the last answer, against one core" }),
      activeConnections: z.int().meta({ description: "Database connections of this process" }),
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

export const ProblemCode = z.strictObject({ code: z.string().regex(/^[a-z_]{1,60}$/) });
