import { createHash } from "node:crypto";
import { promptsOfTag } from "../../contract/changes.ts";
import type { Draft } from "../../contract/draft.ts";
import { PAGE_BYTES_MAX } from "../../contract/page.ts";
import type { Variable } from "../../contract/variable.ts";
import { Failure } from "../../errors.ts";
import type { Actor, Scope } from "../../scope.ts";
import { LATEST } from "../labels/index.ts";
import { promptTag, variablesOf } from "../prompts/index.ts";
import { type ResolvedRow, resolvedPrompts } from "./queries.ts";

/** Every change drops it at once and everywhere (docs/decisions/0009), so this only bounds what lies about unused. */
const TTL_MS = 15 * 60_000;

/** Whoever reads prompts of their own: a caller, or a job on behalf of one. */
export type Reader = Pick<Scope, "db" | "ports"> & { readonly actor: Pick<Actor, "userId"> };
/** Which version of which prompt; neither label nor version is the newest. */
export type Selector = {
  readonly id?: string | undefined;
  readonly slug?: string | undefined;
  readonly label?: string | undefined;
  readonly version?: number | undefined;
};
/** What of it there is not. */
export type Missing = { readonly missing: "prompt" | "label" | "version" };
export type Found = Draft & {
  readonly id: string;
  readonly slug: string;
  readonly title: string;
  readonly version: number;
  readonly label: string | null;
  readonly task: string;
  readonly rawPrompt: string;
  readonly model: string;
  readonly variables: readonly Variable[];
  readonly contentHash: string;
};
export type Group = {
  /** In the order they were asked for. */
  readonly items: readonly (Found | Missing)[];
  /** Equal digests are equal items. */
  readonly digest: string;
};

/** Carries what is not to be kept out of the cache's hands, to everybody who waited for the same load. */
class NotKept extends Error {
  readonly group: Group;
  constructor(group: Group) {
    super("not kept");
    this.group = group;
  }
}

const digestOf = (value: unknown): string => createHash("sha256").update(JSON.stringify(value)).digest("base64url");

/**
 * The caller's prompts as they are now, from memory when the same ones were asked for before, else in one statement.
 * Where a prompt is missing nothing is kept: guesses fill no memory. Throws `invalid_input` when they are larger
 * than `PAGE_BYTES_MAX` together.
 */
export async function resolvePrompts(scope: Reader, selectors: readonly Selector[]): Promise<Group> {
  const { userId } = scope.actor;
  const asked = selectors.map(({ id, slug, label, version }) => ({ id, slug, label, version }));
  const tags = new Set(asked.map(({ id }) => (id === undefined ? promptsOfTag(userId) : promptTag(id))));
  const options = { tags: [...tags], ttlMs: TTL_MS };
  try {
    return await scope.ports.cache.get(`resolve:${userId}:${digestOf(asked)}`, options, () => load(scope, asked));
  } catch (error) {
    if (error instanceof NotKept) return error.group;
    throw error;
  }
}

async function load({ db, actor }: Reader, asked: readonly Selector[]): Promise<Group> {
  const items = asked.map(({ label, ...item }, n) => ({ n, ...item, ...(label !== LATEST && { label }) }));
  const rows = await db.rows(resolvedPrompts({ userId: actor.userId, items: JSON.stringify(items) }));
  if ((rows[0]?.bytes ?? 0) > PAGE_BYTES_MAX) {
    const message = `these are larger than ${PAGE_BYTES_MAX} bytes together: ask for fewer`;
    const faults = [{ path: "body.prompts", code: "too_big", message }];
    throw new Failure("invalid_input", { detail: `body.prompts: ${message}`, faults });
  }
  const byPlace = new Map(rows.map((row) => [row.n, row]));
  const resolved = asked.map((item, n) => toItem(item, byPlace.get(n)));
  const group = { items: resolved, digest: digestOf(resolved) };
  if (resolved.some((item) => "missing" in item && item.missing === "prompt")) throw new NotKept(group);
  return group;
}

type Whole = { [K in keyof ResolvedRow]: NonNullable<ResolvedRow[K]> };
/** The outer join gives a whole version or none of it. */
const isWhole = (
  row: ResolvedRow,
): row is ResolvedRow & Pick<Whole, "version" | "task" | "raw_prompt" | "content_hash" | "selected_model"> =>
  row.version !== null;

function toItem({ label }: Selector, row: ResolvedRow | undefined): Found | Missing {
  if (!row) return { missing: "prompt" };
  if (!isWhole(row)) return { missing: label === undefined ? "version" : "label" };
  const { raw_prompt: rawPrompt, selected_model: model, content_hash: contentHash } = row;
  const { id, slug, title, version, role, task, context, requirements, style, output } = row;
  const texts = { role, task, context, requirements, style, output, rawPrompt };
  const about = { id, slug, title, version, label: label ?? null, model };
  return { ...about, ...texts, variables: variablesOf(row), contentHash: contentHash.toString("hex") };
}
