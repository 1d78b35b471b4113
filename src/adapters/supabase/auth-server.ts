import type { SupabaseClient } from "@supabase/supabase-js";
import { z } from "zod";
import { Failure } from "../../errors.ts";

/** Each caller of a legacy token waits for the Auth server, so few ask at once, some wait, and the rest come back. */
const RUNNING_MAX = 4;
const WAITING_MAX = 50;
const RETRY_AFTER_SECONDS = 2;
/** Tokens the server may refuse within a while before no more are shown to it: whoever guesses costs it no more. */
const REFUSED_MAX = 10;
const REFUSED_WHILE_MS = 30_000;

const User = z.object({
  id: z.uuid().toLowerCase(),
  aud: z.literal("authenticated"),
  role: z.literal("authenticated").optional(),
  is_anonymous: z.literal(false).optional(),
});

/** Too many requests and time-outs are about the server, not about the token. */
const isRefusal = (status: number | undefined): boolean =>
  status !== undefined && status >= 400 && status < 500 && status !== 408 && status !== 429;

export const authServerAway = (cause: unknown, retryAfterSeconds = RETRY_AFTER_SECONDS): Failure =>
  new Failure("unavailable", {
    detail: "Supabase cannot be asked about this token right now",
    retryAfterSeconds,
    cause,
  });

type Turn = { readonly go: () => void; readonly giveUp: (failure: unknown) => void };

/** Asks the Auth server itself whose token it is: the only way for a project that signs with its secret. */
export class AuthServer {
  readonly #client: () => Promise<SupabaseClient>;
  readonly #waiting: Turn[] = [];
  #running = 0;
  #refusedAt: number[] = [];

  constructor(client: () => Promise<SupabaseClient>) {
    this.#client = client;
  }

  /** The id of the signed-in person whose valid token it is, or null; `unavailable` and `overloaded` when nobody knows. */
  async userOf(token: string, now: Date): Promise<string | null> {
    this.#refuseGuessers(now.getTime());
    await this.#turn();
    try {
      const user = await this.#ask(token);
      if (user === null) this.#refusedAt.push(now.getTime());
      return user;
    } catch (failure) {
      // Who waits behind a call that found the server away would only find the same, one timeout later each.
      for (const { giveUp } of this.#waiting.splice(0)) giveUp(failure);
      throw failure;
    } finally {
      const next = this.#waiting.shift();
      if (next) next.go();
      else this.#running -= 1;
    }
  }

  async #ask(token: string): Promise<string | null> {
    const { auth } = await this.#client();
    const { data, error } = await auth.getUser(token);
    if (!error) return User.safeParse(data.user).data?.id ?? null;
    if (isRefusal(error.status)) return null;
    throw authServerAway(error);
  }

  #refuseGuessers(at: number): void {
    this.#refusedAt = this.#refusedAt.filter((then) => Math.abs(at - then) < REFUSED_WHILE_MS);
    const [first] = this.#refusedAt;
    if (first === undefined || this.#refusedAt.length < REFUSED_MAX) return;
    throw new Failure("overloaded", {
      detail: "Too many tokens were refused by Supabase; set SUPABASE_JWT_SECRET to check them here",
      retryAfterSeconds: (first + REFUSED_WHILE_MS - at) / 1_000,
    });
  }

  async #turn(): Promise<void> {
    if (this.#running < RUNNING_MAX) {
      this.#running += 1;
      return;
    }
    if (this.#waiting.length >= WAITING_MAX)
      throw new Failure("overloaded", { retryAfterSeconds: RETRY_AFTER_SECONDS });
    await new Promise<void>((go, giveUp) => this.#waiting.push({ go, giveUp }));
  }
}
