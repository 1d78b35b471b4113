import type { Completion, CompletionReply, Provider, ProviderName, TokenCounts } from "../../../src/contract/ai.ts";
import type { Ports } from "../../../src/contract/ports.ts";
import { createWorld, type User, type World, type WorldOptions } from "../../world.ts";
import { type FakeProviders, type FakeReply, startFakeProviders } from "../../fakes/providers.ts";

/** Has two grave findings that no provable repair removes, so only a model can improve it. */
export const TASK = "Write a product description for {{product}}, some details, etc.";
/** Nothing to find. */
export const GOOD = "Write release notes for {{version}} from {{commits}}. Answer in at most 5 bullet points.";
/** Has grave findings of which the built-in engine repairs some. */
export const REPAIRABLE = "Write a product description of {{topic}} etc. DO IT NOW!!! ANSWER!!!";

export const EDITS = [
  {
    field: "task",
    before: ", some details, etc.",
    after: ": what it does and who it is for.",
    ruleId: "vague-quantifier",
    reason: "Says which details are wanted.",
  },
  {
    field: "output",
    before: "",
    after: "Two paragraphs of plain text, at most 120 words.",
    ruleId: "no-output-contract",
    reason: "Says what the answer looks like.",
  },
];
export const USAGE = { inputTokens: 1_000, outputTokens: 200 };
export const repair = (edits: object[] = EDITS, questions: string[] = []): FakeReply => ({
  text: JSON.stringify({ edits, questions }),
  usage: USAGE,
});

/** A reply with the figures of its one request. */
export type StagedReply = CompletionReply & { readonly usage?: TokenCounts };
type Complete = (completion: Completion, provider: ProviderName) => Promise<StagedReply>;
/** Set, it answers in place of every provider, for what no server on a wire can be made to do at a given moment. */
type Stage = { instead: Complete | null };

async function perform(complete: Complete, completion: Completion, name: ProviderName): Promise<CompletionReply> {
  try {
    const { usage, ...reply } = await complete(completion, name);
    completion.onExchange?.({ ...usage, text: reply.text, silentMs: 0, ending: "complete" });
    return reply;
  } catch (error) {
    completion.onExchange?.({ text: "", silentMs: 0, ending: "broken_off" });
    throw error;
  }
}

const staged = (ports: Ports, stage: Stage): Ports => {
  const providers = [...ports.ai.providers].map(([name, provider]): [ProviderName, Provider] => [
    name,
    {
      ...provider,
      complete: (completion) =>
        stage.instead ? perform(stage.instead, completion, name) : provider.complete(completion),
    },
  ]);
  return { ...ports, ai: { providers: new Map(providers) } };
};

/** One server with keys of all three providers, which all are the same fake. */
export async function createScene(options: WorldOptions = {}): Promise<Scene> {
  const fake = await startFakeProviders();
  const stage: Stage = { instead: null };
  fake.reply(repair());
  const env = {
    OPENAI_API_KEY: "sk-test",
    OPENAI_BASE_URL: fake.openAiUrl,
    ANTHROPIC_API_KEY: "sk-ant-test",
    ANTHROPIC_BASE_URL: fake.anthropicUrl,
    GOOGLE_AI_API_KEY: "AIza-test",
    GOOGLE_AI_BASE_URL: fake.googleUrl,
    ...options.env,
  };
  const world = await createWorld({ ...options, env, ports: (ports) => staged(ports, stage) });
  return {
    fake,
    world,
    stage,
    reset() {
      stage.instead = null;
      fake.heal();
      fake.reply(repair());
    },
    async [Symbol.asyncDispose]() {
      await world[Symbol.asyncDispose]();
      await fake[Symbol.asyncDispose]();
    },
  };
}
export type Scene = AsyncDisposable & {
  readonly fake: FakeProviders;
  readonly world: World;
  readonly stage: Stage;
  reset(): void;
};

/** What the counter says, and what the ledger says of each state. */
export async function quotaOf(world: World, { userId }: User) {
  const [row] = await world.sql(
    `select coalesce((select used from promptr.quota_usage where user_id = $1 and kind = 'enrichments'), 0) as used,
       count(*) filter (where state = 'reserved')::int as reserved,
       count(*) filter (where state = 'settled')::int as settled,
       count(*) filter (where state = 'refunded')::int as refunded
     from promptr.enhancements where user_id = $1`,
    [userId],
  );
  return row as { used: number; reserved: number; settled: number; refunded: number };
}

/** The ledger's entries of the user, oldest first. */
export const ledgerOf = (world: World, { userId }: User) =>
  world.sql(
    `select state, status, model, input_tokens, output_tokens, cost_usd::float8 as cost_usd
     from promptr.enhancements where user_id = $1 order by created_at, id`,
    [userId],
  );

/** Calls of a provider that failed at the given moment and were refunded, as the ledger keeps them. */
export const addFailures = (world: World, { userId }: User, number: number, at: Date) =>
  world.sql(
    `insert into promptr.enhancements
       (id, user_id, month, state, model, provider, input_tokens, created_at, finished_at)
     select gen_random_uuid(), $1, date_trunc('month', $3::timestamptz), 'refunded', 'gpt-6-luna', 'openai', 500, $3, $3
     from generate_series(1, $2)`,
    [userId, number, at],
  );

export const setUsed = (world: World, { userId }: User, used: number) =>
  world.sql(`insert into promptr.quota_usage (user_id, kind, month, used) values ($1, 'enrichments', $2, $3)`, [
    userId,
    `${world.clock.now.toISOString().slice(0, 7)}-01`,
    used,
  ]);

export type StreamEvent = { readonly event: string; readonly data: any }; // oxlint-disable-line typescript/no-explicit-any -- each test says what the event holds

/** The events of a stream, as they arrive. */
export async function* eventsOf(response: Response): AsyncGenerator<StreamEvent> {
  let text = "";
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const frames = text.split("\n\n");
    text = frames.pop() ?? "";
    for (const frame of frames) {
      const [, event, data] = /^event: (\w+)\ndata: (.*)$/s.exec(frame) ?? [];
      if (event && data) yield { event, data: JSON.parse(data) };
    }
  }
}

export const openStream = (world: World, user: User, body: object, init: RequestInit = {}): Promise<Response> =>
  fetch(`${world.url}/api/v1/enrichment/enhance`, {
    method: "POST",
    body: JSON.stringify(body),
    ...init,
    headers: {
      authorization: `Bearer ${user.accessToken}`,
      "content-type": "application/json",
      accept: "text/event-stream",
      "accept-encoding": "gzip",
      ...(init.headers as Record<string, string>),
    },
  });
