import { stringify } from "csv-stringify/sync";
import type { FileBody } from "../../feature.ts";
import { Failure } from "../../errors.ts";
import type { Actor, Scope } from "../../scope.ts";
import type { FiguresRow } from "./cells.ts";
import { modelTable, promptTable, usageTable } from "./figure-queries.ts";
import { datesOf, type Period, periodOf, spanOf, startsOf } from "./period.ts";
import { toOwnCalls, toPromptUse, toUsage } from "./present.ts";
import { namesOf, partsOf } from "./prompts.ts";
import type { ReportQuery } from "./schema.ts";

/** Some ten megabytes as a file. */
const ROWS_MAX = 50_000;

export const CONTENT_TYPES = { csv: "text/csv", json: "application/json" } as const;

type Cell = string | number | null;
type Line = Readonly<Record<string, Cell>>;

function flat({
  processingTimeMs,
  ...figures
}: { processingTimeMs: ReturnType<typeof toUsage>["processingTimeMs"] } & object): Line {
  const { p50, p95, p99 } = processingTimeMs;
  return { ...(figures as Line), processingTimeMsP50: p50, processingTimeMsP95: p95, processingTimeMsP99: p99 };
}

async function linesOf(scope: Scope<Actor>, { report }: ReportQuery, period: Period): Promise<Line[]> {
  const asked = { userId: scope.actor.userId, ...datesOf(period), limit: ROWS_MAX + 1 };
  const query = {
    usage: usageTable({ ...asked, action: null }),
    prompts: promptTable({ ...asked, promptId: null }),
    models: modelTable({ ...asked, model: null, promptId: null }),
  }[report];
  const rows = await scope.db.rows(query);
  if (rows.length > ROWS_MAX) {
    const message = `must be coarser, or the time shorter: a report has at most ${ROWS_MAX} lines`;
    const faults = [{ path: "query.granularity", code: "too_big", message }];
    throw new Failure("invalid_input", { detail: `query.granularity: ${message}`, faults });
  }
  const starts = startsOf(period);
  const startOf = ({ bucket }: FiguresRow): string => starts[(bucket ?? 1) - 1] ?? "";
  if (report === "models")
    return rows.map((row) => ({ start: startOf(row), modelUsed: row.key, ...flat(toOwnCalls(row)) }));
  if (report === "usage")
    return rows.map((row) => ({ start: startOf(row), actionType: row.key || "model_call", ...flat(toUsage(row)) }));
  const things = rows.map((row) => ({ row, ...partsOf(row.key ?? "") }));
  const distinct = [...new Map(things.map((thing) => [thing.promptId, thing])).values()];
  const nameOf = await namesOf(scope, distinct);
  return things.map(({ row, promptId, version }) => {
    const title = nameOf({ promptId, version })?.title ?? null;
    return { start: startOf(row), promptId, title, ...flat(toPromptUse(row)) };
  });
}

/** A person's figures as a file: a line for each operation, prompt or model in each stretch of time in which it was used. */
export async function makeReport(scope: Scope<Actor>, query: ReportQuery): Promise<FileBody> {
  const period = periodOf(query, scope.now());
  const lines = await linesOf(scope, query, period);
  const { report, format } = query;
  // A spreadsheet must not take a title, a label or a model's name for a formula (OWASP CSV injection).
  const text =
    format === "csv"
      ? stringify(lines, { header: true, columns: columnsOf(report), escape_formulas: true })
      : JSON.stringify({ report, ...spanOf(period), rows: lines });
  const bytes = Buffer.from(text);
  const content = (async function* () {
    yield bytes;
  })();
  return { name: `promptr-${report}.${format}`, bytes: bytes.length, contentType: CONTENT_TYPES[format], content };
}

const CALLS = ["modelCalls", "failedModelCalls", "tokensUsed", "costUsd"];
const DURATIONS = ["processingTimeMsP50", "processingTimeMsP95", "processingTimeMsP99"];
const REQUESTS = ["requests", "failedRequests"];

/** Named, so that a report without a line has a head as well. */
const columnsOf = (report: ReportQuery["report"]): string[] =>
  ({
    usage: ["start", "actionType", ...REQUESTS, "successRate", ...CALLS, ...DURATIONS],
    prompts: ["start", "promptId", "title", ...REQUESTS, ...CALLS, "successRate", ...DURATIONS],
    models: ["start", "modelUsed", ...CALLS, "successRate", ...DURATIONS],
  })[report];
