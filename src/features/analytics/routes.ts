import { file, ok, route } from "../../feature.ts";
import { MODELS, PROMPTS, REPORT, SYSTEM, TRENDS, USAGE } from "./examples.ts";
import { readModels } from "./models.ts";
import { readPrompts } from "./prompts.ts";
import { ModelAnalytics, PromptAnalytics, TrendAnalytics, UsageAnalytics } from "./replies.ts";
import { CONTENT_TYPES, makeReport } from "./report.ts";
import { ModelsQuery, PromptsQuery, ReportQuery, SystemQuery, TrendsQuery, UsageQuery } from "./schema.ts";
import { SystemAnalytics } from "./system-reply.ts";
import { readSystem } from "./system.ts";
import { readTrends } from "./trends.ts";
import { readUsage } from "./usage.ts";

const own = { tag: "Analytics", method: "GET", keyScope: "analytics:read" } as const;
/** What holds for the figures of all of them. */
const EXACT = "Exact up to a quarter of a second ago, and every stretch of time is there, also without any.";

export const routes = [
  route({
    ...own,
    name: "readUsageAnalytics",
    path: "/analytics/usage",
    access: "user",
    doc: `Your requests, their success and durations, and what calls of models cost. ${EXACT}`,
    query: UsageQuery,
    reply: ok(UsageAnalytics),
    example: { reply: USAGE },
    run: (scope, { query }) => readUsage(scope, query),
  }),
  route({
    ...own,
    name: "readPromptAnalytics",
    path: "/analytics/prompts",
    access: "user",
    doc: `How your prompts were used, by prompt, version or label: requests, calls of models with their cost and durations, and how good the versions are. ${EXACT}`,
    query: PromptsQuery,
    reply: ok(PromptAnalytics),
    example: { reply: PROMPTS },
    run: (scope, { query }) => readPrompts(scope, query),
  }),
  route({
    ...own,
    name: "readModelAnalytics",
    path: "/analytics/models",
    access: "user",
    doc: `Your calls of models: tokens, cost, success and durations by model. ${EXACT}`,
    query: ModelsQuery,
    reply: ok(ModelAnalytics),
    example: { reply: MODELS },
    run: (scope, { query }) => readModels(scope, query),
  }),
  route({
    ...own,
    name: "readTrends",
    path: "/analytics/trends",
    access: "pro",
    doc: `How your figures move: against as much time before, as moving averages, and what moved most. Pro plan. ${EXACT}`,
    query: TrendsQuery,
    reply: ok(TrendAnalytics),
    example: { reply: TRENDS },
    run: (scope, { query }) => readTrends(scope, query),
  }),
  route({
    ...own,
    name: "downloadReport",
    path: "/analytics/report",
    access: "user",
    doc: "Your figures as a file: a line for each operation, prompt or model in each stretch of time in which it was used. In the CSV, cells that a spreadsheet would take for a formula begin with an apostrophe.",
    query: ReportQuery,
    reply: file(CONTENT_TYPES.csv, CONTENT_TYPES.json),
    example: { reply: REPORT },
    run: (scope, { query }) => makeReport(scope, query),
  }),
  route({
    name: "readSystemAnalytics",
    tag: "Admin",
    method: "GET",
    path: "/admin/analytics",
    access: "admin",
    keyScope: null,
    doc: `How the installation is used: people, prompts, requests, calls of models and their cost, queues and storage. ${EXACT}`,
    query: SystemQuery,
    reply: ok(SystemAnalytics),
    example: { reply: SYSTEM },
    run: (scope, { query }) => readSystem(scope, query),
  }),
];
