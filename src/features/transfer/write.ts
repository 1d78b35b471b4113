import type { Query } from "../../db/build.ts";
import type { Actor, Inner, Scope } from "../../scope.ts";
import { promptTag, PUBLIC_TAG, tagsOf } from "../prompts/index.ts";
import { insertMoves, placeLabels } from "./import-label-queries.ts";
import { insertFolders, insertPrompts, insertVersions, updatePrompts } from "./import-queries.ts";
import { labelRows } from "./label-rows.ts";
import type { Plan } from "./plan.ts";
import * as rows from "./rows.ts";
import type { State } from "./state.ts";

type Made = ReturnType<typeof rows.withIds>;
export type Writing = Inner<Scope<Actor>>;

/** So much JSON goes in one statement: it stays far below the time a statement may take. */
const STATEMENT_CHARACTERS = 1_000_000;
const STATEMENT_ROWS = 1_000;

async function writeRows<T extends object>(
  db: Writing["db"],
  list: Iterable<T>,
  queryOf: (json: string) => Query<unknown>,
): Promise<void> {
  let texts: string[] = [];
  let characters = 0;
  const flush = async (): Promise<void> => {
    if (texts.length > 0) await db.rows(queryOf(`[${texts.join(",")}]`));
    [texts, characters] = [[], 0];
  };
  for (const row of list) {
    const text = JSON.stringify(row);
    texts.push(text);
    characters += text.length;
    if (characters >= STATEMENT_CHARACTERS || texts.length >= STATEMENT_ROWS) await flush();
  }
  await flush();
}

/** Rows as they are needed: all of them at once would be the file three times over. */
function* each<T>(list: readonly T[], rowsOf: (one: T) => readonly object[]): Generator<object> {
  for (const one of list) yield* rowsOf(one);
}

/** Writes what a plan says, a few statements for each kind of row. */
export async function write(
  { db, actor, now }: Writing,
  plan: Plan,
  { folders }: State,
  made: Made,
  computed: rows.Computed,
): Promise<void> {
  const { userId } = actor;
  const all = { userId };
  await writeRows(db, folders.added, (json) => insertFolders({ ...all, rows: json }));
  await writeRows(
    db,
    each(made, (one) => [rows.promptRow(one, computed)]),
    (json) => insertPrompts({ ...all, rows: json }),
  );
  await writeRows(
    db,
    each(plan.update, (one) => [rows.updateRow(one, computed)]),
    (json) => updatePrompts({ ...all, rows: json }),
  );
  const versions = [
    ...made.map((one) => () => rows.newVersionRows(one, computed)),
    ...plan.update.map((one) => () => rows.freshVersionRows(one, computed)),
  ];
  await writeRows(
    db,
    each(versions, (rowsOf) => rowsOf()),
    (json) => insertVersions({ ...all, rows: json }),
  );
  const labels = labelRows(made, plan.labels, now());
  await writeRows(db, labels.rows, (json) => placeLabels({ ...all, rows: json }));
  const { kind: actorKind } = actor.credential;
  await writeRows(db, labels.moves, (json) => insertMoves({ ...all, rows: json, actorKind }));
}

/** Caches forget what changed, and the owner's clients hear of it: once for each prompt, and for each label that moved. */
export function tell({ changed, actor: { userId } }: Writing, { create, update, labels }: Plan, made: Made): void {
  for (const { id, incoming } of made)
    changed({
      tags: [promptTag(id)],
      event: { userId, kind: "version.created", data: { promptId: id, version: incoming.versions.length } },
    });
  for (const { row, fresh } of update) {
    const data = { promptId: row.id };
    changed({
      tags: tagsOf(row.id, row.is_public),
      event:
        fresh.length > 0
          ? { userId, kind: "version.created", data: { ...data, version: row.version + fresh.length } }
          : { userId, kind: "prompt.updated", data },
    });
  }
  for (const { row, move } of labels)
    if (move.moves)
      changed({
        tags: [promptTag(row.id)],
        event: { userId, kind: "label.moved", data: { promptId: row.id, label: move.label, version: move.to } },
      });
  if (create.some(({ fields }) => fields.isPublic)) changed({ tags: [PUBLIC_TAG] });
}
