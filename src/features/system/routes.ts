import { jsonPage } from "../../contract/html.ts";
import { Answer, htmlPage, ok, route } from "../../feature.ts";
import { HEALTH, HOME } from "./examples.ts";
import { readFlags } from "./flags.ts";
import { isDatabaseThere, readHealth } from "./health.ts";
import { wantsJson } from "./failure-routes.ts";
import { homeJson, homePage } from "./home.ts";
import { Features, Health, HomeJson, Probe, Status } from "./schema.ts";

const UNCACHED = { "Cache-Control": "no-store" };
const probe = { tag: "System", method: "GET", access: "public", root: true, unlimited: true } as const;

export const routes = [
  route({
    ...probe,
    name: "readHealth",
    path: "/health",
    doc: "How the service and its parts are doing. 200 when healthy or degraded, 503 when it cannot serve.",
    reply: ok(Health),
    orStatus: 503,
    example: { reply: HEALTH },
    run: async (scope) => {
      const health = await readHealth(scope);
      return new Answer(health, { headers: UNCACHED, status: health.status === "unhealthy" ? 503 : 200 });
    },
  }),
  route({
    ...probe,
    name: "readLiveness",
    path: "/livez",
    doc: "The process answers. Asks nothing else, so that trouble of the database restarts no machine.",
    reply: ok(Probe),
    example: { reply: { status: "ok" } },
    run: async () => new Answer({ status: "ok" as const }, { headers: UNCACHED }),
  }),
  route({
    ...probe,
    name: "readReadiness",
    path: "/readyz",
    doc: "Traffic may be sent here. 503 while the process stops or its database is away.",
    reply: ok(Probe),
    orStatus: 503,
    example: { reply: { status: "ok" } },
    run: async (scope) => {
      if (!scope.ports.vitals.ready())
        return new Answer({ status: "stopping" as const }, { headers: UNCACHED, status: 503 });
      const status = (await isDatabaseThere(scope)).there ? ("ok" as const) : ("unavailable" as const);
      return new Answer({ status }, { headers: UNCACHED, status: status === "ok" ? 200 : 503 });
    },
  }),
  route({
    name: "readSystemStatus",
    tag: "System",
    method: "GET",
    path: "/system/status",
    doc: "The service in one glance, for its users.",
    access: "public",
    reply: ok(Status),
    example: {
      reply: {
        status: "healthy",
        version: "0.1.0",
        time: "2026-11-22T12:00:00.000Z",
        uptime: 86_400,
        providers: ["anthropic"],
      },
    },
    run: async (scope) => {
      const { status, uptime } = await readHealth(scope);
      const providers = [...scope.ports.ai.providers.keys()];
      return { status, version: scope.settings.version, time: scope.now().toISOString(), uptime, providers };
    },
  }),
  route({
    name: "readFeatures",
    tag: "System",
    method: "GET",
    path: "/system/features",
    doc: "Which features are switched on: the table, overridden by PROMPTR_FLAGS.",
    access: "public",
    reply: ok(Features),
    example: { reply: { features: { registration: { enabled: true, description: "New accounts can be made" } } } },
    run: async (scope) => {
      const flags = await readFlags(scope);
      const entries = flags.map(({ name, description, enabled }) => [name, { description, enabled }] as const);
      return { features: Object.fromEntries(entries) };
    },
  }),
  route({
    name: "readHome",
    tag: "Pages",
    method: "GET",
    path: "/",
    root: true,
    doc: "A small page: what this is, how it is, and where to go. JSON for who asks for JSON and not for HTML.",
    access: "public",
    reply: htmlPage(HomeJson),
    example: { reply: HOME },
    run: async (scope) => {
      const { settings, ports, request } = scope;
      const home = {
        version: settings.version,
        status: (await readHealth(scope)).status,
        baseUrl: settings.publicUrl,
        docsUrl: settings.docs ? "/api-docs" : null,
        openapiUrl: "/api/v1/openapi.json",
        healthUrl: "/health",
        jobsUrl: "/admin/dashboard",
        mailUrl: !settings.production && ports.mailer.outbox ? "/dev/mail" : null,
      };
      return new Answer(wantsJson(request) ? jsonPage(homeJson(home)) : homePage(home), {
        headers: { Vary: "Accept" },
      });
    },
  }),
];
