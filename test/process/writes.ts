import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { expect } from "vitest";
import { type Client, draft, registration, type Sent } from "./load.ts";

/** A request with all it takes to send it again as it was. */
export type Write = {
  readonly kind: "account" | "prompt";
  /** What no other request makes a row with: the account's address, or the prompt's title. */
  readonly name: string;
  readonly path: string;
  readonly body: object;
  readonly key: string;
  answer: Sent | null;
};

export function newWrite(kind: Write["kind"]): Write {
  const key = randomUUID();
  const rest = { kind, key, answer: null };
  if (kind === "prompt") return { ...rest, name: key, path: "/api/v1/prompts", body: draft(key) };
  const body = registration();
  return { ...rest, name: body.email, path: "/api/v1/auth/register", body };
}

export const send = (client: Client, { path, body, key }: Write): Promise<Sent> =>
  client.post(path, body, { "idempotency-key": key });

const TRIES_MAX = 30;
/** As a client does that is told to come back: a server that has just started may have more to do than it can. */
async function insist(client: Client, write: Write): Promise<{ readonly again: Sent; readonly isFirst: boolean }> {
  let again = await send(client, write);
  let tries = 1;
  for (; again.status === 503 && tries < TRIES_MAX; tries += 1) {
    await pause(1_000 * Number(again.headers["retry-after"]));
    again = await send(client, write);
  }
  return { again, isFirst: tries === 1 };
}

/** The ids of the rows a name stands for: more than one would be a request that acted twice. */
export type Made = ReadonlyMap<string, readonly string[]>;

/**
 * Sends again what a dead server was asked, of which `made` is what it had done: a prompt's key repeats its answer, or
 * makes it now; an account, whose route knows no caller whose key it could keep, is made once by its address. Tells how
 * many had been made.
 */
export async function sendAgain(client: Client, writes: readonly Write[], made: Made): Promise<number> {
  const repeated = await Promise.all(
    writes.map(async (write) => {
      const [before] = made.get(write.name) ?? [];
      const { again, isFirst } = await insist(client, write);
      const isNew = write.kind === "account" ? again.status === 201 : again.headers["idempotent-replayed"] !== "true";
      // What was put off may have been done by then, and must not be done a second time.
      if (isFirst || before !== undefined) expect([write.name, isNew]).toEqual([write.name, before === undefined]);
      if (write.kind === "account") {
        expect([write.name, again.status]).toEqual([write.name, isNew ? 201 : 409]);
        if (!isNew) expect(JSON.parse(again.body)).toMatchObject({ code: "email_taken" });
      } else {
        expect([write.name, again.status]).toEqual([write.name, 201]);
        if (before !== undefined) expect(JSON.parse(again.body)).toMatchObject({ id: before, title: write.name });
        if (write.answer?.status === 201) expect(JSON.parse(again.body)).toEqual(JSON.parse(write.answer.body));
      }
      if (write.answer?.status !== 201) write.answer = again;
      return before !== undefined;
    }),
  );
  return repeated.filter(Boolean).length;
}
