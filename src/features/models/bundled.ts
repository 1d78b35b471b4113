import type { Model } from "./model.ts";

type Facts = Pick<Model, "id"> & Partial<Model> & { readonly size?: readonly [context: number, output: number] };

const listed =
  (provider: Model["provider"], common: Partial<Model>) =>
  ({ size, ...facts }: Facts): Model => ({
    provider,
    aliases: [],
    contextWindow: size?.[0] ?? null,
    maxOutputTokens: size?.[1] ?? null,
    prices: null,
    capabilities: { structuredOutput: true, streaming: true, temperature: false },
    retiresOn: null,
    replacement: null,
    listed: null,
    isBundled: true,
    ...common,
    ...facts,
  });

const WITH_TEMPERATURE = { structuredOutput: true, streaming: true, temperature: true } as const;
const WITHOUT_SCHEMA = { structuredOutput: false, streaming: true, temperature: true } as const;

const claude = listed("anthropic", {});
const gpt = listed("openai", {});
const gpt6 = listed("openai", { contextWindow: 1_050_000, maxOutputTokens: 128_000 });
const gemini = listed("google", { capabilities: WITH_TEMPERATURE });

/** The engine that needs no key: it only makes repairs the linter can prove. */
export const BUILT_IN: Model = listed("builtin", {
  prices: { input: 0, output: 0 },
  capabilities: { structuredOutput: false, streaming: false, temperature: false },
})({ id: "promptr-builtin", aliases: ["builtin"] });

/**
 * Read on 2026-11-22 from copies of platform.claude.com (model overviews, deprecations), developers.openai.com (models,
 * deprecations) and, where those said nothing, from gateways that repeat list prices (Vercel, OpenRouter, Venice). Prices
 * are list prices without tiers, batches or caches, and may lag behind the providers.
 */
export const BUNDLED: readonly Model[] = [
  BUILT_IN,
  gpt6({ id: "gpt-6-luna", prices: { input: 0.1, output: 0.5 } }),
  gpt6({ id: "gpt-6.2-sol", prices: { input: 2, output: 10 } }),
  gpt6({ id: "gpt-6.1-sol", prices: { input: 2, output: 10 } }),
  gpt6({ id: "gpt-6.1-terra", prices: { input: 1, output: 5 } }),
  gpt6({ id: "gpt-6-sol", prices: { input: 2, output: 10 } }),
  gpt6({ id: "gpt-6-astra", prices: { input: 10, output: 50 } }),
  gpt({ id: "gpt-5.6-sol" }),
  gpt({ id: "gpt-5.6-terra", prices: { input: 2, output: 12 } }),
  gpt({ id: "gpt-5.6-luna" }),
  gpt({ id: "gpt-5.4-mini", size: [400_000, 128_000], prices: { input: 0.75, output: 4.5 } }),
  gpt({
    id: "gpt-5",
    aliases: ["gpt-5-2025-08-07"],
    prices: { input: 1.25, output: 10 },
    retiresOn: "2026-12-11",
    replacement: "gpt-6.1-sol",
  }),
  gpt({
    id: "gpt-5-mini",
    aliases: ["gpt-5-mini-2025-08-07"],
    size: [400_000, 128_000],
    prices: { input: 0.25, output: 2 },
    retiresOn: "2026-12-11",
    replacement: "gpt-6.1-terra",
  }),
  gpt({ id: "o3", aliases: ["o3-2025-04-16"], retiresOn: "2026-12-11", replacement: "gpt-6.1-sol" }),
  gpt({
    id: "gpt-4o",
    aliases: ["gpt-4o-2024-08-06", "gpt-4o-2024-11-20"],
    prices: { input: 2.5, output: 10 },
    capabilities: WITH_TEMPERATURE,
    retiresOn: "2027-01-14",
    replacement: "gpt-6-luna",
  }),
  gpt({
    id: "gpt-4o-mini",
    aliases: ["gpt-4o-mini-2024-07-18"],
    prices: { input: 0.15, output: 0.6 },
    capabilities: WITH_TEMPERATURE,
    retiresOn: "2027-01-14",
    replacement: "gpt-6-luna",
  }),
  gpt({
    id: "gpt-4.1",
    aliases: ["gpt-4.1-2025-04-14"],
    prices: { input: 2, output: 8 },
    capabilities: WITH_TEMPERATURE,
    retiresOn: "2027-01-14",
    replacement: "gpt-6-luna",
  }),
  gpt({
    id: "gpt-4.1-mini",
    aliases: ["gpt-4.1-mini-2025-04-14"],
    prices: { input: 0.4, output: 1.6 },
    capabilities: WITH_TEMPERATURE,
    retiresOn: "2027-01-14",
    replacement: "gpt-6-luna",
  }),
  claude({ id: "claude-haiku-5-5", size: [1_000_000, 128_000], prices: { input: 0.1, output: 0.5 } }),
  claude({ id: "claude-sonnet-5-5", size: [1_000_000, 128_000], prices: { input: 2, output: 10 } }),
  claude({ id: "claude-opus-5-5", size: [1_000_000, 128_000], prices: { input: 4, output: 20 } }),
  claude({ id: "claude-sonnet-5", size: [1_000_000, 128_000], prices: { input: 2, output: 10 } }),
  claude({ id: "claude-opus-5", size: [1_000_000, 128_000], prices: { input: 5, output: 25 } }),
  claude({
    id: "claude-haiku-4-5",
    size: [200_000, 64_000],
    prices: { input: 1, output: 5 },
    capabilities: WITH_TEMPERATURE,
  }),
  claude({
    id: "claude-sonnet-4-5",
    capabilities: WITH_TEMPERATURE,
    retiresOn: "2026-11-30",
    replacement: "claude-sonnet-5-5",
  }),
  claude({
    id: "claude-3-7-sonnet",
    aliases: ["claude-3-7-sonnet-latest"],
    capabilities: WITHOUT_SCHEMA,
    retiresOn: "2026-02-19",
    replacement: "claude-sonnet-5-5",
  }),
  claude({
    id: "claude-3-5-sonnet",
    aliases: ["claude-3-5-sonnet-20240620", "claude-3-5-sonnet-20241022", "claude-3-5-sonnet-latest"],
    capabilities: WITHOUT_SCHEMA,
    retiresOn: "2025-10-28",
    replacement: "claude-sonnet-5-5",
  }),
  gemini({ id: "gemini-3.8-flash", size: [1_048_576, 65_536], prices: { input: 0.75, output: 3.75 } }),
];
