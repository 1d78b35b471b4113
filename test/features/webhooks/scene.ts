import { Webhook as Verifier } from "standardwebhooks";
import { deliverWebhooks } from "../../../src/features/webhooks/index.ts";
import type { Heard } from "../../fakes/receiver.ts";
import { createWorld, type User, type World, type WorldOptions } from "../../world.ts";
import { runJob } from "../privacy/fixture.ts";

/** Receivers of tests stand on 127.0.0.1. */
export const webhookWorld = (over: WorldOptions = {}): Promise<World> =>
  createWorld({ ...over, env: { WEBHOOKS_ALLOW_PRIVATE: "true", ...over.env } });

type Made = { readonly id: string; readonly secret: string };
export async function makeWebhook(user: User, url: string, over: object = {}): Promise<Made> {
  const { status, body, text } = await user.post("/webhooks", { url, events: ["prompt.created"], ...over });
  if (status !== 201) throw new Error(`The webhook was refused: ${text}`);
  return body as Made;
}

export const PROMPT = { title: "Explain", task: "Explain the paper to a curious reader." };
export async function makePrompt(user: User, over: object = {}): Promise<string> {
  const { status, body, text } = await user.post("/prompts", { ...PROMPT, ...over });
  if (status !== 201) throw new Error(`The prompt was refused: ${text}`);
  return body.id as string;
}

/** Sends what is due at the world's time, which is brought up to the present first if it is behind. */
export async function deliver(world: World, aheadMs = 0): Promise<void> {
  world.clock.now = new Date(Math.max(world.clock.now.getTime(), Date.now()) + aheadMs);
  await runJob(world, deliverWebhooks, {});
}

type Told = {
  id: string;
  type: string;
  sequence: number;
  timestamp: string;
  data: Record<string, unknown>;
  text?: unknown;
};
/** The payload, when the library that receivers use finds the signature good. */
export const verified = ({ body, headers }: Heard, secret: string): Told =>
  new Verifier(secret).verify(body, headers as Record<string, string>) as Told;

export const deliveriesOf = async (user: User, id: string, query = "") =>
  // oxlint-disable-next-line typescript/no-explicit-any -- as a test reads bodies
  (await user.get(`/webhooks/${id}/deliveries${query}`)).body.data as any[];

/** The log's newest row as the database has it: a test that moves the clock by hours outlives its own access token. */
export async function newestOf(world: World, id: string) {
  const [row] = await world.sql(
    "select * from promptr.webhook_deliveries where webhook_id = $1 order by created_at desc, id desc limit 1",
    [id],
  );
  return row as {
    state: string;
    attempts: number;
    failure: string;
    answer: string;
    status: number;
    id: string;
  } & Record<"attempted_at" | "next_attempt_at", Date>;
}

/** A change of a prompt past the service, by the owner of the database. */
export const touch = (world: World, promptId: string) =>
  world.sql("update promptr.prompts set revision = revision + 1 where id = $1", [promptId]);
