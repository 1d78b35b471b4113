import type { OpenAI } from "openai";
import type { Completion, Provider, ProviderName } from "../../contract/ai.ts";
import { Breaker } from "./breaker.ts";
import { answer, DEADLINE_MS, type Options, type Piece } from "./call.ts";
import { listNameOf, listOpenAi } from "./list-models.ts";
import { countOf, limitedFetch, textOf } from "./wire.ts";

/** Only what we read of a reply or of one chunk of it; nothing promises that the server sends it. */
type Wire = {
  choices?: { finish_reason?: string | null; message?: Part; delta?: Part }[];
  usage?: { prompt_tokens?: number; completion_tokens?: number; total_tokens?: number } | null;
};
type Part = { content?: string | null; refusal?: string | null };

/** Google passes its native names of blocked replies through its compatible endpoint. */
const BLOCKED = /content_filter|safety|recitation|blocklist|prohibited|spii/i;

const endingOf = (reason: string | null | undefined, part: Part | undefined): Piece["ending"] => {
  if (part?.refusal || BLOCKED.test(reason ?? "")) return "refused";
  if (!reason) return undefined;
  return reason === "stop" ? "complete" : "cut_short";
};

const read = (wire: Wire | null | undefined): Piece => {
  const choice = wire?.choices?.[0];
  const part = choice?.message ?? choice?.delta;
  const usage = wire?.usage;
  const inputTokens = countOf(usage?.prompt_tokens);
  // Google counts thinking in the total only, yet bills it as output.
  const thought = countOf((usage?.total_tokens ?? NaN) - (inputTokens ?? NaN));
  const outputTokens = thought ?? countOf(usage?.completion_tokens);
  return { text: textOf(part?.content), ending: endingOf(choice?.finish_reason, part), inputTokens, outputTokens };
};

const formatOf = ({ name, json }: NonNullable<Completion["schema"]>) => ({
  type: "json_schema" as const,
  json_schema: { name, schema: json, strict: true },
});

async function* ask(provider: ProviderName, load: () => Promise<OpenAI>, attempt: Completion): AsyncGenerator<Piece> {
  const client = await load(); // within the deadline: on a busy machine the first one takes seconds
  const limit = attempt.maxOutputTokens;
  const { signal, schema, instructions, temperature } = attempt;
  const body = {
    model: attempt.model,
    messages: [
      ...(instructions === "" ? [] : [{ role: "system" as const, content: instructions }]),
      { role: "user" as const, content: attempt.input },
    ],
    ...(schema && { response_format: formatOf(schema) }),
    ...(temperature !== undefined && { temperature }),
    ...(provider === "google" ? { max_tokens: limit } : { max_completion_tokens: limit }),
  };
  if (attempt.onDelta) {
    const streamed = { ...body, stream: true as const, stream_options: { include_usage: true } };
    for await (const chunk of await client.chat.completions.create(streamed, { signal })) yield read(chunk);
  } else yield read(await client.chat.completions.create(body, { signal }));
}

const chatProvider = (name: ProviderName, defaultUrl: string, options: Options): Provider => {
  const settings = {
    apiKey: options.apiKey,
    baseURL: options.baseUrl ?? defaultUrl,
    organization: null,
    project: null,
    timeout: 2 * (options.timeoutMs ?? DEADLINE_MS), // A backstop; the deadline fires first.
    maxRetries: 0,
    logLevel: "off" as const,
    fetch: limitedFetch,
  };
  const breaker = new Breaker(name, options.breaker);
  let client: Promise<OpenAI> | undefined; // Loaded by the first call: the import takes 0.2 s of start time.
  const load = () => (client ??= import("openai").then(({ OpenAI }) => new OpenAI(settings)));
  return {
    name,
    listName: listNameOf(name, settings.baseURL, defaultUrl),
    listModels: async (signal) => listOpenAi(name, await load(), signal),
    paused: () => breaker.paused,
    async complete(completion) {
      return breaker.through(completion.model, () =>
        answer(name, options, completion, (attempt) => ask(name, load, attempt)),
      );
    },
  };
};

/** OpenAI's chat completions with a strict JSON schema. `baseUrl` includes `/v1`. */
export const openAiProvider = (options: Options): Provider =>
  chatProvider("openai", "https://api.openai.com/v1", options);

/** Gemini through Google's OpenAI-compatible endpoint. `baseUrl` includes `/v1beta/openai/`. */
export const googleProvider = (options: Options): Provider =>
  chatProvider("google", "https://generativelanguage.googleapis.com/v1beta/openai/", options);
