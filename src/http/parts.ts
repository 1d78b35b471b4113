import type { Router } from "@koa/router";
import type { RequestLimiter } from "../contract/limiter.ts";
import type { Meters } from "../contract/metrics.ts";
import type { Settings } from "../contract/ports.ts";
import type { Flag } from "../contract/flags.ts";
import type { Route } from "../feature.ts";
import type { Actor, RequestFacts, Scope } from "../scope.ts";
import type { Admission } from "./admission.ts";
import type { Identify } from "./admit.ts";
import type { Observed, RequestLog } from "./boundary.ts";
import type { Dashboard } from "./dashboard.ts";
import type { McpTable } from "./mcp/tool.ts";

export type Base = Omit<Scope, "actor" | "request" | "signal" | "progress" | "afterCommit" | "changed" | "used">;
export type ServerParts = {
  readonly routes: readonly Route[];
  readonly identify: Identify;
  /** Counts one call with an API key against its owner's month: the headers that say what is left, or `quota_exhausted`. */
  readonly countKeyCall: (actor: Actor, address: string) => Promise<Record<string, string>>;
  /** Records that somebody tried what only an administrator may change. */
  readonly onDenied: (actor: Actor, operation: string, request: Pick<RequestFacts, "id" | "ip">) => Promise<void>;
  /** Whether a flag is on. */
  readonly isOn: (flag: Flag) => Promise<boolean>;
  readonly base: Base;
  readonly limiter: RequestLimiter;
  readonly admission: Admission;
  readonly settings: Settings;
  readonly log: RequestLog;
  readonly observed: Observed;
  /** Where each route counts; null where nobody reads it. */
  readonly meters: Pick<Meters, "route"> | null;
  readonly corsOrigins: readonly string[];
  /** The header a trusted proxy writes the client's address in; null when clients connect directly. */
  readonly proxyIpHeader: string | null;
  /** Aborted when the process begins to stop. */
  readonly leaving: AbortSignal;
  /** Aborted when the process stops and running requests must end. */
  readonly stopping: AbortSignal;
  /** Mounts what is not a route object: the documents. */
  readonly mount: (router: Router) => void;
  /** The jobs dashboard; null for a process that serves no people. */
  readonly dashboard: Dashboard | null;
  /** What MCP connections are offered; null for a process that serves no people. */
  readonly mcp: McpTable | null;
};
