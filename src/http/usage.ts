import type Koa from "koa";
import type { PromptUsed, Usage, UsedOperation } from "../contract/usage.ts";
import { pathOf, type Route } from "../feature.ts";

/** What nginx logs for a caller who left before the answer had. */
const CALLER_LEFT = 499;
/** The pages of share links, the only ones below the root that are counted. */
const SHARE_PAGES = "/s/";
const API = "/api/v1/";

/** Paths below the API that no route answers. */
export const UNKNOWN_OPERATION: UsedOperation = { action: "unknown", resource: null };
export const isApiPath = (path: string): boolean => path.startsWith(API);

/** How usage rows name a route; null for probes, documents and pages, which are not counted. */
export function operationOf(route: Route): UsedOperation | null {
  if (route.unlimited || (route.root && !route.path.startsWith(SHARE_PAGES))) return null;
  const [first = ""] = route.path.slice(1).split("/");
  return { action: route.name, resource: route.root ? "sharing" : first.replaceAll("-", "_") };
}

const OF_PROMPT = /^\/api\/v1\/prompts\/(?:public\/)?:id(?:\/|$)/;
/** Whether the path of a route names the prompt it is about. */
export const namesPrompt = (route: Route): boolean => OF_PROMPT.test(pathOf(route));

/** That prompt, with the version or label the path names beside it. */
export function promptIn(params: unknown): PromptUsed {
  // Sound: routes of which `namesPrompt` holds read `id` as a UUID, and `version` and `label` as what they are.
  const { id, version, label } = params as { id: string; version?: number; label?: string };
  return { promptId: id, version, label };
}

/** What middleware notes about a request for its usage row. */
export type UsageNotes = {
  userId: string | null;
  apiKeyId: string | null;
  operation: UsedOperation | null;
  prompt: PromptUsed | null;
  address: string;
  /** What became of the operation, where the answer's status speaks of its envelope only. */
  status: number | null;
};

/** What it came to: a caller who left before the answer had is told from one who got it. */
export const statusOf = (res: Koa.Context["res"]): number => (res.writableFinished ? res.statusCode : CALLER_LEFT);

/** Adds the row of a request that has ended. What failed was no use of a prompt. */
export function addUsage(
  usage: Pick<Usage, "add">,
  notes: UsageNotes,
  res: Koa.Context["res"],
  durationMs: number,
  at: number,
) {
  const { operation, userId, apiKeyId, prompt, address } = notes;
  if (operation === null) return;
  const sent = statusOf(res);
  const status = sent === CALLER_LEFT ? sent : (notes.status ?? sent);
  const used = status < 400 ? prompt : null;
  usage.add({ operation, userId, apiKeyId, prompt: used, status, durationMs, address, at });
}
