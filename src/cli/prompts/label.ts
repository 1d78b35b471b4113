import { ifMatch, ifNew, PromptrError, type PromptrClient } from "../../client/index.ts";
import { Refusal } from "../out.ts";
import { UsageError } from "../usage-error.ts";

const PINNED = /^([^@]+)@(\d{1,10})$/;
const SELECTED = /^([^@]+)(?:@([^@]+))?$/;

/** `slug`, `slug@label` or `slug@7`. */
export function readSelector(text: string): { slug: string; label?: string; version?: number } {
  const [, slug, which] = SELECTED.exec(text) ?? [];
  if (slug === undefined) throw new UsageError(`${text} is not <slug>, <slug>@<label> or <slug>@<version>`);
  if (which === undefined) return { slug };
  return /^\d{1,10}$/.test(which) ? { slug, version: Number(which) } : { slug, label: which };
}

function readExpected(text: string | undefined): number | null | undefined {
  if (text === undefined) return undefined;
  if (text === "none") return null;
  if (!/^[1-9]\d{0,9}$/.test(text))
    throw new UsageError("--expect is a version, or none for a label that is not there yet");
  return Number(text);
}

export type Moved = {
  readonly label: string;
  readonly slug: string;
  readonly from: number | null;
  readonly to: number;
};

/** Where a label stands, with the tag that moves it from there only; null where it does not. */
async function standing(client: PromptrClient, path: { id: string; label: string }) {
  try {
    const reply = await client.labels.readLabel({ path });
    return { version: reply.data.version, condition: ifMatch(reply) };
  } catch (error) {
    if (error instanceof PromptrError && error.status === 404) return null;
    throw error;
  }
}

/** Moves a label; with `expect` only from there (compare and swap), whoever else moves it meanwhile. */
export async function moveLabel(
  client: PromptrClient,
  {
    label,
    target,
    expect,
    reason,
  }: { label: string; target: string; expect: string | undefined; reason: string | undefined },
): Promise<Moved> {
  const [, slug, digits] = PINNED.exec(target) ?? [];
  if (slug === undefined || digits === undefined) throw new UsageError(`${target} is not <slug>@<version>`);
  const expected = readExpected(expect);
  const { data } = await client.prompts.get(slug, { version: Number(digits) }).then(({ prompt }) => ({ data: prompt }));
  const path = { id: data.id, label };
  const now = await standing(client, path);
  const from = now?.version ?? null;
  if (expected !== undefined && expected !== from)
    throw new Refusal(
      `${label} of ${slug} ${from === null ? "is not there" : `stands on ${from}`}, not ${expected === null ? "nowhere" : `on ${expected}`}: nothing was moved`,
    );
  const headers = expected === undefined ? {} : (now?.condition ?? ifNew());
  const body = { version: data.version, ...(reason !== undefined && { reason }) };
  const reply = await client.labels.moveLabel({ path, headers, body });
  return { label, slug, from, to: reply.data.version };
}
