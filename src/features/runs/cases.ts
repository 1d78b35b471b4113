import { newId } from "../../contract/id.ts";
import { offsetOf, toPage } from "../../contract/page.ts";
import { violated } from "../../db/faults.ts";
import { Failure } from "../../errors.ts";
import { Answer } from "../../feature.ts";
import { type Actor, atomically, type Scope } from "../../scope.ts";
import { moment, nextLink, placeOf } from "../listing/index.ts";
import { knownModel, readCatalogue } from "../models/index.ts";
import {
  type CaseRow,
  caseOf,
  casesOf,
  changeCase,
  countCases,
  deleteCase,
  insertCase,
  lockPrompt,
  promptThere,
} from "./case-queries.ts";
import {
  storedExpectations,
  storedVariables,
  type TestCase,
  type TestCaseId,
  type TestCaseInput,
  type TestListQuery,
} from "./case-schema.ts";

/** One run asks a model for each of them. */
export const CASES_PER_PROMPT_MAX = 50;

const ORDER = { name: "createdAt", value: moment };
/** Before the oldest, so that the first page needs no statement of its own. */
const BOTTOM = { value: "-infinity", id: "00000000-0000-0000-0000-000000000000" };

export async function listCases(scope: Scope<Actor>, promptId: string, query: TestListQuery) {
  const own = { userId: scope.actor.userId, promptId };
  const place = placeOf(query.cursor, ORDER) ?? BOTTOM;
  const [prompt, rows, counted] = await Promise.all([
    scope.db.first(promptThere(own)),
    scope.db.rows(casesOf({ ...own, ...place, limit: query.limit + 1, offset: offsetOf(query) })),
    query.include && scope.db.one(countCases(own)),
  ]);
  if (!prompt) throw new Failure("not_found");
  const page = toPage(rows, query, toCase, cursorOf, { total: counted?.cases, found: rows[0]?.found });
  const headers = nextLink(scope, `/prompts/${promptId}/tests`, query, page.pagination.nextCursor);
  return new Answer(page, { headers });
}

export async function createCase(
  scope: Scope<Actor>,
  promptId: string,
  input: TestCaseInput,
): Promise<Answer<TestCase>> {
  const own = { userId: scope.actor.userId, promptId };
  const id = newId(scope.now().getTime());
  await requireKnownJudges(scope, input);
  const row = await atomically(scope, async ({ db }) => {
    if (!(await db.first(lockPrompt(own)))) throw new Failure("not_found");
    const { cases } = await db.one(countCases(own));
    if (cases >= CASES_PER_PROMPT_MAX) throw new Failure("test_limit_reached");
    return db.one(insertCase({ ...own, id, ...writtenOf(input) })).catch(refuseTaken);
  });
  return new Answer(toCase(row), { headers: { Location: `/api/v1/prompts/${promptId}/tests/${id}` } });
}

export async function readCase(
  { db, actor }: Scope<Actor>,
  { id: promptId, testId: id }: TestCaseId,
): Promise<TestCase> {
  const row = await db.first(caseOf({ userId: actor.userId, promptId, id }));
  if (!row) throw new Failure("not_found");
  return toCase(row);
}

/** Puts another case in its place; a run that is under way takes it as it finds it. */
export async function replaceCase(
  scope: Scope<Actor>,
  { id: promptId, testId: id }: TestCaseId,
  input: TestCaseInput,
): Promise<TestCase> {
  await requireKnownJudges(scope, input);
  const { userId } = scope.actor;
  const row = await scope.db.first(changeCase({ userId, promptId, id, ...writtenOf(input) })).catch(refuseTaken);
  if (!row) throw new Failure("not_found");
  return toCase(row);
}

/** What runs have found of it stays with the runs. */
export async function removeCase({ db, actor }: Scope<Actor>, { id: promptId, testId: id }: TestCaseId): Promise<void> {
  if (!(await db.first(deleteCase({ userId: actor.userId, promptId, id })))) throw new Failure("not_found");
}

/** A judge nobody knows is a typing error, better found now than in every run. */
async function requireKnownJudges(scope: Scope<Actor>, { expectations }: TestCaseInput): Promise<void> {
  const catalogue = await readCatalogue(scope);
  for (const [index, expectation] of expectations.entries()) {
    if (expectation.kind !== "judge" || expectation.model === undefined) continue;
    knownModel(catalogue, expectation.model, `body.expectations.${index}.model`);
  }
}

const writtenOf = ({ name, variables, expectations }: TestCaseInput) => ({
  name,
  variables: JSON.stringify(variables),
  expectations: JSON.stringify(expectations),
});

function refuseTaken(error: unknown): never {
  if (violated(error) === "prompt_test_cases_prompt_id_name_key") throw new Failure("test_name_taken");
  throw error;
}

const cursorOf = ({ id, created_at: at }: CaseRow) => ({ sort: ORDER.name, value: at.toISOString(), id });

const toCase = (row: CaseRow): TestCase => ({
  id: row.id,
  promptId: row.prompt_id,
  name: row.name,
  variables: storedVariables(row.variables),
  expectations: storedExpectations(row.expectations),
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
});
