import { registerHooks } from "node:module";

export type DashboardHandler = ((request: Request) => Promise<Response>) & { close(): Promise<void> };
export type DashboardPackage = {
  createDashboardHandler: (options: {
    databases: { url: string; name: string; schema: string }[];
    basePath: string;
  }) => DashboardHandler;
};

const MODULE = "/@pg-boss/dashboard/build/server/index.js";
const EXACT = "if (schemaVersion !== await this.schemaVersion())";
const AT_LEAST = "if (schemaVersion > await this.schemaVersion())";
let isHooked = false;

/**
 * Loads pg-boss's dashboard. It carries a pg-boss of its own, a release older than ours, which works on a schema of
 * exactly its own number: here it takes a newer one too, as what came since are columns it does not ask for (decision 0023).
 */
export function loadDashboard(): Promise<DashboardPackage> {
  if (!isHooked)
    registerHooks({
      load(url, context, next) {
        const loaded = next(url, context);
        if (!url.endsWith(MODULE) || loaded.source == null) return loaded;
        const source = typeof loaded.source === "string" ? loaded.source : new TextDecoder().decode(loaded.source);
        return { ...loaded, source: source.replace(EXACT, AT_LEAST) };
      },
    });
  isHooked = true;
  return import("@pg-boss/dashboard/handler");
}
