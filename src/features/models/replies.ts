import { z } from "zod";
import { PROVIDERS } from "../../contract/ai.ts";
import { MODEL_STATUSES } from "./model.ts";

const CatalogueModel = z
  .object({
    id: z.string(),
    provider: z.enum([...PROVIDERS, "builtin"]),
    aliases: z.array(z.string()),
    contextWindow: z.int().nullable().meta({ description: "Tokens; null when not known" }),
    maxOutputTokens: z.int().nullable(),
    prices: z.object({ input: z.number(), output: z.number() }).nullable().meta({
      description: "List price in USD per million tokens; may lag behind the provider's; null when not known",
    }),
    capabilities: z
      .object({ structuredOutput: z.boolean(), streaming: z.boolean(), temperature: z.boolean() })
      .meta({ description: "What may be asked of it; false where that is not known" }),
    status: z.enum(MODEL_STATUSES),
    retiresOn: z.iso.date().nullable().meta({ description: "The first day (UTC) it answers no more, once announced" }),
    replacement: z.string().nullable().meta({ description: "What answers in its place when it is retired" }),
    configured: z.boolean().meta({ description: "Whether this server holds a key of its provider" }),
    listed: z.boolean().nullable().meta({
      description: "Whether its provider's own list has it; false: not used; null while no list was read",
    }),
  })
  .meta({ id: "CatalogueModel" });

export const ModelCatalogue = z
  .object({ data: z.array(CatalogueModel), defaultModel: z.string() })
  .meta({ id: "ModelCatalogue" });
