import { Failure } from "../../errors.ts";
import type { Actor, Scope } from "../../scope.ts";
import { readCatalogue } from "../models/index.ts";
import { promptThere } from "./case-queries.ts";
import { newestDoneRun, outcomesOf, type RunRow } from "./test-queries.ts";
import type { CASE_VERDICTS, CompareQuery, TestComparison } from "./test-schema.ts";
import { toRun } from "./tests.ts";

/** What the newest finished runs of two versions found, case by case. */
export async function compareVersions(
  scope: Scope<Actor>,
  promptId: string,
  query: CompareQuery,
): Promise<TestComparison> {
  const own = { userId: scope.actor.userId, promptId };
  if (!(await scope.db.first(promptThere(own)))) throw new Failure("not_found");
  const model = query.model === undefined ? null : await idOf(scope, query.model);
  const newest = (version: number | undefined, other: number | undefined) =>
    scope.db.first(newestDoneRun({ ...own, model, version: version ?? null, other: other ?? null }));
  const to = await newest(query.to, query.to === undefined ? query.from : undefined);
  if (!to) throw noRun("to");
  const from = await newest(query.from, query.from === undefined ? to.version : undefined);
  if (!from) throw noRun("from");
  const rows = await scope.db.rows(outcomesOf({ userId: own.userId, runIds: [from.id, to.id] }));
  return comparisonOf(from, to, rows);
}

/** Runs are kept under ids, whatever name the model was asked for by. */
const idOf = async (scope: Scope<Actor>, name: string): Promise<string> =>
  (await readCatalogue(scope)).resolve(name)?.id ?? name;

function noRun(which: "from" | "to"): Failure {
  const message = "has no finished test run; POST …/tests/run makes one";
  const path = `query.${which}`;
  return new Failure("not_found", { detail: `${path}: ${message}`, faults: [{ path, code: "no_run", message }] });
}

type Outcome = NonNullable<ReturnType<typeof outcomesOf>["row"]>;
type CaseVerdict = (typeof CASE_VERDICTS)[number];

function verdictOf(from: Outcome | undefined, to: Outcome | undefined): CaseVerdict {
  if (!from) return "only_to";
  if (!to) return "only_from";
  if (from.unjudged || to.unjudged) return "unjudged";
  if (from.passed === to.passed) return "same";
  return to.passed ? "better" : "worse";
}

function comparisonOf(from: RunRow, to: RunRow, rows: readonly Outcome[]): TestComparison {
  const outcomes = (run: RunRow) =>
    new Map(rows.filter((row) => row.run_id === run.id).map((row) => [row.case_id, row]));
  const [before, after] = [outcomes(from), outcomes(to)];
  const since = Math.min(from.created_at.getTime(), to.created_at.getTime());
  const cases = [...new Set([...before.keys(), ...after.keys()])].flatMap((caseId) => {
    const [one, other] = [before.get(caseId), after.get(caseId)];
    const latest = other ?? one;
    if (!latest) return [];
    const changed = latest.edited_at === null || latest.edited_at.getTime() > since;
    const passed = { from: one?.passed ?? null, to: other?.passed ?? null };
    return [{ caseId, name: latest.name, ...passed, verdict: verdictOf(one, other), changed }];
  });
  const number = (verdict: CaseVerdict): number => cases.filter((one) => one.verdict === verdict).length;
  const sumOf = (side: Map<string, Outcome>, other: Map<string, Outcome>, of: (row: Outcome) => number): number =>
    [...side.values()].filter((row) => other.has(row.case_id)).reduce((sum, row) => sum + of(row), 0);
  const compared = (of: (row: Outcome) => number) => {
    const [first, second] = [rounded(sumOf(before, after, of)), rounded(sumOf(after, before, of))];
    return { from: first, to: second, difference: rounded(second - first) };
  };
  return {
    from: toRun(from),
    to: toRun(to),
    counts: {
      better: number("better"),
      worse: number("worse"),
      same: number("same"),
      unjudged: number("unjudged"),
      onlyFrom: number("only_from"),
      onlyTo: number("only_to"),
    },
    costUsd: compared((row) => row.cost_usd),
    durationMs: compared((row) => row.duration_ms),
    cases,
  };
}

/** The column keeps six decimals. */
const rounded = (value: number): number => Math.round(value * 1e6) / 1e6;
