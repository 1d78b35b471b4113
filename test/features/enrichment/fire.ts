import { anthropicProvider } from "../../../src/adapters/providers/anthropic.ts";
import { googleProvider, openAiProvider } from "../../../src/adapters/providers/openai.ts";
import { jobScopeOf } from "../../../src/app/queue.ts";
import type { Ai } from "../../../src/contract/ai.ts";
import type { Settings } from "../../../src/contract/ports.ts";
import { Limits } from "../../../src/contract/tier.ts";
import { asUser } from "../../../src/db/identity.ts";
import { callModel, type ModelCall } from "../../../src/features/enrichment/index.ts";
import { chooseModel } from "../../../src/features/models/index.ts";
import type { Scope } from "../../../src/scope.ts";
import { type FakeProviders, startFakeProviders } from "../../fakes/providers.ts";
import { createWorld, type User, type World, type WorldOptions } from "../../world.ts";
import { repair, TASK } from "./scene.ts";

/** In place of the 25 s a call has; above the one second a short `Retry-After` asks for. */
export const TIMEOUT_MS = 2_000;

/** One model of each provider, by the real SDKs. */
export const MODELS = { openai: "gpt-6-luna", anthropic: "claude-haiku-5-5", google: "gemini-3.8-flash" } as const;

type Addresses = Pick<FakeProviders, "openAiUrl" | "anthropicUrl" | "googleUrl">;
const providersAt = (fake: Addresses, timeoutMs: number, failuresMax: number): Ai => {
  const shared = { apiKey: "sk-test", timeoutMs, breaker: { failuresMax } };
  const providers = [
    openAiProvider({ ...shared, baseUrl: fake.openAiUrl }),
    anthropicProvider({ ...shared, baseUrl: fake.anthropicUrl }),
    googleProvider({ ...shared, baseUrl: fake.googleUrl }),
  ];
  return { providers: new Map(providers.map((provider) => [provider.name, provider])) };
};

/** A server whose providers are the real adapters with little time, in front of a stand-in that can be told to fail. */
export async function createFire(
  options: WorldOptions & {
    timeoutMs?: number;
    failuresMax?: number;
    /** The port something listens on that stands between server and providers, given theirs. */
    between?: (port: number) => Promise<number>;
  } = {},
) {
  const { timeoutMs = TIMEOUT_MS, failuresMax = 1_000_000, between, ...rest } = options;
  const fake = await startFakeProviders();
  const { port } = new URL(fake.openAiUrl);
  const shown = between ? String(await between(Number(port))) : port;
  const at = (url: string): string => url.replace(`:${port}/`, `:${shown}/`);
  const addresses = {
    openAiUrl: at(fake.openAiUrl),
    anthropicUrl: at(fake.anthropicUrl),
    googleUrl: at(fake.googleUrl),
  };
  fake.reply(repair());
  const world = await createWorld({
    ...rest,
    ports: (ports) => ({ ...ports, ai: providersAt(addresses, timeoutMs, failuresMax) }),
  });
  return {
    fake,
    world,
    reset() {
      fake.heal();
      fake.reply(repair());
    },
    async [Symbol.asyncDispose]() {
      await world[Symbol.asyncDispose]();
      await fake[Symbol.asyncDispose]();
    },
  };
}
export type Fire = Awaited<ReturnType<typeof createFire>>;

let numbers = 0;
/** Makes a text that was never asked before, so that no answer is kept for it. */
export const freshNumber = (): number => (numbers += 1);
/** Has two findings that only a model can repair. */
export const freshTask = (): string => TASK.replace("product}}", `product_${freshNumber()}}}`);

export const enhanceBy = (user: User, model: string, headers = {}) =>
  user.post("/enrichment/enhance", { text: freshTask(), model }, headers);

/** A job's scope, as a worker makes it. */
export function jobScope(world: World, over: { signal?: AbortSignal; settings?: Partial<Settings> } = {}): Scope<null> {
  const settings = { limits: Limits.parse({}), flags: {}, ...over.settings } as Settings;
  const { jobs, ports, storage } = world.app;
  const base = { db: world.db(asUser(null)), jobs, ports, settings, now: () => world.clock.now };
  return jobScopeOf(base, storage)(null, over.signal ?? new AbortController().signal);
}

/** A call for a job of the user's. */
export async function callFor(
  scope: Scope<null>,
  { userId }: User,
  over: { model?: string; completion?: Partial<ModelCall["completion"]> } = {},
) {
  const choice = await chooseModel(scope, over.model ?? MODELS.openai);
  const completion = { instructions: "Be kind.", input: "Say hello.", maxOutputTokens: 1_000, ...over.completion };
  return callModel(scope, { kind: "test", userId, choice, promptId: null, completion });
}

/** Whether every counter is the number of entries that were not refunded, for everybody. */
export const disagreements = (world: World) =>
  world.sql(
    `select user_id, used, entered from promptr.quota_usage
     full join (select user_id, month, count(*)::int as entered from promptr.enhancements
       where state <> 'refunded' group by 1, 2) as ledger using (user_id, month)
     where coalesce(kind, 'enrichments') = 'enrichments' and coalesce(used, 0) <> coalesce(entered, 0)`,
  );
