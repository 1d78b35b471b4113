import { randomUUID } from "node:crypto";
import { Agent, request } from "node:http";
import { onTestFinished } from "vitest";
import { until } from "../world.ts";

export type Sent = {
  /** 0 when no answer came. */
  readonly status: number;
  readonly body: string;
  readonly headers: Record<string, string | string[] | undefined>;
  /** Why no answer came: the system's code, such as ECONNRESET. */
  readonly fault: string;
  /** Whether it went over a connection that had carried another request before. */
  readonly reused: boolean;
  /** When it was given its connection, which was begun then unless `reused`; Infinity when it never got one. */
  readonly begunAt: number;
  readonly took: number;
};

/** Sends over kept connections, as a browser or a proxy does, and never tries again by itself. */
export function keepAliveClient(url: string, token?: string) {
  const agent = new Agent({ keepAlive: true, maxSockets: 10 });
  onTestFinished(() => agent.destroy());
  const send = (method: string, path: string, body?: object, more: Record<string, string> = {}): Promise<Sent> =>
    new Promise((resolve) => {
      const askedAt = performance.now();
      let begunAt = Infinity;
      const headers = {
        ...(body && { "content-type": "application/json" }),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...more,
      };
      const end = (rest: Partial<Sent>): void => {
        const sent = { status: 0, body: "", headers: {}, fault: "", begunAt, reused: outgoing.reusedSocket };
        resolve({ ...sent, took: performance.now() - askedAt, ...rest });
      };
      const failed = (error: NodeJS.ErrnoException): void => end({ fault: error.code ?? error.message });
      const outgoing = request(url + path, { method, headers, agent }, (answer) => {
        let text = "";
        answer.setEncoding("utf8").on("data", (piece: string) => void (text += piece));
        answer.once("error", failed);
        answer.once("end", () => end({ status: answer.statusCode ?? 0, body: text, headers: answer.headers }));
      });
      outgoing.once("socket", () => (begunAt = performance.now()));
      outgoing.once("error", failed);
      outgoing.end(body && JSON.stringify(body));
    });
  return {
    get: (path: string) => send("GET", path),
    post: (path: string, body: object, headers?: Record<string, string>) => send("POST", path, body, headers),
  };
}
export type Client = ReturnType<typeof keepAliveClient>;

/** Sends every `1000 / perSecond` ms, however long the answers take; `stop` waits for the last answer. */
export function sendSteadily(perSecond: number, send: (turn: number) => Promise<Sent>) {
  const answers: Sent[] = [];
  const pending: Promise<unknown>[] = [];
  const one = async (): Promise<void> => void answers.push(await send(pending.length));
  const timer = setInterval(() => void pending.push(one()), 1_000 / perSecond);
  const stop = async (): Promise<void> => {
    clearInterval(timer);
    await Promise.all(pending);
  };
  onTestFinished(stop);
  return {
    /** In the order they came. */
    answers: answers as readonly Sent[],
    stop,
    /** Waits until this many more answers of one status have come. */
    more: async (wanted: number, status: number): Promise<void> => {
      const count = (): number => answers.filter((answer) => answer.status === status).length;
      const target = count() + wanted;
      await until(async () => count() >= target, 15_000);
    },
  };
}

export const registration = () => ({
  email: `${randomUUID()}@example.com`,
  password: "correct horse battery",
  fullName: "Ada Lovelace",
});
export const draft = (title: string) => ({ title, task: "Summarise the report in three sentences." });

/** The access token of a new account. */
export async function signUp(url: string): Promise<string> {
  const { status, body } = await keepAliveClient(url).post("/api/v1/auth/register", registration());
  if (status !== 201) throw new Error(`Registering was answered with ${status}: ${body}`);
  return (JSON.parse(body) as { accessToken: string }).accessToken;
}

/** The ids that 201 answers told, of accounts or of what else was made. */
export const acknowledged = (answers: readonly Sent[]): string[] =>
  answers
    .filter(({ status }) => status === 201)
    .map(({ body }) => {
      const made = JSON.parse(body) as { id?: string; user?: { id: string } };
      return made.user?.id ?? made.id ?? "";
    });
