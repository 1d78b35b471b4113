/** One way to make a prompt: what is changed about the database first, and by which of the two statements. */
export type CreationCase = {
  readonly name: string;
  readonly ddl?: string;
  /** As inside of a transaction, where a race for a slug must be no error. */
  readonly isWithin?: boolean;
};

const lengths: readonly [string, number][] = [
  ["title", 200],
  ["description", 2_000],
  ["role", 20_000],
  ["task", 50_000],
  ["context", 50_000],
  ["requirements", 20_000],
  ["style", 20_000],
  ["output", 20_000],
  ["selected_model", 100],
];
const JUDGED = ["quality_score between 0 and 1", "rules_hash ~ '^[0-9a-f]{64}$'", "score_version > 0", "version >= 1"];
/** The checks there were before 0021, each of its own. */
const CHECKS = {
  prompts: [
    ...lengths.map(([column, max]) => `length(${column}) between 1 and ${max}`),
    ...JUDGED,
    "category ~ '^[a-z0-9][a-z0-9-]{0,39}$'",
    "cardinality(tags) <= 20 and array_position(tags, null) is null",
    "slug ~ '^[a-z0-9]([a-z0-9._/-]{0,118}[a-z0-9])?$'",
    "jsonb_typeof(variables) = 'array' and octet_length(variables::text) <= 65536",
    "length(search_title) <= 4000",
    "length(search_body) <= 60000",
    "view_count >= 0",
    "star_count >= 0",
    "fork_count >= 0",
    "revision >= 1",
    "forked_version >= 1",
  ],
  prompt_versions: [...JUDGED, "length(message) between 1 and 500", "length(content_hash) = 32"],
  change_events: [
    "cardinality(tags) <= 200 and array_position(tags, null) is null",
    "kind is null or user_id is not null",
    "kind ~ '^[a-z_]{1,40}\\.[a-z_]{1,40}$'",
    "jsonb_typeof(data) = 'object' and octet_length(data::text) <= 2000",
  ],
};
const FIT = "prompts_fit prompt_versions_fit change_events_fit".split(" ");
const withoutChecks = FIT.map((name) => `alter table ${name.replace("_fit", "")} drop constraint ${name};`).join("\n");
const oldChecks = Object.entries(CHECKS)
  .map(
    ([table, checks]) => `alter table ${table} ${checks.map((check) => `add check (${check}) not valid`).join(", ")};`,
  )
  .join("\n");
const manyChecks = `${withoutChecks}\n${oldChecks}`;

const TABLES = ["prompts", "prompt_versions", "change_events", "quota_usage"];
const withoutKeysOf = (tables: readonly string[]): string => `do $$ declare r record; begin
  for r in select conname, conrelid::regclass as t from pg_constraint where contype = 'f'
    and conrelid = any ('{${tables.join(",")}}'::regclass[])
  loop execute format('alter table %s drop constraint %I', r.t, r.conname); end loop; end $$`;
const without = (name: string, ...indexes: string[]): CreationCase => ({
  name: `without ${name}`,
  ddl: `drop index ${indexes.join(", ")}`,
});

/** The first is what the others are compared with. */
export const CASES: readonly CreationCase[] = [
  { name: "as it is" },
  { name: "as it is, once more" },
  { name: "as before 0021: many checks, the statement for transactions", ddl: manyChecks, isWithin: true },
  { name: "many checks", ddl: manyChecks },
  { name: "the statement for transactions", isWithin: true },
  { name: "without checks of the three tables", ddl: withoutChecks },
  { name: "without foreign keys of the four tables", ddl: withoutKeysOf(TABLES) },
  { name: "without the trigger for webhooks", ddl: "drop trigger tell_of_new_prompt on prompts" },
  { name: "without the vector of words", ddl: "alter table prompts alter column search drop expression" },
  {
    name: "without row level security",
    ddl: TABLES.map((table) => `alter table ${table} disable row level security`).join(";"),
  },
  without("`prompts_search` (GIN)", "prompts_search"),
  without(
    "the five orders of own lists",
    ...["created", "updated", "title", "quality", "views"].map((order) => `prompts_by_owner_${order}`),
  ),
  without("`prompts_by_owner_views`", "prompts_by_owner_views"),
  without("`prompts_by_folder`", "prompts_by_folder"),
  without("`prompts_by_age`", "prompts_by_age"),
  without("the two beside the key of versions", "prompt_versions_by_author", "prompt_versions_by_owner"),
  without("the three beside the key of events", ...["xid", "user", "age"].map((order) => `change_events_by_${order}`)),
  {
    name: "without the 16 of published or deleted rows",
    ddl: `do $$ declare r record; begin for r in select indexrelid::regclass as i from pg_index
      where indrelid = 'prompts'::regclass
        and pg_get_expr(indpred, indrelid) ~ '(is_public|moderation|forked_from|deleted_at IS NOT NULL)'
      loop execute format('drop index %s', r.i); end loop; end $$`,
  },
];
