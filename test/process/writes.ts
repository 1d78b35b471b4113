import { randomUUID } from "node:crypto";
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
      const again = await send(client, write);
      if (write.kind === "account") {
        expect([write.name, again.status]).toEqual([write.name, before === undefined ? 201 : 409]);
        if (before !== undefined) expect(JSON.parse(again.body)).toMatchObject({ code: "email_taken" });
      } else {
        const wasKept = again.headers["idempotent-replayed"] === "true";
        expect([write.name, again.status, wasKept]).toEqual([write.name, 201, before !== undefined]);
        if (before !== undefined) expect(JSON.parse(again.body)).toMatchObject({ id: before, title: write.name });
        if (write.answer?.status === 201) expect(JSON.parse(again.body)).toEqual(JSON.parse(write.answer.body));
      }
      if (write.answer?.status !== 201) write.answer = again;
      return before !== undefined;
    }),
  );
  return repeated.filter(Boolean).length;
}
