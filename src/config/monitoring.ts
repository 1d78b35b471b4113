import { isIP } from "node:net";
import { z } from "zod";
import { Secret } from "./secret.ts";
import { port, webUrl } from "./values.ts";
import { type Variable, variable } from "./variable.ts";

const SHARE = "expected a number from 0 to 1";

/** What tells operators how it goes. */
export const MONITORING = {
  METRICS_PORT: variable(
    "Monitoring",
    port().optional(),
    "9091",
    "Serves Prometheus metrics at /metrics on this port, in every role; unset: nothing is measured. 0 picks a free one",
  ),
  METRICS_HOST: variable(
    "Monitoring",
    z
      .string()
      .refine((host) => isIP(host) > 0 || host === "localhost", "expected an IP address or localhost")
      .default("127.0.0.1"),
    "::",
    "Address of that port. Only this machine unless set: figures of a business are not for everybody (on Fly.io ::, which is private there)",
  ),
  OTEL_EXPORTER_OTLP_ENDPOINT: variable(
    "Monitoring",
    webUrl().optional(),
    "http://localhost:4318",
    "Sends traces to this collector by OTLP over HTTP (/v1/traces is added); unset: a caller's traceparent is passed on and nothing recorded",
  ),
  OTEL_EXPORTER_OTLP_HEADERS: variable(
    "Monitoring",
    z
      .string()
      .refine(
        (text) => text.split(",").every((pair) => /^\s*(?:[\w-]+=(?:[^%]|%[0-9a-f]{2})*)?$/i.test(pair)),
        "expected name=value, separated by commas, with values percent-encoded (% is %25)",
      )
      .transform((value) => new Secret(value))
      .optional(),
    "authorization=Basic%20…,x-team=prompts",
    "Headers for the collector: name=value, separated by commas, values percent-encoded",
  ),
  OTEL_SERVICE_NAME: variable(
    "Monitoring",
    z.string().min(1).max(100).default("promptr"),
    "promptr",
    "What this service is called in traces",
  ),
  OTEL_TRACES_SAMPLER_ARG: variable(
    "Monitoring",
    z
      .string()
      .regex(/^(?:0|1|0?\.\d{1,6}|1\.0+)$/, SHARE)
      .transform(Number)
      .default(1),
    "0.1",
    "Which share of the traces that begin here is recorded; one that a caller began is recorded when the caller says so",
  ),
} as const satisfies Record<string, Variable>;
