import type { Log } from "../adapters/log.ts";
import type { Config } from "../config.ts";
import type { Meters } from "../contract/metrics.ts";
import type { Settings } from "../contract/ports.ts";
import type { FailureCode } from "../errors.ts";
import { identifyKey, meterOf } from "../features/api-keys/index.ts";
import { recordDenied } from "../features/audit/index.ts";
import { identifyActor } from "../features/auth/index.ts";
import {
  DASHBOARD,
  identifyVisitor,
  isOwnOrigin,
  missingPage,
  recordAction,
  signInPage,
} from "../features/dashboard/index.ts";
import { isOn } from "../features/system/index.ts";
import type { Dashboard } from "../http/dashboard.ts";
import { docs } from "../http/docs.ts";
import type { Base, ServerParts } from "../http/parts.ts";
import { openApiDocument, operations, routes } from "./document.ts";
import { MCP } from "./mcp.ts";
import { SCHEMA_VERSION } from "./migrations.ts";
import type { Monitoring } from "./monitoring.ts";
import { COMMIT, VERSION } from "./version.ts";

/** What features may know of the configuration. */
export const settingsOf = (config: Config, publicUrl: string): Settings => ({
  version: VERSION,
  commit: COMMIT,
  schemaVersion: SCHEMA_VERSION,
  production: config.production,
  publicUrl,
  limits: config.PROMPTR_LIMITS,
  flags: config.PROMPTR_FLAGS,
  docs: config.API_DOCS ?? !config.production,
  adminEmails: config.ADMIN_EMAILS,
  operations,
});

const dashboardParts = (base: Base, open: Dashboard["open"]): Dashboard => ({
  path: DASHBOARD,
  identify: (cookies) => identifyVisitor(base, cookies),
  isOwnOrigin: (headers) => isOwnOrigin(headers, base.settings),
  onAction: (visitor, request, action) => recordAction(base, visitor, request, action),
  open,
  signIn: () => signInPage(),
  missing: missingPage,
});

/** Counts problems by their code, which says more than a status. */
function failureCounter(meters: Meters): (code: FailureCode) => void {
  const count = meters.counter("promptr_failures_total", "Problems answered, by their code", ["code"]);
  return (code) => count({ code });
}

/** What the HTTP server is made of; a worker answers the probes only. */
export function partsOf(
  config: Config,
  { role, log }: { readonly role: "all" | "web" | "worker"; readonly log: Log },
  base: Base,
  { limiter, admission }: Pick<ServerParts, "limiter" | "admission">,
  { leaving, stopping }: Pick<ServerParts, "leaving" | "stopping">,
  openDashboard: Dashboard["open"],
  { meters, tracer }: Pick<Monitoring, "meters" | "tracer">,
): ServerParts {
  const { db, ports, settings, now } = base;
  return {
    routes: role === "worker" ? routes.filter(({ unlimited }) => unlimited) : routes,
    isOn: (flag) => isOn({ db, ports, settings }, flag),
    identify: (presented, address, request) =>
      presented.kind === "api_key"
        ? identifyKey({ db, ports, now }, presented.key, address)
        : identifyActor({ db, ports, settings, now, request }, presented.token),
    countKeyCall: meterOf({ db, limits: settings.limits, now, jobs: base.jobs }),
    onDenied: (actor, operation, request) => recordDenied({ db, ports, request }, actor, operation),
    base,
    limiter,
    admission,
    settings,
    log: {
      request: (line) => log.request(line),
      bug: (error, requestId) => log.error("Unexpected error", { requestId, err: error }),
    },
    meters,
    observed: {
      time: meters?.route("any", "other") ?? null,
      onFailure: meters ? failureCounter(meters) : null,
      tracer,
    },
    corsOrigins: config.CORS_ORIGINS,
    proxyIpHeader: config.TRUST_PROXY ?? null,
    leaving,
    stopping,
    mount: docs(openApiDocument, settings.docs),
    dashboard: role === "worker" ? null : dashboardParts(base, openDashboard),
    mcp: role === "worker" ? null : MCP,
  };
}
