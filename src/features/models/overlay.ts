import { type ProviderName, PROVIDERS } from "../../contract/ai.ts";
import { BUNDLED } from "./bundled.ts";
import { BUNDLED_CATALOGUE } from "./catalogue.ts";
import type { Capabilities, Model } from "./model.ts";

/** A model as the last list of its provider's server has it. */
export type ListedRow = {
  readonly id: string;
  /** The name of the list it comes from. */
  readonly provider: string;
  readonly listed: boolean;
  readonly context_window: number | null;
  readonly max_output_tokens: number | null;
  readonly structured_output: boolean | null;
  readonly retires_on: string | null;
};

/** Of a model that only a list tells us of, we ask nothing that could be refused. */
const CAUTIOUS = { structuredOutput: false, streaming: true, temperature: false } as const;
const SNAPSHOT = /-(?:\d{8}|\d{4}-\d{2}-\d{2})$/;

/** Whose list it is. */
const providerOf = (list: string): ProviderName | undefined =>
  PROVIDERS.find((provider) => list === provider || list.startsWith(`${provider}#`));

/** The model we know under this id, or under the name its dated snapshot belongs to. */
const bundledOf = (id: string): Model | undefined =>
  BUNDLED_CATALOGUE.resolve(id) ?? BUNDLED_CATALOGUE.resolve(id.replace(SNAPSHOT, ""));

/** Whether a list may speak of this id: one server must not say how the models of another provider are. */
export function isOwnId(id: string, provider: ProviderName): boolean {
  const bundled = bundledOf(id);
  return !bundled || bundled.provider === provider;
}

/** What this program was built with, as the providers' lists have it now, and then what only they know. */
export function overlay(rows: readonly ListedRow[]): readonly Model[] {
  const own = rows.filter(({ id, provider }) => isOwnId(id, providerOf(provider) ?? "openai"));
  const asked = new Set(own.map(({ provider }) => providerOf(provider)));
  const byModel = Map.groupBy(own, ({ id }) => bundledOf(id));
  const known = BUNDLED.flatMap((model) =>
    model.provider !== "builtin" && asked.has(model.provider) ? overlaid(model, byModel.get(model) ?? []) : [model],
  );
  return [...known, ...(byModel.get(undefined) ?? []).flatMap(toModel)];
}

/** The model, and those of its snapshots that have come to another end than it has. */
function overlaid(model: Model, rows: readonly ListedRow[]): Model[] {
  const offered = rows.filter(({ listed }) => listed);
  const main = rows.find(({ id }) => id === model.id) ?? offered[0];
  const listed = main?.listed ?? false;
  const retiresOn = (main?.id === model.id ? main.retires_on : latestEnd(offered)) ?? model.retiresOn;
  const isApart = (row: ListedRow): boolean =>
    row.id !== model.id && (row.listed !== listed || (row.retires_on !== null && row.retires_on !== retiresOn));
  const apart = rows.filter(isApart);
  const apartIds = new Set(apart.map(({ id }) => id));
  const names = [...model.aliases, ...rows.map(({ id }) => id)].filter((id) => id !== model.id && !apartIds.has(id));
  const whole: Model = {
    ...model,
    aliases: [...new Set(names)],
    contextWindow: main?.context_window ?? model.contextWindow,
    maxOutputTokens: main?.max_output_tokens ?? model.maxOutputTokens,
    capabilities: can(model.capabilities, main),
    retiresOn,
    listed,
  };
  return [
    whole,
    ...apart.map((row) => ({
      ...whole,
      id: row.id,
      aliases: [],
      listed: row.listed,
      retiresOn: row.retires_on ?? whole.retiresOn,
      replacement: listed && whole.retiresOn === null ? whole.id : whole.replacement,
    })),
  ];
}

/** A name without a date stands for its newest snapshot. Null while one of them has no end. */
function latestEnd(rows: readonly ListedRow[]): string | null {
  const ends = rows.map(({ retires_on: end }) => end);
  return ends.reduce(
    (latest, end) => (latest === null || end === null ? null : end > latest ? end : latest),
    ends[0] ?? null,
  );
}

const can = (capabilities: Capabilities, row: ListedRow | undefined): Capabilities => ({
  ...capabilities,
  structuredOutput: row?.structured_output ?? capabilities.structuredOutput,
});

function toModel(row: ListedRow): Model[] {
  const provider = providerOf(row.provider);
  if (!provider) return [];
  return [
    {
      id: row.id,
      provider,
      aliases: [],
      contextWindow: row.context_window,
      maxOutputTokens: row.max_output_tokens,
      prices: null,
      capabilities: can(CAUTIOUS, row),
      retiresOn: row.retires_on,
      replacement: null,
      listed: row.listed,
      isBundled: false,
    },
  ];
}
