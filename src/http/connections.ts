import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";

/** Servers ignore an empty line after a request (RFC 9112, 2.2), and nothing ever answers it. */
const EMPTY_LINE_BYTES = 2;

/**
 * Who is connected, and who of them is idle: was answered, and has sent no more than an empty line since. Node's own
 * `closeIdleConnections` also cuts an answer that was ended but is still on its way to a slow reader, and later versions whoever
 * has just come in.
 *
 * This is a guess from counted bytes, which do not tell where a request begins. Who sends the beginning of the next one before
 * the answer to the last has left, or only two bytes of it after, is taken for idle and may lose it.
 */
export class Connections {
  readonly #max: number;
  readonly #doubtMs: number;
  /** With how many requests of each are not over; a client may send its next request before the answer to its last. */
  readonly #all = new Map<Socket, { open: number }>();
  /** The longest idle first, each with the bytes it had sent by then. */
  readonly #idle = new Map<Socket, number>();
  /** Those of the idle who were seen to have sent more, and when: half a request, or something that is none. The oldest first. */
  readonly #doubtful = new Map<Socket, number>();
  /** Those who had said nothing yet when they were looked at. */
  readonly #silent = new WeakSet<Socket>();
  #accepted = 0;

  /** What came `doubtMs` ago and is no request yet will be none: not less than Node gives the head of one. */
  constructor(max: number, doubtMs: number) {
    this.#max = max;
    this.#doubtMs = doubtMs;
  }

  get size(): number {
    return this.#all.size;
  }

  /** How many have ever come in. */
  get accepted(): number {
    return this.#accepted;
  }

  enter(socket: Socket): void {
    this.#accepted += 1;
    this.#all.set(socket, { open: 0 });
    socket.once("close", () => this.#forget(socket));
    // After the loop has read what has come, so that it is known who is about to ask for something.
    if (this.#all.size > this.#max) setImmediate(() => this.#makeRoomFor(socket));
  }

  begin(request: IncomingMessage, response: ServerResponse): void {
    const { socket } = request;
    this.#idle.delete(socket);
    this.#doubtful.delete(socket);
    const mine = this.#all.get(socket);
    if (!mine) return; // it was told to go
    mine.open += 1;
    const end = (): void => {
      mine.open -= 1;
      if (mine.open === 0 && !socket.destroyed) this.#idle.set(socket, socket.bytesRead);
    };
    // The rest of a body may come after the answer that refused it.
    response.on("close", () => (request.closed ? end() : request.on("close", end)));
  }

  /**
   * To be called right after the loop has read what had come: on a busy machine a request may lie in the kernel for long,
   * and closing then would lose it.
   */
  closeIdle(): void {
    while (this.#closeLongestIdle());
    // A browser's spare connection may never send any request. One that was accepted in this turn is read in the next, so only
    // who is silent a second time goes.
    for (const socket of this.#all.keys()) {
      if (socket.bytesRead > 0) continue;
      if (this.#silent.has(socket)) socket.destroy();
      else this.#silent.add(socket);
    }
  }

  #makeRoomFor(newcomer: Socket): void {
    if (this.#all.size <= this.#max || newcomer.destroyed) return;
    if (!this.#closeLongestIdle()) this.#close(newcomer);
  }

  #closeLongestIdle(): boolean {
    const now = performance.now();
    for (const [socket, sent] of this.#idle) {
      if (socket.bytesRead <= sent + EMPTY_LINE_BYTES) return this.#close(socket);
      this.#idle.delete(socket);
      this.#doubtful.set(socket, now);
    }
    const [oldest] = this.#doubtful;
    if (!oldest || now - oldest[1] < this.#doubtMs) return false;
    return this.#close(oldest[0]);
  }

  /** Its place is free at once, not when it has told of its end. */
  #close(socket: Socket): true {
    this.#forget(socket);
    socket.destroy();
    return true;
  }

  #forget(socket: Socket): void {
    this.#all.delete(socket);
    this.#idle.delete(socket);
    this.#doubtful.delete(socket);
  }
}
