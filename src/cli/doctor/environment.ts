import type { Config } from "../../config.ts";
import { type Check, error, warning, when } from "./check.ts";

const LOCAL = /^https?:\/\/(?:localhost|127\.|\[::1\])/;

const environment: Check = {
  name: "environment",
  title: "Environment variables configured",
  run: ({ config, unknown }) => [
    ...when(
      [!config.production, error("NODE_ENV is not production", "Set NODE_ENV=production")],
      [!config.PUBLIC_URL, error("PUBLIC_URL is not set", "Set it to the address people reach this service by")],
      [
        config.PUBLIC_URL !== undefined && LOCAL.test(config.PUBLIC_URL),
        error("PUBLIC_URL is an address of this machine", "Set it to the address people reach this service by"),
      ],
      [
        config.API_DOCS === true,
        warning("/api-docs is served to everybody", "Unset API_DOCS unless that is meant; the OpenAPI document stays"),
      ],
      [
        config.WEBHOOKS_ALLOW_PRIVATE,
        warning(
          "Webhooks may call private addresses",
          "Unset WEBHOOKS_ALLOW_PRIVATE unless everybody with an account may reach this network",
        ),
      ],
    ),
    ...unknown.map((name) =>
      warning(`${name} is not a setting of Promptr`, "Look for the typing error in .env.example"),
    ),
  ],
};

/** So many requests in fifteen minutes from one address are no person's. */
const ANONYMOUS_MAX = 10_000;
const limits: Check = {
  name: "limits",
  title: "Rate limiting configured",
  run: ({ config }) => {
    const { PUBLIC_URL, TRUST_PROXY, PROMPTR_LIMITS } = config;
    return when(
      [
        PUBLIC_URL?.startsWith("https:") === true && TRUST_PROXY === undefined,
        error(
          "Every caller has the address of what ends TLS before this server, so all of them share one limit",
          "Set TRUST_PROXY to the header your proxy writes the client's address in (Fly.io: Fly-Client-IP)",
        ),
      ],
      [
        PROMPTR_LIMITS.anonymous.requests > ANONYMOUS_MAX,
        warning(
          `PROMPTR_LIMITS lets one address make ${PROMPTR_LIMITS.anonymous.requests} requests in 15 minutes`,
          "Lower anonymous.requests",
        ),
      ],
    );
  },
};

const logs: Check = {
  name: "logs",
  title: "Log aggregation setup",
  run: ({ config: { LOG_LEVEL, production } }) =>
    when(
      [LOG_LEVEL === "silent", error("Nothing is logged", "Set LOG_LEVEL=info")],
      [LOG_LEVEL === "error" || LOG_LEVEL === "warn", warning("Requests are not logged", "Set LOG_LEVEL=info")],
      [
        !production,
        warning("Logs are written for people, not for a collector", "Set NODE_ENV=production for JSON lines"),
      ],
    ),
};

const monitoring: Check = {
  name: "monitoring",
  title: "Monitoring tools configured",
  run: ({
    config: { METRICS_PORT, METRICS_HOST, OTEL_EXPORTER_OTLP_ENDPOINT: collector },
  }: {
    readonly config: Config;
  }) =>
    when(
      [
        METRICS_PORT === undefined,
        warning("Nothing is measured", "Set METRICS_PORT and point Prometheus at it (docs/alerting.md)"),
      ],
      [
        METRICS_PORT !== undefined && METRICS_HOST === "127.0.0.1",
        warning(
          "Only this machine can read the metrics",
          "Set METRICS_HOST to an address your collector reaches, unless it runs here",
        ),
      ],
      [
        collector?.startsWith("http:") === true && !LOCAL.test(collector),
        warning(
          "Traces travel unencrypted",
          "Give OTEL_EXPORTER_OTLP_ENDPOINT an https address, or one of this machine",
        ),
      ],
    ),
};

export const environmentChecks = { environment, limits, logs, monitoring };
