import type { Plan } from "./plan.ts";
import type { Format } from "./reading/found.ts";
import type { Losses } from "./reading/losses.ts";
import type { withIds } from "./rows.ts";
import type { ImportPlan } from "./schema.ts";
import type { State } from "./state.ts";

type Around = {
  readonly dryRun: boolean;
  readonly formats: readonly Format[];
  readonly losses: Losses;
  /** What was made; nothing while it is only a plan. */
  readonly made: ReturnType<typeof withIds>;
};

/** A plan as its reader sees it. */
export function toPlan(
  { create, update, unchanged, conflict, labels }: Plan,
  state: State,
  { dryRun, formats, losses, made }: Around,
): ImportPlan {
  const ids = new Map(made.map(({ incoming, id }) => [incoming.slug, id]));
  return {
    dryRun,
    formats: [...formats],
    create: create.map(({ incoming: { slug, title, versions } }) => ({
      slug,
      title,
      id: ids.get(slug) ?? null,
      versions: versions.length,
    })),
    update: update.map(({ row, fresh, changed }) => ({
      slug: row.slug,
      id: row.id,
      from: row.version,
      to: row.version + fresh.length,
      fields: [...changed],
    })),
    unchanged: unchanged.map(({ row: { slug, id } }) => ({ slug, id })),
    conflict: conflict.map(({ slug, code, message }) => ({ slug, code, message })),
    labels: [
      ...create.flatMap(({ incoming: { slug, labels: placed } }) =>
        [...placed].map(([label, to]) => ({ slug, label, from: null, to, action: "move" as const })),
      ),
      ...labels.map(({ incoming: { slug }, move: { label, from, to, moves } }) => ({
        slug,
        label,
        from,
        to,
        action: moves ? ("move" as const) : ("keep" as const),
      })),
    ],
    folders: state.folders.added.map(({ path }) => [...path]),
    quota: { needed: create.length, remaining: Math.max(0, state.quota.limit - state.quota.used) },
    lost: losses.list().map(({ places, ...loss }) => ({ ...loss, places: [...places] })),
  };
}
