import type { OpenAI } from "openai";
import type { Completion, Provider, ProviderName } from "../../contract/ai.ts";
import { answer, countOf, DEADLINE_MS, limitedFetch, type Options, type Piece, textOf } from "./call.ts";

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

async function* ask(provider: ProviderName, client: OpenAI, attempt: Completion): AsyncGenerator<Piece> {
  const limit = attempt.maxOutputTokens;
  const body = {
    model: attempt.model,
    messages: [
      { role: "system" as const, content: attempt.instructions },
      { role: "user" as const, content: attempt.input },
    ],
    response_format: {
      type: "json_schema" as const,
      json_schema: { name: attempt.schema.name, schema: attempt.schema.json, strict: true },
    },
    ...(provider === "google" ? { max_tokens: limit } : { max_completion_tokens: limit }),
  };
  const { signal } = attempt;
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
  let client: Promise<OpenAI> | undefined; // Loaded by the first call: the import takes 0.2 s of start time.
  return {
    name,
    async complete(completion) {
      const ready = await (client ??= import("openai").then(({ OpenAI }) => new OpenAI(settings)));
      return answer(name, options, completion, (attempt) => ask(name, ready, attempt));
    },
  };
};

/** OpenAI's chat completions with a strict JSON schema. `baseUrl` includes `/v1`. */
export const openAiProvider = (options: Options): Provider =>
  chatProvider("openai", "https://api.openai.com/v1", options);

/** Gemini through Google's OpenAI-compatible endpoint. `baseUrl` includes `/v1beta/openai/`. */
export const googleProvider = (options: Options): Provider =>
  chatProvider("google", "https://generativelanguage.googleapis.com/v1beta/openai/", options);
