import type { Log } from "../adapters/log.ts";
import type { Config } from "../config.ts";
import type { RequestLimiter } from "../contract/limiter.ts";
import type { Settings } from "../contract/ports.ts";
import { identifyKey, meterOf } from "../features/api-keys/index.ts";
import { recordDenied } from "../features/audit/index.ts";
import { identifyActor } from "../features/auth/index.ts";
import { isOn } from "../features/system/index.ts";
import { docs } from "../http/docs.ts";
import type { Base, ServerParts } from "../http/parts.ts";
import { openApiDocument, operations, routes } from "./document.ts";
import { VERSION } from "./version.ts";

/** What features may know of the configuration. */
export const settingsOf = (config: Config, publicUrl: string): Settings => ({
  version: VERSION,
  production: config.production,
  publicUrl,
  limits: config.PROMPTR_LIMITS,
  flags: config.PROMPTR_FLAGS,
  docs: config.API_DOCS ?? !config.production,
  adminEmails: config.ADMIN_EMAILS,
  operations,
});

/** What the HTTP server is made of; a worker answers the probes only. */
export function partsOf(
  config: Config,
  { role, log }: { readonly role: "all" | "web" | "worker"; readonly log: Log },
  base: Base,
  limiter: RequestLimiter,
  { leaving, stopping }: Pick<ServerParts, "leaving" | "stopping">,
): ServerParts {
  const { db, ports, settings, now } = base;
  return {
    routes: role === "worker" ? routes.filter(({ unlimited }) => unlimited) : routes,
    isOn: (flag) => isOn({ db, ports, settings }, flag),
    identify: (presented, address, request) =>
      presented.kind === "api_key"
        ? identifyKey({ db, ports, now }, presented.key, address)
        : identifyActor({ db, ports, settings, now, request }, presented.token),
    countKeyCall: meterOf({ db, limits: settings.limits, now }),
    onDenied: (actor, operation, request) => recordDenied({ db, ports, request }, actor, operation),
    base,
    limiter,
    settings,
    log: {
      request: (line) => log.request(line),
      bug: (error, requestId) => log.error("Unexpected error", { requestId, err: error }),
    },
    corsOrigins: config.CORS_ORIGINS,
    proxyIpHeader: config.TRUST_PROXY ?? null,
    leaving,
    stopping,
    mount: docs(openApiDocument, settings.docs),
  };
}
