import { randomUUID } from "node:crypto";
import { Agent, request } from "node:http";

export type Answer = {
  /** 0 when no answer came. */
  readonly status: number;
  /** Why none came: the system's code, such as ECONNRESET. */
  readonly fault: string;
  /** Whether it went over a connection that had carried another request. */
  readonly reused: boolean;
  /** When it was given its connection, which was begun then unless `reused`; Infinity when it never got one. */
  readonly begunAt: number;
  readonly endedAt: number;
};

const CONNECTIONS = 20;

/** Sends over kept connections, as a proxy does, and never tries again by itself. */
export function openClient(url: string, token: string) {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const send = (method: string, path: string, body?: object): Promise<Answer> =>
    new Promise((resolve) => {
      let begunAt = Infinity;
      const headers = { authorization: `Bearer ${token}`, ...(body && { "content-type": "application/json" }) };
      const outgoing = request(url + path, { method, headers, agent }, (answer) => {
        answer.resume();
        answer.once("error", failed);
        answer.once("end", () => end(answer.statusCode ?? 0, ""));
      });
      const end = (status: number, fault: string): void =>
        resolve({ status, fault, begunAt, endedAt: performance.now(), reused: outgoing.reusedSocket });
      const failed = (error: NodeJS.ErrnoException): void => end(0, error.code ?? error.message);
      outgoing.once("socket", () => (begunAt = performance.now()));
      outgoing.once("error", failed);
      outgoing.end(body && JSON.stringify(body));
    });
  return { send, close: () => agent.destroy() };
}

/** Sends every `1000 / perSecond` ms, however long the answers take; `stop` waits for the last answer and gives them all. */
export function sendSteadily(perSecond: number, send: (turn: number) => Promise<Answer>) {
  const answers: Promise<Answer>[] = [];
  const startedAt = performance.now();
  const timer = setInterval(() => {
    const due = ((performance.now() - startedAt) * perSecond) / 1_000;
    while (answers.length < due) answers.push(send(answers.length));
  }, 5);
  return {
    stop: (): Promise<Answer[]> => {
      clearInterval(timer);
      return Promise.all(answers);
    },
  };
}

/** The access token of a new account. */
export async function signUp(url: string): Promise<string> {
  const account = { email: `${randomUUID()}@example.com`, password: "correct horse battery", fullName: "Ada" };
  const answer = await fetch(`${url}/api/v1/auth/register`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(account),
  });
  return ((await answer.json()) as { accessToken: string }).accessToken;
}
