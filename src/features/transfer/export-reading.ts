import type { Actor, Scope } from "../../scope.ts";
import { FOLDERS_MAX } from "../folders/index.ts";
import {
  type ExportRow,
  type MoveRow,
  movesFrom,
  promptsAfter,
  type VersionRow,
  versionsFrom,
} from "./export-queries.ts";
import { FolderPaths } from "./folders.ts";
import { foldersOf } from "./import-queries.ts";

/** A prompt may be half a megabyte with what the enhancer made of it. */
const PROMPTS_PER_PAGE = 20;
const VERSIONS_PER_PAGE = 50;
const MOVES_PER_PAGE = 500;

export type Reading = Pick<Scope<Actor>, "db" | "actor" | "signal" | "now">;

export async function readFolders({ db, actor, now }: Reading): Promise<FolderPaths> {
  return new FolderPaths(await db.rows(foldersOf({ userId: actor.userId, limit: FOLDERS_MAX })), now());
}

/** Pages of the caller's prompts by slug, so that no transaction stays open and no more than a page is in memory. */
export async function* promptPages({ db, actor, signal }: Reading): AsyncGenerator<ExportRow[]> {
  let after = "";
  for (;;) {
    signal.throwIfAborted();
    const rows = await db.rows(promptsAfter({ userId: actor.userId, after, limit: PROMPTS_PER_PAGE }));
    if (rows.length > 0) yield rows;
    const last = rows.at(-1);
    if (!last || rows.length < PROMPTS_PER_PAGE) return;
    after = last.slug;
  }
}

/** Neighbours whose versions fit into one page together; a long history stands alone. */
function groupsOf(rows: readonly ExportRow[]): ExportRow[][] {
  const groups: ExportRow[][] = [];
  let versions = VERSIONS_PER_PAGE;
  for (const row of rows) {
    if (versions + row.version > VERSIONS_PER_PAGE) {
      groups.push([]);
      versions = 0;
    }
    groups.at(-1)?.push(row);
    versions += row.version;
  }
  return groups;
}

async function* versionPages(
  { db, actor, signal }: Reading,
  group: readonly ExportRow[],
): AsyncGenerator<VersionRow[]> {
  const prompts = JSON.stringify(group.map(({ id, version }, place) => ({ place, id, upto: version })));
  const total = group.reduce((sum, { version }) => sum + version, 0);
  let after = 0;
  for (let read = 0; read < total;) {
    signal.throwIfAborted();
    const rows = await db.rows(versionsFrom({ userId: actor.userId, prompts, after, limit: VERSIONS_PER_PAGE }));
    yield rows;
    read += rows.length;
    if (rows.length < VERSIONS_PER_PAGE) return; // also when a prompt was removed for good meanwhile
    after = rows.at(-1)?.version ?? after;
  }
}

export type Exported = { readonly prompt: ExportRow; readonly versions: AsyncIterable<VersionRow> };

/** Every prompt of a page with its versions, which must be read before the next prompt is asked for. */
export async function* withVersions(scope: Reading, rows: readonly ExportRow[]): AsyncGenerator<Exported> {
  for (const group of groupsOf(rows)) {
    const [single] = group;
    if (group.length === 1 && single) {
      yield { prompt: single, versions: flat(versionPages(scope, group)) };
      continue;
    }
    const rows: VersionRow[] = [];
    for await (const page of versionPages(scope, group)) rows.push(...page);
    const byPrompt = Map.groupBy(rows, (row) => row.prompt_id);
    for (const prompt of group) yield { prompt, versions: flat([byPrompt.get(prompt.id) ?? []]) };
  }
}

async function* flat<T>(pages: AsyncIterable<readonly T[]> | Iterable<readonly T[]>): AsyncGenerator<T> {
  for await (const page of pages) yield* page;
}

/** The history of a prompt's labels, by label and revision. */
export async function* movesOf({ db, actor, signal }: Reading, { id, heads }: ExportRow): AsyncGenerator<MoveRow> {
  if (heads === null) return;
  let [label, revision] = ["", 0];
  for (;;) {
    signal.throwIfAborted();
    const page = {
      userId: actor.userId,
      promptId: id,
      heads: JSON.stringify(heads),
      label,
      revision,
      limit: MOVES_PER_PAGE,
    };
    const rows = await db.rows(movesFrom(page));
    yield* rows;
    const last = rows.at(-1);
    if (!last || rows.length < MOVES_PER_PAGE) return;
    [label, revision] = [last.label, last.revision];
  }
}
