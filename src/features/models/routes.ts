import { ok, route } from "../../feature.ts";
import { isConfigured, defaultModel } from "./choice.ts";
import type { Scope } from "../../scope.ts";
import { statusOf } from "./model.ts";
import { readCatalogue } from "./read.ts";
import { ModelCatalogue } from "./replies.ts";

const EXAMPLE = {
  data: [
    {
      id: "claude-3-5-sonnet",
      provider: "anthropic",
      aliases: ["claude-3-5-sonnet-20240620", "claude-3-5-sonnet-20241022", "claude-3-5-sonnet-latest"],
      contextWindow: null,
      maxOutputTokens: null,
      prices: null,
      capabilities: { structuredOutput: false, streaming: true, temperature: true },
      status: "retired",
      retiresOn: "2025-10-28",
      replacement: "claude-sonnet-5-5",
      configured: true,
      listed: false,
    },
  ],
  defaultModel: "claude-haiku-5-5",
};

export const routes = [
  route({
    name: "listModels",
    tag: "Enrichment",
    method: "GET",
    path: "/enrichment/models",
    doc:
      "List the known models with prices, limits, and when they retire. What this program was built with is brought up to " +
      "date every night from the lists of the providers whose keys it holds. `promptr-builtin` needs no key; " +
      "`defaultModel` is used where a request names none.",
    access: "user",
    keyScope: "enrichment",
    reply: ok(ModelCatalogue),
    example: { reply: EXAMPLE },
    run: listModels,
  }),
];

async function listModels(scope: Scope) {
  const { ai } = scope.ports;
  const today = scope.now();
  const catalogue = await readCatalogue(scope);
  const data = catalogue.models.map(({ isBundled: _known, ...model }) => ({
    ...model,
    aliases: [...model.aliases],
    status: statusOf(model, today),
    configured: isConfigured(model, ai),
  }));
  return { data, defaultModel: defaultModel(catalogue, ai, today).id };
}
