import { createHash } from "node:crypto";
import { z } from "zod";
import { PROVIDERS } from "../../../contract/ai.ts";
import { type Draft, PARTS } from "../../../contract/draft.ts";
import { newId } from "../../../contract/id.ts";
import { type Actor, atomically, type Inner, type Scope } from "../../../scope.ts";
import { applyChanges } from "../engine/index.ts";
import { SEVERITIES } from "../lint/index.ts";
import { BUILT_IN } from "../../models/index.ts";
import { insertResult, keptUnder, keptWithId } from "../result-queries.ts";
import type { CacheKeys } from "./cache-key.ts";
import { unlessOwnerGone } from "./owner.ts";
import type { Result } from "./result.ts";
import type { Source } from "./source.ts";
import { NO_USAGE } from "./usage.ts";

/** SPEC §7. */
export const KEPT_MS = 24 * 3_600_000;

const text = z.string().nullable();
const percent = z.number();
/** A result as it lies in the database: what follows from it is computed again. */
const Stored = z.strictObject({
  source: z.strictObject({ role: text, task: text, context: text, requirements: text, style: text, output: text }),
  status: z.enum(["improved", "already_good", "needs_input"]),
  changes: z.array(
    z.strictObject({
      id: z.string(),
      field: z.enum(PARTS),
      before: z.string(),
      after: z.string(),
      ruleId: z.string(),
      reason: z.string(),
      severity: z.enum(SEVERITIES),
    }),
  ),
  questions: z.array(z.string()),
  quality: z.strictObject({ before: percent, after: percent }),
  model: z.strictObject({ id: z.string(), provider: z.enum([...PROVIDERS, "builtin"]) }),
  isFallback: z.boolean(),
});
type Stored = z.input<typeof Stored>;

/** A result that was kept, and the draft it was made from. */
export type Kept = {
  readonly id: string;
  readonly promptId: string | null;
  readonly source: Draft;
  readonly result: Result;
  readonly expiresAt: Date;
};
type Row = NonNullable<ReturnType<typeof keptWithId>["row"]>;

/** Null for what an older version of this program has written in another way. */
function readRow({ id, prompt_id: promptId, result: written, expires_at: expiresAt }: Row): Kept | null {
  const stored = Stored.safeParse(written);
  if (!stored.success) return null;
  const { source, ...result } = stored.data;
  const enhanced = applyChanges(source, result.changes);
  return { id, promptId, source, result: { ...result, enhanced, usage: NO_USAGE }, expiresAt };
}

/** The caller's result of this id; null when there is none, or none any more. */
export async function keptResult({ actor, db, now }: Inner<Scope<Actor>>, id: string): Promise<Kept | null> {
  const row = await db.first(keptWithId({ userId: actor.userId, id, now: now() }));
  return row ? readRow(row) : null;
}

class NotKept extends Error {}

/** The answer to the same question within the last 24 hours, from memory or from the database. */
export async function findKept(scope: Scope<Actor>, keys: CacheKeys, promptId: string | null): Promise<Kept | null> {
  const { userId } = scope.actor;
  const load = async (): Promise<Kept> => {
    const row = await scope.db.first(keptUnder({ userId, ...keys, now: scope.now() }));
    const kept = row ? readRow(row) : null;
    if (!kept) throw new NotKept(); // that there is none must not be remembered
    return kept;
  };
  const read = async (from: () => Promise<Kept>): Promise<Kept | null> => {
    try {
      const kept = await from();
      return kept.expiresAt > scope.now() ? kept : null;
    } catch (error) {
      if (error instanceof NotKept) return null;
      throw error;
    }
  };
  const tags = [`user:${userId}`, ...(promptId === null ? [] : [`prompt:${promptId}`])];
  const cached = () =>
    scope.ports.cache.get(`enhancement:${keys.whole.toString("hex")}`, { tags, ttlMs: KEPT_MS }, load);
  return (await read(cached)) ?? (await read(load)); // what memory holds may have expired since
}

type Keeping = { readonly id: string; readonly keys: CacheKeys; readonly source: Source; readonly result: Result };

/**
 * Keeps a result for a day, under its question where another call may have the same answer. A model whose replies did not
 * hold is asked again, so its result only waits to be applied; so does what another process has made at the same time.
 * Beside an improvement stands what it makes certain: asked again, the improved prompt is already good. False when the account
 * or the prompt was erased while the model was at work: then there is nowhere to keep it.
 */
export async function keep(
  scope: Scope<Actor>,
  { id, keys, source, result }: Keeping,
  improvedKeys: CacheKeys,
): Promise<boolean> {
  const at = scope.now();
  const times = { at, expiresAt: new Date(at.getTime() + KEPT_MS), userId: scope.actor.userId };
  const own = {
    ...times,
    id,
    promptId: source.promptId,
    promptVersion: source.version,
    result: JSON.stringify(storedOf(source.draft, result)),
  };
  const alone = createHash("sha256").update(id).digest();
  const written = atomically(scope, async ({ db }) => {
    const first = result.isFallback ? undefined : await db.first(insertResult({ ...own, cacheKey: keys.whole }));
    if (!first) await db.rows(insertResult({ ...own, cacheKey: alone }));
    if (result.status !== "improved" || result.isFallback) return;
    const good = JSON.stringify(storedOf(result.enhanced, goodOf(result)));
    const place = { id: newId(at.getTime()), promptId: null, promptVersion: null, cacheKey: improvedKeys.content };
    await db.rows(insertResult({ ...times, ...place, result: good }));
  });
  return unlessOwnerGone(written);
}

const storedOf = (source: Draft, { status, changes, questions, quality, model, isFallback }: Result): Stored => ({
  source,
  status,
  changes: [...changes],
  questions: [...questions],
  quality,
  model: { id: model.id, provider: model.provider },
  isFallback,
});

const goodOf = ({ quality: { after }, ...result }: Result): Result => ({
  ...result,
  status: "already_good",
  changes: [],
  quality: { before: after, after },
  model: BUILT_IN,
});
