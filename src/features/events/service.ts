import type { ChangeEvent } from "../../contract/changes.ts";
import { Failure } from "../../errors.ts";
import type { ServerEvent } from "../../feature.ts";
import type { Actor, Scope } from "../../scope.ts";
import { apiKeyTag } from "../api-keys/index.ts";
import { sessionTag, userTag } from "../auth/index.ts";
import { type Past, presentCursor, replay } from "./replay.ts";
import { writePlace } from "./schema.ts";
import { Waiting } from "./waiting.ts";

/** How often a stream on which nothing happens is looked at; the end of its credential is waited for exactly. */
const PULSE_MS = 15_000;
const PULSE_MS_MIN = 50;
/** A place is good for 23 hours, so a client that hears of nothing for long gets the same one with a new time. */
const PLACE_MS = 3_600_000;

function credentialTags({ userId, credential }: Actor): string[] {
  if (credential.kind === "session") return [userTag(userId), sessionTag(credential.sessionId)];
  return credential.kind === "api_key" ? [userTag(userId), apiKeyTag(credential.keyId)] : [userTag(userId)];
}

/**
 * What changes of the caller's prompts, until they leave, the server stops or their credential changes or runs out. With
 * the id of the last event that was seen nothing is missed in between; some may come twice.
 */
export async function streamChanges(
  scope: Scope<Actor>,
  lastEventId: string | undefined,
  pulseMs: number = PULSE_MS,
): Promise<AsyncIterable<ServerEvent>> {
  const waiting = new Waiting();
  const leave = scope.ports.changes.subscribe({
    userId: scope.actor.userId,
    credentialTags: credentialTags(scope.actor),
    onEvent: (event) => waiting.push(event),
    onMissed: () => waiting.miss(),
    onEnd: () => waiting.end(),
  });
  const end = (): void => {
    leave();
    waiting.end();
  };
  if (scope.signal.aborted) end();
  else scope.signal.addEventListener("abort", end, { once: true });
  try {
    // Listening began before the looking back, so what happens meanwhile is in one of the two, or in both. Both come
    // before the answer: whoever reads their prompts once it is there has seen all that the first place leaves out.
    return send(new Stream({ scope, waiting, end, pulseMs }), await replay(scope, lastEventId));
  } catch (error) {
    end();
    throw error;
  }
}

type StreamParts = {
  readonly scope: Scope<Actor>;
  readonly waiting: Waiting;
  readonly end: () => void;
  readonly pulseMs: number;
};

/** One client: what it has been sent, and until when it may be sent anything. */
class Stream {
  readonly #parts: StreamParts;
  #cursor = "0";
  #placedAt = 0;

  constructor(parts: StreamParts) {
    this.#parts = parts;
  }

  get #now(): number {
    return this.#parts.scope.now().getTime();
  }
  get #leftMs(): number {
    return this.#parts.scope.actor.credential.endsAt - this.#now;
  }

  get isOver(): boolean {
    return this.#parts.waiting.ended || this.#leftMs <= 0;
  }

  end(): void {
    this.#parts.end();
  }

  next() {
    const { waiting, pulseMs } = this.#parts;
    return waiting.next(Math.max(PULSE_MS_MIN, Math.min(pulseMs, this.#leftMs)));
  }

  /** Moves the place a client comes back to. */
  place(cursor: string): { readonly id: string } {
    [this.#cursor, this.#placedAt] = [cursor, this.#now];
    return { id: writePlace(cursor, this.#parts.scope.now()) };
  }

  /** The place as it was, of now, when the client has had none for long: all that came since then has been sent. */
  *placeAgain(): Generator<ServerEvent> {
    if (this.#now - this.#placedAt >= PLACE_MS) yield this.place(this.#cursor);
  }

  write({ kind, data, createdAt, cursor }: ChangeEvent): ServerEvent {
    return { event: kind, ...this.place(cursor), data: { ...data, at: createdAt.toISOString() } };
  }

  missed(cursor: string | undefined): ServerEvent {
    return { event: "changes.missed", ...(cursor !== undefined && this.place(cursor)), data: {} };
  }

  /** Undefined while the database is away, which is when changes are missed: an older place only repeats some. */
  present(): Promise<string | undefined> {
    return presentCursor(this.#parts.scope).catch((error: unknown) => {
      if (error instanceof Failure) return undefined;
      throw error;
    });
  }
}

/** Looks before each event whether the client may still have it. */
async function* send(stream: Stream, past: Past): AsyncGenerator<ServerEvent> {
  try {
    for await (const event of told(stream, past)) {
      if (stream.isOver) return;
      yield event;
    }
  } finally {
    stream.end();
  }
}

async function* told(stream: Stream, past: Past): AsyncGenerator<ServerEvent> {
  const sent = new Set<number>();
  if (past.missed) yield stream.missed(past.cursor);
  for (const event of past.events) {
    sent.add(event.id);
    yield stream.write(event);
  }
  yield stream.place(past.cursor);
  while (!stream.isOver) {
    const { events, missed } = await stream.next();
    if (missed) yield stream.missed(await stream.present());
    for (const event of events) if (!sent.delete(event.id)) yield stream.write(event);
    yield* stream.placeAgain();
  }
}
