import { createServer, request, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

type Fate = (answer: ServerResponse, forward: () => Promise<IncomingMessage>) => void | Promise<void>;

/** What stands between a client and its server: it passes everything on, unless told what shall become of the next requests. */
export async function startFront(target: string) {
  const fates: { readonly method: string | undefined; readonly fate: Fate }[] = [];
  const next = (fate: Fate, method?: string): void => void fates.push({ method, fate });
  /** The first that is meant for such a request. */
  const take = (method: string | undefined): Fate | undefined => {
    const at = fates.findIndex((one) => one.method === undefined || one.method === method);
    return at < 0 ? undefined : fates.splice(at, 1)[0]?.fate;
  };
  const seen: { readonly method: string; readonly url: string; readonly headers: IncomingMessage["headers"] }[] = [];
  const state = { isAway: false };
  const pass: Fate = async (answer, forward) => {
    const answered = await forward();
    answer.writeHead(answered.statusCode ?? 502, answered.headers);
    answered.on("error", () => answer.destroy());
    answered.pipe(answer);
  };
  const server = createServer((question, answer) => {
    seen.push({ method: question.method ?? "", url: question.url ?? "", headers: question.headers });
    const forward = (): Promise<IncomingMessage> =>
      new Promise((resolve, reject) => {
        const { method, url, headers } = question;
        const onward = request(target + (url ?? ""), { method, headers }, resolve);
        onward.once("error", reject);
        answer.once("close", () => onward.destroy());
        question.pipe(onward);
      });
    const fate = state.isAway ? () => void answer.destroy() : (take(question.method) ?? pass);
    Promise.resolve(fate(answer, forward)).catch(() => answer.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Every request so far. */
    seen,
    /** The next request gets this problem instead of an answer. */
    refuseNext: (status: number, code: string, headers: Record<string, string> = {}) =>
      next((answer) => {
        answer.writeHead(status, { "content-type": "application/problem+json", ...headers });
        answer.end(
          JSON.stringify({ type: `/docs/errors/${code}`, title: code, status, detail: code, code, errors: [] }),
        );
      }),
    /** The server does what the next request wants, and the answer is lost. */
    cutNext: (method?: string) =>
      next(async (answer, forward) => {
        const answered = await forward();
        answered.resume();
        answered.once("end", () => answer.destroy());
      }, method),
    /** Something happens before the next such request arrives. */
    before: (method: string, work: () => Promise<unknown>) =>
      next(async (answer, forward) => {
        await work();
        await pass(answer, forward);
      }, method),
    /** The next request is never answered. */
    holdNext: () => next(() => undefined),
    /** From now on nobody answers, and whoever was listening is cut off. */
    leave: () => {
      state.isAway = true;
      server.closeAllConnections();
    },
    comeBack: () => void (state.isAway = false),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
export type Front = Awaited<ReturnType<typeof startFront>>;
