import { sql } from "kysely";
import { PAGE_BYTES_MAX } from "../../contract/page.ts";
import { build, type Compilable, statement } from "../../db/build.ts";
import type { Json } from "../../db/tables.ts";

type Own = { readonly userId: string; readonly promptId: string };
type One = Own & { readonly id: string };

const COLUMNS = ["id", "prompt_id", "name", "variables", "expectations", "created_at", "updated_at"] as const;
export type CaseRow = {
  id: string;
  prompt_id: string;
  name: string;
  variables: Json;
  expectations: Json;
  created_at: Date;
  updated_at: Date;
};

export const promptThere = statement((p: Own) =>
  build
    .selectFrom("prompts")
    .select("id")
    .where("id", "=", p.promptId)
    .where("user_id", "=", p.userId)
    .where("deleted_at", "is", null),
);

/** Whoever adds to what a prompt may have so many of waits here for the others. */
export const lockPrompt = statement((p: Own) =>
  build
    .selectFrom("prompts")
    .select("id")
    .where("id", "=", p.promptId)
    .where("user_id", "=", p.userId)
    .where("deleted_at", "is", null)
    .forNoKeyUpdate(),
);

export const countCases = statement((p: Own) =>
  build
    .selectFrom("prompt_test_cases")
    .select(sql<number>`count(*)::int`.as("cases"))
    .where("prompt_id", "=", p.promptId)
    .where("user_id", "=", p.userId),
);

type Span = { readonly value: string | number; readonly id: string; readonly limit: number; readonly offset: number };

/**
 * Oldest first, what comes after the place given by `value` (a time) and `id`: up to `PAGE_BYTES_MAX` of values and
 * expectations, at least one; `found` is how many the page had before. In SQL, because fifty cases can be 8 MB.
 */
export const casesOf = statement((p: Own & Span): Compilable<CaseRow & { found: number }> => {
  const query = sql<CaseRow & { found: number }>`select * from (
    select page.*, (count(*) over ())::int as found,
      sum(bytes) over (order by created_at, id rows unbounded preceding) - bytes as bytes_before
    from (
      select ${sql.join(COLUMNS.map((column) => sql.ref(column)))},
        octet_length(variables::text) + octet_length(expectations::text) as bytes
      from promptr.prompt_test_cases
      where prompt_id = ${p.promptId} and user_id = ${p.userId}
        and (created_at, id) > (${p.value}::timestamptz, ${p.id}::uuid)
      order by created_at, id limit ${p.limit} offset ${p.offset}
    ) as page
  ) as measured where bytes_before < ${sql.lit(PAGE_BYTES_MAX)} order by created_at, id`;
  return { compile: () => query.compile(build) };
});

export const caseOf = statement((p: One) =>
  build
    .selectFrom("prompt_test_cases as c")
    .innerJoin("prompts as p", "p.id", "c.prompt_id")
    .select(COLUMNS.map((column) => `c.${column}` as const))
    .where("c.id", "=", p.id)
    .where("c.prompt_id", "=", p.promptId)
    .where("c.user_id", "=", p.userId)
    .where("p.user_id", "=", p.userId)
    .where("p.deleted_at", "is", null),
);

/** JSON as text. */
type Written = { readonly name: string; readonly variables: string; readonly expectations: string };
const written = (p: Written) => ({
  name: p.name,
  variables: sql<Json>`${p.variables}::jsonb`,
  expectations: sql<Json>`${p.expectations}::jsonb`,
});

export const insertCase = statement((p: One & Written) =>
  build
    .insertInto("prompt_test_cases")
    .values({ id: p.id, user_id: p.userId, prompt_id: p.promptId, ...written(p) })
    .returning(COLUMNS),
);

export const changeCase = statement((p: One & Written) =>
  build
    .updateTable("prompt_test_cases")
    .from("prompts")
    .set(written(p))
    .where("prompt_test_cases.id", "=", p.id)
    .where("prompt_test_cases.prompt_id", "=", p.promptId)
    .where("prompt_test_cases.user_id", "=", p.userId)
    .whereRef("prompts.id", "=", "prompt_test_cases.prompt_id")
    .where("prompts.deleted_at", "is", null)
    .returning(COLUMNS.map((column) => `prompt_test_cases.${column}` as const)),
);

export const deleteCase = statement((p: One) =>
  build
    .deleteFrom("prompt_test_cases")
    .using("prompts")
    .where("prompt_test_cases.id", "=", p.id)
    .where("prompt_test_cases.prompt_id", "=", p.promptId)
    .where("prompt_test_cases.user_id", "=", p.userId)
    .whereRef("prompts.id", "=", "prompt_test_cases.prompt_id")
    .where("prompts.deleted_at", "is", null)
    .returning("prompt_test_cases.id"),
);
