import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { startCountingSink } from "../counting-sink.ts";

/** What the soak's test cases ask a model for. */
export const MODEL = "gpt-6-luna";
const ANSWER = "Dear Ada, here are three sentences.";

const listen = async (answer: RequestListener): Promise<Server> => {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
};
const urlOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const close = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.closeAllConnections();
    server.close(() => resolve());
  });

/** A provider that speaks OpenAI's API: one answer to everything, and a list of one model. */
const completion = {
  id: "chatcmpl-1",
  object: "chat.completion",
  created: 1,
  model: MODEL,
  choices: [{ index: 0, message: { role: "assistant", content: ANSWER, refusal: null }, finish_reason: "stop" }],
  usage: { prompt_tokens: 20, completion_tokens: 8, total_tokens: 28 },
};
const models = { object: "list", data: [{ id: MODEL, object: "model", created: 1, owned_by: "soak" }] };

/** All a server talks to outside: mail, a receiver of webhooks and a provider of models. They answer at once and keep nothing. */
export async function openOutside() {
  const mail = await startCountingSink();
  let delivered = 0;
  const drain = (request: IncomingMessage, then: () => void): void => void buffer(request).then(then, () => undefined);
  const receiver = await listen((request, response) =>
    drain(request, () => {
      delivered += 1;
      response.writeHead(204).end();
    }),
  );
  const provider = await listen((request, response) =>
    drain(request, () => {
      const body = JSON.stringify(request.method === "GET" ? models : completion);
      response.writeHead(200, { "content-type": "application/json" }).end(body);
    }),
  );
  return {
    hook: `${urlOf(receiver)}/hook`,
    env: {
      SMTP_URL: mail.url,
      WEBHOOKS_ALLOW_PRIVATE: "true",
      OPENAI_API_KEY: "sk-soak",
      OPENAI_BASE_URL: `${urlOf(provider)}/v1`,
    },
    mails: () => mail.byId.size,
    deliveries: () => delivered,
    async [Symbol.asyncDispose](): Promise<void> {
      mail.close();
      await Promise.all([close(receiver), close(provider)]);
    },
  };
}
export type Outside = Awaited<ReturnType<typeof openOutside>>;
