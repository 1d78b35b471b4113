import { sql } from "kysely";
import { build, type Query, statement } from "../../db/build.ts";
import { KEPT_IN_VERSION, WRITTEN, WRITTEN_COLUMNS } from "../prompts/index.ts";

type Owner = { readonly userId: string };
/** Rows as one JSON parameter: a statement for a thousand of them. */
type Rows = Owner & { readonly rows: string };

export type ExistingRow = {
  readonly id: string;
  readonly slug: string;
  readonly is_deleted: boolean;
  readonly is_public: boolean;
  readonly version: number;
  readonly title: string;
  readonly description: string | null;
  readonly category: string;
  readonly tags: string[];
  readonly folder_id: string | null;
  /** Of the enriched prompt, SHA-256 in hex: it may be as long as all the rest. */
  readonly enriched_hash: string | null;
  /** Content hashes in hex, of as many of the first versions as the file has. */
  readonly hashes: string[];
  /** The version that has a hash of the file's, the newest one. */
  readonly known: Record<string, number> | null;
  readonly head: string | null;
  readonly labels: Record<string, number> | null;
  /** The content hash each label stands on, in hex. */
  readonly labelled: Record<string, string> | null;
  /** The newest revision of each label of the file's that has a history. */
  readonly revisions: Record<string, number> | null;
};

/** Waits for whoever writes one of these prompts; in one order, so that two imports cannot wait for each other. */
export const lockBySlug = statement((p: Owner & { slugs: readonly string[] }) =>
  build
    .selectFrom("prompts")
    .select("id")
    .where("user_id", "=", p.userId)
    .where(sql<boolean>`slug = any(${p.slugs}::text[])`)
    .orderBy("id")
    .forNoKeyUpdate(),
);

/**
 * What is there of a file's prompts; `asked` is JSON, `[{slug, hashes, labels}]`. Hashes are looked up as keys of an object:
 * ten thousand versions joined with ten thousand hashes would be compared each with each.
 */
export const existingPrompts = (p: Owner & { asked: string }): Query<ExistingRow> => ({
  name: "promptr_import_existing",
  sql: `select p.id, p.slug, p.deleted_at is not null as is_deleted, p.is_public, p.version, p.title, p.description, p.category,
      p.tags, p.folder_id, encode(sha256(convert_to(p.enriched_prompt, 'UTF8')), 'hex') as enriched_hash,
      array(select encode(v.content_hash, 'hex') from promptr.prompt_versions v
        where v.prompt_id = p.id and v.user_id = $1 and v.version <= cardinality(a.hashes) order by v.version) as hashes,
      (select jsonb_object_agg(k.hash, k.version) from (
        select encode(v.content_hash, 'hex') as hash, max(v.version) as version from promptr.prompt_versions v
        where v.prompt_id = p.id and v.user_id = $1 and w.hashes ? encode(v.content_hash, 'hex')
        group by v.content_hash) k) as known,
      (select encode(v.content_hash, 'hex') from promptr.prompt_versions v
        where v.prompt_id = p.id and v.user_id = $1 and v.version = p.version) as head,
      (select jsonb_object_agg(l.label, l.version) from promptr.prompt_labels l
        where l.prompt_id = p.id and l.user_id = $1) as labels,
      (select jsonb_object_agg(l.label, encode(v.content_hash, 'hex')) from promptr.prompt_labels l
        join promptr.prompt_versions v on v.prompt_id = l.prompt_id and v.version = l.version
        where l.prompt_id = p.id and l.user_id = $1 and v.user_id = $1) as labelled,
      (select jsonb_object_agg(r.label, r.revision) from (
        select e.label, max(e.revision) as revision from promptr.label_events e
        where e.prompt_id = p.id and e.user_id = $1 and e.label = any (a.labels) group by e.label) r) as revisions
    from jsonb_to_recordset($2::jsonb) as a (slug text, hashes text[], labels text[])
    cross join lateral (select coalesce(jsonb_object_agg(h, null), '{}') as hashes from unnest(a.hashes) h) w
    join promptr.prompts p on p.user_id = $1 and p.slug = a.slug`,
  parameters: [p.userId, p.asked],
});

export const foldersOf = statement((p: Owner & { limit: number }) =>
  build.selectFrom("folders").select(["id", "parent_id", "name"]).where("user_id", "=", p.userId).limit(p.limit),
);
export const categoryNames = statement((_: object) => build.selectFrom("categories").select("name"));
export const promptQuota = statement((p: Owner & { month: string }) =>
  build
    .selectFrom("quota_usage")
    .select("used")
    .where("user_id", "=", p.userId)
    .where("kind", "=", "prompts")
    .where("month", "=", p.month),
);

/** Takes all or nothing: no row comes back when the month has not that many left. */
export const spendPrompts = (p: Owner & { month: string; needed: number; limit: number }): Query<{ used: number }> => ({
  name: "promptr_import_quota",
  sql: `insert into promptr.quota_usage (user_id, kind, month, used)
    select $1, 'prompts', $2::date, $3::int where $3::int <= $4::int
    on conflict (user_id, kind, month) do update set used = quota_usage.used + excluded.used
    where quota_usage.used + excluded.used <= $4::int returning used`,
  parameters: [p.userId, p.month, p.needed, p.limit],
});

/** Parents stand before or among their children: a statement checks its references when it ends. */
export const insertFolders = ({ userId, rows }: Rows): Query<unknown> => ({
  name: "promptr_import_folders",
  sql: `insert into promptr.folders (id, user_id, parent_id, name)
    select r.id, $1, r.parent_id, r.name from jsonb_to_recordset($2::jsonb) as r (id uuid, parent_id uuid, name text)`,
  parameters: [userId, rows],
});

// JSON text in JSON would stay a string, so what is JSON already comes as text and is read here.
const typeIn = (column: keyof typeof WRITTEN): string => (WRITTEN[column] === "jsonb" ? "text" : WRITTEN[column]);
const valueOf = (column: keyof typeof WRITTEN): string => `r.${column}${WRITTEN[column] === "jsonb" ? "::jsonb" : ""}`;
const definition = (columns: readonly (keyof typeof WRITTEN)[]): string =>
  columns.map((column) => `${column} ${typeIn(column)}`).join(", ");

/** A prompt is as old as its file says, but not younger than now. */
export const insertPrompts = ({ userId, rows }: Rows): Query<unknown> => ({
  name: "promptr_import_prompts",
  sql: `insert into promptr.prompts (id, user_id, slug, version, enriched_prompt, created_at, published_at, ${WRITTEN_COLUMNS.join(", ")})
    select r.id, $1, r.slug, r.version, r.enriched_prompt, least(coalesce(r.created_at, now()), now()),
      case when r.is_public then now() end, ${WRITTEN_COLUMNS.map(valueOf).join(", ")}
    from jsonb_to_recordset($2::jsonb) as r (id uuid, slug text, version int, enriched_prompt text, created_at timestamptz, ${definition(WRITTEN_COLUMNS)})`,
  parameters: [userId, rows],
});

export const insertVersions = ({ userId, rows }: Rows): Query<unknown> => ({
  name: "promptr_import_versions",
  sql: `insert into promptr.prompt_versions (prompt_id, user_id, version, author_id, message, content_hash, created_at, ${KEPT_IN_VERSION.join(", ")})
    select r.prompt_id, $1, r.version, $1, r.message, decode(r.content_hash, 'hex'), least(coalesce(r.created_at, now()), now()),
      ${KEPT_IN_VERSION.map(valueOf).join(", ")}
    from jsonb_to_recordset($2::jsonb) as r (prompt_id uuid, version int, message text, content_hash text, created_at timestamptz, ${definition(KEPT_IN_VERSION)})`,
  parameters: [userId, rows],
});

/** Writes prompts whose rows are locked; publication stays as it is. */
export const updatePrompts = ({ userId, rows }: Rows): Query<unknown> => ({
  name: "promptr_import_updates",
  sql: `update promptr.prompts p set version = r.version, revision = p.revision + 1,
      enriched_prompt = case when r.keeps_enriched then p.enriched_prompt else r.enriched_prompt end,
      ${WRITTEN_COLUMNS.map((column) => `${column} = ${valueOf(column)}`).join(", ")}
    from jsonb_to_recordset($2::jsonb) as r (id uuid, version int, keeps_enriched boolean, enriched_prompt text, ${definition(WRITTEN_COLUMNS)})
    where p.id = r.id and p.user_id = $1`,
  parameters: [userId, rows],
});
