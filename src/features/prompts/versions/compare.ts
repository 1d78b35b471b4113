import { canonicalVariable } from "../../../contract/variable.ts";
import { PARTS } from "../../../contract/draft.ts";
import { Failure } from "../../../errors.ts";
import type { Actor, Scope } from "../../../scope.ts";
import { type Content, contentOf } from "../fields.ts";
import { comparedVersions } from "./queries.ts";
import { type DiffQuery, type FieldChange, LATEST, type VersionDiff } from "./schema.ts";
import { differ } from "./text-diff.ts";

const FIELDS = [...PARTS, "variables", "selectedModel"] as const;

/** What is different between two versions, field by field. */
export async function compareVersions(scope: Scope<Actor>, promptId: string, query: DiffQuery): Promise<VersionDiff> {
  const asked = {
    from: query.from === "latest" ? LATEST : (query.from ?? null),
    to: query.to === "latest" ? LATEST : query.to,
  };
  const rows = await scope.db.rows(comparedVersions({ userId: scope.actor.userId, promptId, ...asked }));
  const [first] = rows;
  const from = rows.find((row) => row.version === first?.from_version);
  const to = rows.find((row) => row.version === first?.to_version);
  if (!from || !to) throw new Failure("not_found");
  const changes = changesOf(contentOf(from), contentOf(to), [`v${from.version}`, `v${to.version}`]);
  return { from: from.version, to: to.version, changes, unified: changes.map(({ unified }) => unified).join("") };
}

function changesOf(from: Content, to: Content, names: readonly [string, string]): FieldChange[] {
  const compare = differ();
  return FIELDS.flatMap((field): FieldChange[] => {
    const [before, after] = [textOf(from, field), textOf(to, field)];
    if (before === after) return [];
    const kind = before === null ? "added" : after === null ? "removed" : "changed";
    return [{ field, kind, before, after, ...compare(field, names, before ?? "", after ?? "") }];
  });
}

/** Variables are compared as JSON, one declaration a line. */
function textOf(content: Content, field: (typeof FIELDS)[number]): string | null {
  if (field !== "variables") return content[field];
  const { variables } = content;
  return variables.length === 0 ? null : variables.map((one) => JSON.stringify(canonicalVariable(one))).join("\n");
}
