import { randomUUID } from "node:crypto";
import { AS_JOBS } from "../../../src/db/identity.ts";
import { rollUp } from "../../../src/features/analytics/rollup.ts";
import type { World } from "../../world.ts";

/** A raw row as the request buffer or the ledger writes it. */
export type Event = {
  readonly userId: string | null;
  readonly at: Date;
  readonly action?: string;
  readonly isCall?: boolean;
  readonly model?: string | null;
  readonly promptId?: string | null;
  readonly version?: number | null;
  readonly label?: string | null;
  readonly success?: boolean;
  readonly milliseconds?: number | null;
  readonly tokens?: number;
  readonly costUsd?: number | null;
};

/** Writes the events as one batch that waits to be counted. */
export async function writeBatch(world: World, events: readonly Event[]): Promise<void> {
  const rows = events.map(({ isCall = false, ...event }) => ({
    id: randomUUID(),
    user_id: event.userId,
    action_type: event.action ?? (isCall ? "run" : "readPrompt"),
    resource_type: isCall ? "model_call" : "prompts",
    tokens_used: event.tokens ?? 0,
    processing_time_ms: event.milliseconds === undefined ? 5 : event.milliseconds,
    model_used: event.model ?? null,
    success: event.success ?? true,
    created_at: event.at.toISOString(),
    prompt_id: event.promptId ?? null,
    prompt_version: event.version ?? null,
    label: event.label ?? null,
    cost_usd: event.costUsd ?? null,
  }));
  await world.sql(
    `with batch as (
       insert into promptr.usage_batches (id, first_at, last_at) select gen_random_uuid(), min(created_at), max(created_at)
       from jsonb_to_recordset($1::jsonb) as r (created_at timestamptz) returning number)
     insert into promptr.usage_tracking (id, user_id, action_type, resource_type, tokens_used, processing_time_ms, model_used,
       success, created_at, prompt_id, prompt_version, label, cost_usd, batch)
     select r.*, batch.number from batch, jsonb_to_recordset($1::jsonb) as r (id uuid, user_id uuid, action_type text,
       resource_type text, tokens_used int, processing_time_ms int, model_used text, success boolean, created_at timestamptz,
       prompt_id uuid, prompt_version int, label text, cost_usd numeric)`,
    [JSON.stringify(rows)],
  );
}

/** Runs the job's work here and now. */
export const rollUpNow = (world: World): Promise<void> =>
  rollUp({ db: world.db(AS_JOBS), now: () => world.clock.now, signal: new AbortController().signal });

export const waiting = async (world: World): Promise<number> =>
  Number((await world.sql("select count(*) as n from promptr.usage_batches where rolled_up_at is null"))[0]?.["n"]);
