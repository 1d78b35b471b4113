import { EventEmitter, once } from "node:events";
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { json } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";
import { type ProviderName, PROVIDERS } from "../../src/contract/ai.ts";

/** A request as it arrived: `body` is the provider's own wire form, the fields after it say the same in our words. */
export type FakeRequest = {
  readonly provider: ProviderName;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Record<string, unknown>;
  readonly stream: boolean;
  readonly instructions: string;
  readonly input: string;
  readonly schema: unknown;
};

export type FakeReply = {
  readonly text: string;
  readonly usage?: { readonly inputTokens: number; readonly outputTokens: number };
};

/**
 * `times` is how many requests it spoils (all, unless set); `status` and `retryAfter` (seconds or a date) belong to "status".
 */
export type FakeFault = {
  readonly kind:
    | ("hang" | "status" | "reset" | "redirect" | "wrong_type")
    | ("reset_mid_stream" | "slow_drip" | "garbage" | "huge" | "refusal" | "truncated" | "empty");
  readonly status?: number;
  readonly retryAfterSeconds?: number;
  readonly retryAfter?: string;
  readonly times?: number;
};

type Ending = "complete" | "refusal" | "truncated";
type Dialect = {
  readonly path: string;
  readonly read: (body: never) => Pick<FakeRequest, "instructions" | "input" | "schema">;
  readonly whole: (reply: Required<FakeReply>, ending: Ending) => object;
  /** The frames of a stream: one that opens it, one for each piece of text, one that closes it. */
  readonly frames: (reply: Required<FakeReply>, ending: Ending, pieces: string[]) => string[];
};

type ChatBody = {
  messages: { role: string; content: string }[];
  response_format?: { json_schema?: { schema?: unknown } };
};
const chatReasons = { complete: "stop", refusal: "content_filter", truncated: "length" };
const chatUsage = ({ usage: { inputTokens: input, outputTokens: output } }: Required<FakeReply>, thought: number) => ({
  usage: { prompt_tokens: input, completion_tokens: output - thought, total_tokens: input + output },
});
const chunk = (rest: object) =>
  `data: ${JSON.stringify({ id: "chatcmpl-1", object: "chat.completion.chunk", created: 1, model: "fake", ...rest })}\n\n`;
const delta = (delta: object, finish_reason: string | null = null) =>
  chunk({ choices: [{ index: 0, delta, finish_reason }] });

/** `thought` tokens of each output are counted in the total only, as Google does. */
const chat = (path: string, thought: number): Dialect => ({
  path,
  read: (body: ChatBody) => ({
    instructions: body.messages.find(({ role }) => role === "system")?.content ?? "",
    input: body.messages.find(({ role }) => role === "user")?.content ?? "",
    schema: body.response_format?.json_schema?.schema,
  }),
  whole: (reply, ending) => {
    const message = { role: "assistant", content: ending === "refusal" ? null : reply.text, refusal: null };
    const choices = [{ index: 0, message, finish_reason: chatReasons[ending] }];
    return {
      id: "chatcmpl-1",
      object: "chat.completion",
      created: 1,
      model: "fake",
      choices,
      ...chatUsage(reply, thought),
    };
  },
  frames: (reply, ending, pieces) => [
    delta({ role: "assistant", content: "" }),
    ...pieces.map((content) => delta({ content })),
    `${delta({}, chatReasons[ending])}${chunk({ choices: [], ...chatUsage(reply, thought) })}data: [DONE]\n\n`,
  ],
});

type MessagesBody = {
  system?: string;
  messages: { content: string }[];
  output_config?: { format?: { schema?: unknown } };
};
const messageReasons = { complete: "end_turn", refusal: "refusal", truncated: "max_tokens" };
const event = (type: string, rest: object = {}) => `event: ${type}\ndata: ${JSON.stringify({ type, ...rest })}\n\n`;
const message = ({ usage }: Required<FakeReply>, rest: object) => ({
  id: "msg_1",
  type: "message",
  role: "assistant",
  model: "fake",
  stop_sequence: null,
  usage: { input_tokens: usage.inputTokens, output_tokens: usage.outputTokens },
  ...rest,
});

const messages: Dialect = {
  path: "/anthropic/v1/messages",
  read: (body: MessagesBody) => ({
    instructions: body.system ?? "",
    input: body.messages.find(({ content }) => content)?.content ?? "",
    schema: body.output_config?.format?.schema,
  }),
  whole: (reply, ending) => {
    const content = ending === "refusal" ? [] : [{ type: "text", text: reply.text, citations: null }];
    return message(reply, { content, stop_reason: messageReasons[ending] });
  },
  frames: (reply, ending, pieces) => [
    event("message_start", {
      message: message({ ...reply, usage: { ...reply.usage, outputTokens: 1 } }, { content: [] }),
    }) +
      event("content_block_start", { index: 0, content_block: { type: "text", text: "" } }) +
      event("ping"),
    ...pieces.map((text) => event("content_block_delta", { index: 0, delta: { type: "text_delta", text } })),
    event("content_block_stop", { index: 0 }) +
      event("message_delta", {
        delta: { stop_reason: messageReasons[ending], stop_sequence: null },
        usage: { output_tokens: reply.usage.outputTokens },
      }) +
      event("message_stop"),
  ],
};

const dialects: Readonly<Record<ProviderName, Dialect>> = {
  openai: chat("/openai/v1/chat/completions", 0),
  anthropic: messages,
  google: chat("/v1beta/openai/chat/completions", 5),
};
const HUGE_BYTES = 5_000_000;

async function* drip(frame: string) {
  for (;;) {
    await sleep(20);
    yield frame;
  }
}

/** The body of one answer, spoiled as the fault says. Ending it by an error cuts the connection. */
async function* write(dialect: Dialect, stream: boolean, reply: Required<FakeReply>, kind?: FakeFault["kind"]) {
  const full = kind === "huge" ? "x".repeat(HUGE_BYTES) : kind === "empty" ? "" : reply.text;
  const ending = kind === "refusal" || kind === "truncated" ? kind : "complete";
  const text = ending === "complete" ? full : full.slice(0, full.length / 2);
  const size = kind === "huge" ? /.{1,50000}/gsu : /.{1,7}/gsu; // "u": never half a character.
  const pieces = stream ? (text.match(size) ?? []) : [];
  const whole = JSON.stringify(dialect.whole({ ...reply, text }, ending));
  const frames = stream
    ? dialect.frames(reply, ending, pieces)
    : [whole.slice(0, 9), whole.slice(9, 18), whole.slice(18)];
  if (kind === "garbage") frames.splice(1, Infinity, stream ? 'event: message_delta\ndata: {"cho\n\n' : "<html>");
  for (const [index, frame] of frames.entries()) {
    yield frame;
    await nextTurn();
    if (index === 1 && kind === "reset_mid_stream") throw new Error("cut by the test");
    if (index === 1 && kind === "slow_drip") yield* drip(frame);
  }
}

/** Errors repeat the key in their text, as OpenAI's do, so that a leak shows. */
const refuse = (response: ServerResponse, key: string | undefined, fault: FakeFault) => {
  const { status = 500, retryAfterSeconds, retryAfter = retryAfterSeconds } = fault;
  if (retryAfter !== undefined) response.setHeader("retry-after", retryAfter);
  response.writeHead(status, { "content-type": "application/json" });
  const error = { type: "invalid_request_error", message: `Incorrect API key provided: ${key}` };
  response.end(JSON.stringify({ type: "error", error }));
};

const parse = async (incoming: IncomingMessage): Promise<FakeRequest | undefined> => {
  const { url: path = "", headers } = incoming;
  const provider = PROVIDERS.find((name) => dialects[name].path === path);
  if (!provider || !headers.authorization) return undefined;
  const body = (await json(incoming)) as Record<string, unknown>;
  const words = dialects[provider].read(body as never);
  return { provider, path, headers, body, stream: body["stream"] === true, ...words };
};

const emptyReply = (): FakeReply => ({ text: "{}" });

/** Does what needs no reply of ours; false when there is one to spoil. */
const spoil = (response: ServerResponse, fault: FakeFault, key: string | undefined): boolean => {
  if (fault.kind === "status") refuse(response, key, fault);
  else if (fault.kind === "reset") response.socket?.resetAndDestroy();
  else if (fault.kind === "redirect") response.writeHead(307, { location: "/elsewhere" }).end();
  else if (fault.kind === "wrong_type") {
    response.writeHead(200, { "content-type": "text/html" }).end("<html>It works!</html>");
  } else return fault.kind === "hang";
  return true;
};

/** The scripted side: faults come first, in the order given, while they last; then the latest reply. */
class Script {
  readonly requests: FakeRequest[] = [];
  readonly faults: { fault: FakeFault; left: number }[] = [];
  readonly changes = new EventEmitter();
  compute: (request: FakeRequest) => FakeReply = emptyReply;
  aborted = 0;
  strays = 0;

  async serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await parse(incoming);
    if (!request) {
      this.strays++;
      return refuse(response, incoming.headers.authorization, { kind: "status", status: 404 });
    }
    this.requests.push(request);
    const spoiled = this.faults[0];
    if (spoiled && --spoiled.left === 0) this.faults.shift();
    const fault = spoiled?.fault;
    response.on("close", () => {
      if (!response.writableFinished && !fault?.kind.startsWith("reset")) this.aborted++;
      this.changes.emit("change");
    });
    this.changes.emit("change");
    if (fault && spoil(response, fault, request.headers.authorization)) return;
    const reply = { usage: { inputTokens: 11, outputTokens: 7 }, ...this.compute(request) };
    response.writeHead(200, { "content-type": request.stream ? "text/event-stream" : "application/json" });
    const body = Readable.from(write(dialects[request.provider], request.stream, reply, fault?.kind));
    await pipeline(body, response).catch(() => undefined); // A client that went away shows in `aborted`.
  }
}

/** OpenAI, Anthropic and Google at the level of the wire, on one local port. Until told otherwise they answer `{}`. */
export const startFakeProviders = async () => {
  const script = new Script();
  const server = createServer((request, response) => void script.serve(request, response)).listen(0, "127.0.0.1");
  await once(server, "listening");
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    openAiUrl: `${origin}/openai/v1`,
    anthropicUrl: `${origin}/anthropic`,
    googleUrl: `${origin}/v1beta/openai/`,
    /** Every request to a known path that brought a key, oldest first. */
    requests: script.requests as readonly FakeRequest[],
    /** How many requests the client dropped before their answer was complete. */
    get aborted() {
      return script.aborted;
    },
    /** How many requests went to addresses nobody was told of. */
    get strays() {
      return script.strays;
    },
    reply: (reply: FakeReply): void => void (script.compute = () => reply),
    answer: (compute: (request: FakeRequest) => FakeReply): void => void (script.compute = compute),
    fault: (fault: FakeFault): void => void script.faults.push({ fault, left: fault.times ?? Infinity }),
    /** Forgets the faults, so that a provider recovers in the middle of a test. */
    heal: (): void => void script.faults.splice(0),
    /** Waits until a condition over `requests` and `aborted` holds. */
    async until(holds: () => boolean): Promise<void> {
      while (!holds()) await once(script.changes, "change");
    },
    async [Symbol.asyncDispose](): Promise<void> {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
};

export type FakeProviders = Awaited<ReturnType<typeof startFakeProviders>>;
