import { sql } from "kysely";
import { PAGE_BYTES_MAX } from "../../contract/page.ts";
import { build, type Compilable, statement } from "../../db/build.ts";

export type ResolvedRow = {
  n: number;
  id: string;
  slug: string;
  title: string;
  /** Null when the prompt has no such label or version. */
  version: number | null;
  content_hash: Buffer | null;
  variables: unknown;
  selected_model: string | null;
  /** Of all rows together; beyond `PAGE_BYTES_MAX` the texts are left out, so that they do not even reach this process. */
  bytes: number | null;
  role: string | null;
  task: string | null;
  context: string | null;
  requirements: string | null;
  style: string | null;
  output: string | null;
  raw_prompt: string | null;
};

const found = sql`id, slug, title, version`;
const texts = sql.join(
  ["role", "task", "context", "requirements", "style", "output", "raw_prompt"].map(
    (column) =>
      sql`case when r.bytes <= ${sql.lit(PAGE_BYTES_MAX)} then ${sql.ref(`r.${column}`)} end as ${sql.ref(column)}`,
  ),
);

/**
 * Everything that was asked for, in one statement: `items` is JSON, `[{n, id or slug, label or version}]`. No row for a
 * prompt there is not. `limit` and `offset` keep the planner from reading all versions there are, or all of one prompt:
 * it takes a hundred items for many, and under row level security looks up no index by an expression.
 */
export const resolvedPrompts = statement((p: { userId: string; items: string }): Compilable<ResolvedRow> => {
  const query = sql<ResolvedRow>`
    select r.n, r.id, r.slug, r.title, r.version, r.content_hash, r.variables, r.selected_model, r.bytes, ${texts}
    from (
      select i.n, p.id, p.slug, p.title, v.version, v.content_hash, v.variables, v.selected_model,
        v.role, v.task, v.context, v.requirements, v.style, v.output, v.raw_prompt,
        (sum(octet_length(v.raw_prompt)) over ())::int as bytes
      from jsonb_to_recordset(${p.items}::jsonb) as i (n int, id uuid, slug text, label text, version int)
      cross join lateral (
        select ${found} from promptr.prompts where id = i.id and user_id = ${p.userId} and deleted_at is null
        union all
        select ${found} from promptr.prompts where user_id = ${p.userId} and slug = i.slug and deleted_at is null
      ) as p
      cross join lateral (
        select case when i.label is null then coalesce(i.version, p.version) else (
          select l.version from promptr.prompt_labels as l
          where l.prompt_id = p.id and l.label = i.label and l.user_id = ${p.userId}) end as version
        offset 0
      ) as wanted
      left join lateral (
        select * from promptr.prompt_versions
        where prompt_id = p.id and version = wanted.version and user_id = ${p.userId} limit 1
      ) as v on true
    ) as r order by r.n`;
  return { compile: () => query.compile(build) };
});
