import { sql } from "kysely";
import { build, type Query, statement } from "../../db/build.ts";

type Owner = { readonly userId: string };

export type ExportRow = {
  readonly id: string;
  readonly slug: string;
  readonly title: string;
  readonly description: string | null;
  readonly category: string;
  readonly tags: string[];
  readonly role: string | null;
  readonly task: string;
  readonly context: string | null;
  readonly requirements: string | null;
  readonly style: string | null;
  readonly output: string | null;
  readonly selected_model: string;
  readonly variables: unknown;
  readonly folder_id: string | null;
  readonly enriched_prompt: string | null;
  readonly is_public: boolean;
  readonly version: number;
  readonly quality_score: number;
  readonly created_at: Date;
  readonly updated_at: Date;
  /** Label to version. */
  readonly labels: Record<string, number> | null;
  /** Label to the newest revision of its history: what is moved while the file leaves is not in it. */
  readonly heads: Record<string, number> | null;
};

const columns = `p.id, p.slug, p.title, p.description, p.category, p.tags, p.role, p.task, p.context, p.requirements, p.style,
  p.output, p.selected_model, p.variables, p.folder_id, p.enriched_prompt, p.is_public, p.version, p.quality_score,
  p.created_at, p.updated_at,
  (select jsonb_object_agg(l.label, l.version) from promptr.prompt_labels l
    where l.prompt_id = p.id and l.user_id = $1) as labels,
  (select jsonb_object_agg(h.label, h.revision) from (
    select e.label, max(e.revision) as revision from promptr.label_events e
    where e.prompt_id = p.id and e.user_id = $1 group by e.label) h) as heads`;

/** The next prompts by slug, in the order of code units, which is the same in every database. */
export const promptsAfter = (p: Owner & { after: string; limit: number }): Query<ExportRow> => ({
  name: "promptr_export_prompts",
  sql: `select ${columns} from promptr.prompts p
    where p.user_id = $1 and p.deleted_at is null and p.slug collate "C" > $2 collate "C"
    order by p.slug collate "C" limit $3`,
  parameters: [p.userId, p.after, p.limit],
});

export const promptOfId = (p: Owner & { id: string }): Query<ExportRow> => ({
  name: "promptr_export_prompt",
  sql: `select ${columns} from promptr.prompts p where p.user_id = $1 and p.id = $2 and p.deleted_at is null`,
  parameters: [p.userId, p.id],
});

/** What the files of an archive are named by. */
export const slugsOfAll = statement((p: Owner & { limit: number }) =>
  build
    .selectFrom("prompts")
    .select(["id", "slug"])
    .where("user_id", "=", p.userId)
    .where("deleted_at", "is", null)
    .orderBy(sql`slug collate "C"`)
    .limit(p.limit),
);

export type VersionRow = Pick<
  ExportRow,
  "role" | "task" | "context" | "requirements" | "style" | "output" | "selected_model" | "variables" | "created_at"
> & {
  readonly prompt_id: string;
  readonly version: number;
  readonly message: string | null;
  readonly content_hash: string;
};

/** Versions of some prompts, one prompt after the other as they were asked for, each up to the version it was read with. */
export const versionsFrom = (p: Owner & { prompts: string; after: number; limit: number }): Query<VersionRow> => ({
  name: "promptr_export_versions",
  sql: `select v.* from jsonb_to_recordset($2::jsonb) as a (place int, id uuid, upto int)
    cross join lateral (
      select prompt_id, version, message, encode(content_hash, 'hex') as content_hash, created_at, role, task, context,
        requirements, style, output, selected_model, variables
      from promptr.prompt_versions
      where prompt_id = a.id and user_id = $1 and version > $3 and version <= a.upto order by version limit $4) v
    order by a.place, v.version limit $4`,
  parameters: [p.userId, p.prompts, p.after, p.limit],
});

export type MoveRow = {
  readonly label: string;
  readonly revision: number;
  readonly from_version: number | null;
  readonly to_version: number | null;
  readonly reason: string | null;
  readonly undone_revision: number | null;
  readonly created_at: Date;
};

/** The history of a prompt's labels, up to the revisions it was read with; `heads` is JSON, `{label: revision}`. */
export const movesFrom = (
  p: Owner & { promptId: string; heads: string; label: string; revision: number; limit: number },
): Query<MoveRow> => ({
  name: "promptr_export_moves",
  sql: `select e.label, e.revision, e.from_version, e.to_version, e.reason, u.revision as undone_revision, e.created_at
    from promptr.label_events e
    left join promptr.label_events u on u.id = e.undoes
    where e.prompt_id = $2 and e.user_id = $1 and e.revision <= ($3::jsonb ->> e.label)::int
      and (e.label collate "C", e.revision) > ($4 collate "C", $5::int)
    order by e.label collate "C", e.revision limit $6`,
  parameters: [p.userId, p.promptId, p.heads, p.label, p.revision, p.limit],
});
