import type { Anthropic } from "@anthropic-ai/sdk";
import type { Completion, Provider } from "../../contract/ai.ts";
import { Breaker } from "./breaker.ts";
import { answer, DEADLINE_MS, type Options, type Piece } from "./call.ts";
import { listAnthropic, listNameOf } from "./list-models.ts";
import { countOf, limitedFetch, textOf } from "./wire.ts";

/** Only what we read of a message or of one stream event; nothing promises that the server sends it. */
type Wire = {
  content?: { type?: string; text?: string }[];
  stop_reason?: string | null;
  usage?: Usage;
  message?: { usage?: Usage };
  delta?: { text?: string; stop_reason?: string | null };
};
type Usage = { input_tokens?: number | null; output_tokens?: number | null };

const ENDINGS: Readonly<Record<string, Piece["ending"]>> = { end_turn: "complete", refusal: "refused" };

const read = (wire: Wire | null | undefined): Piece => {
  const blocks = Array.isArray(wire?.content) ? wire.content : [];
  const whole = blocks.map((block) => textOf(block?.text) ?? "").join("");
  const reason = wire?.stop_reason ?? wire?.delta?.stop_reason;
  const usage = wire?.usage ?? wire?.message?.usage;
  return {
    text: textOf(wire?.delta?.text) ?? whole,
    ending: reason ? (ENDINGS[reason] ?? "cut_short") : undefined,
    inputTokens: countOf(usage?.input_tokens),
    outputTokens: countOf(usage?.output_tokens),
  };
};

async function* ask(load: () => Promise<Anthropic>, attempt: Completion): AsyncGenerator<Piece> {
  const client = await load(); // within the deadline: on a busy machine the first one takes seconds
  const { signal, schema, instructions, temperature } = attempt;
  const body = {
    model: attempt.model,
    max_tokens: attempt.maxOutputTokens,
    ...(instructions !== "" && { system: instructions }), // an empty one is refused
    messages: [{ role: "user" as const, content: attempt.input }],
    ...(schema && { output_config: { format: { type: "json_schema" as const, schema: schema.json } } }),
    ...(temperature !== undefined && { temperature }),
  };
  if (attempt.onDelta) {
    const events = await client.messages.create({ ...body, stream: true }, { signal });
    for await (const event of events) yield read(event as Wire);
  } else yield read(await client.messages.create(body, { signal }));
}

const OWN_URL = "https://api.anthropic.com";

/** Anthropic's messages with a JSON schema. `baseUrl` goes without `/v1`. */
export const anthropicProvider = (options: Options): Provider => {
  const settings = {
    apiKey: options.apiKey,
    baseURL: options.baseUrl ?? OWN_URL,
    timeout: 2 * (options.timeoutMs ?? DEADLINE_MS), // A backstop; the deadline fires first.
    maxRetries: 0,
    logLevel: "off" as const,
    openTelemetry: false as const,
    fetch: limitedFetch,
  };
  const breaker = new Breaker("anthropic", options.breaker);
  let client: Promise<Anthropic> | undefined; // Loaded by the first call: the import takes 0.2 s of start time.
  const load = () => (client ??= import("@anthropic-ai/sdk").then(({ Anthropic }) => new Anthropic(settings)));
  return {
    name: "anthropic",
    listName: listNameOf("anthropic", settings.baseURL, OWN_URL),
    listModels: async (signal) => listAnthropic(await load(), signal),
    paused: () => breaker.paused,
    async complete(completion) {
      return breaker.through(completion.model, () =>
        answer("anthropic", options, completion, (attempt) => ask(load, attempt)),
      );
    },
  };
};
