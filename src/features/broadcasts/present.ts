import { Audience, type Broadcast, CHANNELS } from "./schema.ts";
import type { Filter } from "./audience-queries.ts";

export type BroadcastRow = {
  readonly id: string;
  readonly title: string;
  readonly body: string;
  readonly channels: readonly string[];
  readonly audience: unknown;
  readonly state: Broadcast["state"];
  readonly people: number;
  readonly reached: number;
  readonly created_at: Date;
  readonly finishedAt: Date | null;
  readonly progress: Readonly<Record<string, number>> | null;
};

export const channelsOf = (row: Pick<BroadcastRow, "channels">) =>
  CHANNELS.filter((channel) => row.channels.includes(channel));

/** Everybody was told, but some mails still wait: to whoever looks, that is not the end. */
export function toBroadcast(row: BroadcastRow): Broadcast {
  const { queued = 0, sent = 0, suppressed = 0, failed = 0 } = row.progress ?? {};
  const isOver = row.state === "cancelled" || (row.state === "finished" && queued === 0);
  const unreached = row.state === "finished" ? 0 : Math.max(0, row.people - row.reached);
  return {
    dryRun: false,
    id: row.id,
    title: row.title,
    text: row.body,
    channels: channelsOf(row),
    audience: Audience.parse(row.audience),
    state: row.state === "finished" && !isOver ? "running" : row.state,
    people: row.people,
    queued: queued + unreached,
    sent,
    suppressed,
    failed,
    createdAt: row.created_at.toISOString(),
    finishedAt: isOver ? (row.finishedAt?.toISOString() ?? null) : null,
  };
}

const dateOf = (text: string | undefined): Date | null => (text === undefined ? null : new Date(text));

export const filterOf = (audience: Audience, until: Date): Filter => ({
  tier: audience.subscriptionTier ?? null,
  role: audience.role ?? null,
  verified: audience.emailVerified ?? null,
  activeSince: dateOf(audience.activeSince),
  createdAfter: dateOf(audience.createdAfter),
  createdBefore: dateOf(audience.createdBefore),
  model: audience.selectedModel ?? null,
  until,
});

/** Enough to recognise an address one knows, not enough to write to it. */
export function masked(email: string | null): string | null {
  if (email === null) return null;
  const at = email.lastIndexOf("@");
  return `${Array.from(email)[0] ?? ""}•••${email.slice(at)}`;
}
