import type { Health, HomeJson } from "./schema.ts";

export const HEALTH: Health = {
  status: "healthy",
  timestamp: "2026-11-22T12:00:00.000Z",
  uptime: 86_400,
  version: "0.1.0",
  commit: "0123456789abcdef0123456789abcdef01234567",
  schemaVersion: "0019-sharing",
  services: {
    database: { status: "healthy", responseTime: 1 },
    queue: { status: "healthy", responseTime: 2 },
    external_apis: { status: "healthy" },
  },
  metrics: {
    memoryUsage: "45%",
    cpuUsage: "12%",
    activeConnections: 10,
    usageWaiting: 0,
    usageDropped: 0,
  },
};

export const HOME: HomeJson = {
  name: "Promptr",
  version: "0.1.0",
  status: "healthy",
  links: { reference: "/api-docs", openapi: "/api/v1/openapi.json", health: "/health", jobs: "/admin/dashboard" },
};
