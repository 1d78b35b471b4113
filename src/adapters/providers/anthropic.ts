import type { Anthropic } from "@anthropic-ai/sdk";
import type { Completion, Provider } from "../../contract/ai.ts";
import { answer, countOf, DEADLINE_MS, limitedFetch, type Options, type Piece, textOf } from "./call.ts";

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

async function* ask(client: Anthropic, attempt: Completion): AsyncGenerator<Piece> {
  const body = {
    model: attempt.model,
    max_tokens: attempt.maxOutputTokens,
    system: attempt.instructions,
    messages: [{ role: "user" as const, content: attempt.input }],
    output_config: { format: { type: "json_schema" as const, schema: attempt.schema.json } },
  };
  const { signal } = attempt;
  if (attempt.onDelta) {
    const events = await client.messages.create({ ...body, stream: true }, { signal });
    for await (const event of events) yield read(event as Wire);
  } else yield read(await client.messages.create(body, { signal }));
}

/** Anthropic's messages with a JSON schema. `baseUrl` goes without `/v1`. */
export const anthropicProvider = (options: Options): Provider => {
  const settings = {
    apiKey: options.apiKey,
    baseURL: options.baseUrl ?? "https://api.anthropic.com",
    timeout: 2 * (options.timeoutMs ?? DEADLINE_MS), // A backstop; the deadline fires first.
    maxRetries: 0,
    logLevel: "off" as const,
    openTelemetry: false as const,
    fetch: limitedFetch,
  };
  let client: Promise<Anthropic> | undefined; // Loaded by the first call: the import takes 0.2 s of start time.
  return {
    name: "anthropic",
    async complete(completion) {
      const ready = await (client ??= import("@anthropic-ai/sdk").then(({ Anthropic }) => new Anthropic(settings)));
      return answer("anthropic", options, completion, (attempt) => ask(ready, attempt));
    },
  };
};
