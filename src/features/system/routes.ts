import { html, page } from "../../contract/html.ts";
import { Failure, type FailureCode, FAILURES } from "../../errors.ts";
import { Answer, htmlPage, ok, route } from "../../feature.ts";
import { readFlags } from "./flags.ts";
import { isDatabaseThere, readHealth } from "./health.ts";
import { homePage } from "./home.ts";
import { Features, Health, Probe, ProblemCode, Status } from "./schema.ts";

const UNCACHED = { "Cache-Control": "no-store" };
const PROBLEM_STYLE =
  ":root{color-scheme:light dark;font:17px/1.6 system-ui,sans-serif}body{max-width:40rem;margin:4rem auto;padding:0 1rem}code{font-size:.95em}";

const probe = { tag: "System", method: "GET", access: "public", root: true, unlimited: true } as const;

export const routes = [
  route({
    ...probe,
    name: "readHealth",
    path: "/health",
    doc: "How the service and its parts are doing. 200 when healthy or degraded, 503 when it cannot serve.",
    reply: ok(Health),
    orStatus: 503,
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
    run: async () => new Answer({ status: "ok" as const }, { headers: UNCACHED }),
  }),
  route({
    ...probe,
    name: "readReadiness",
    path: "/readyz",
    doc: "Traffic may be sent here. 503 while the process stops or its database is away.",
    reply: ok(Probe),
    orStatus: 503,
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
    name: "explainProblem",
    tag: "Pages",
    method: "GET",
    path: "/problems/:code",
    root: true,
    doc: "What a problem's code means, for people.",
    access: "public",
    params: ProblemCode,
    reply: htmlPage(),
    fails: ["not_found"],
    run: async (_scope, { params }) => {
      if (!Object.hasOwn(FAILURES, params.code)) throw new Failure("not_found");
      const { status, title } = FAILURES[params.code as FailureCode];
      const body = html`<main>
        <p><code>${params.code}</code>, HTTP ${status}</p>
        <h1>${title}</h1>
      </main>`;
      return page({ title, body, style: PROBLEM_STYLE });
    },
  }),
  route({
    name: "readHome",
    tag: "Pages",
    method: "GET",
    path: "/",
    root: true,
    doc: "A small page: what this is and where to go.",
    access: "public",
    reply: htmlPage(),
    run: async ({ settings, ports }) =>
      homePage({
        version: settings.version,
        baseUrl: settings.publicUrl,
        docsUrl: settings.docs ? "/api-docs" : null,
        openapiUrl: "/api/v1/openapi.json",
        healthUrl: "/health",
        mailUrl: !settings.production && ports.mailer.outbox ? "/dev/mail" : null,
      }),
  }),
];
