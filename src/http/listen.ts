import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { Connections } from "./connections.ts";
import { NAME_TAKEN, openDoors, portOf } from "./doors.ts";
import { type Handler, starting, unexpected } from "./early.ts";
import { layOutRequests } from "./layout.ts";
import { setImmediate as nextTurn, setTimeout as delay } from "node:timers/promises";

/** Slow senders are cut off; Node's own defaults are minutes. */
const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 30_000;
/** Node looks every 30 s unless told, which would double both. */
const TIMEOUT_CHECK_MS = 1_000;
/** Longer than the usual idle timeout of a proxy (60 s), so that the proxy closes first. */
const KEEP_ALIVE_TIMEOUT_MS = 65_000;
/** A socket that takes nothing of its answer for this long is cut; event streams are pinged more often. */
const STALLED_MS = 60_000;
/** More than this at once is an attack or a machine too small: the longest idle gives way to a newcomer, or the newcomer goes. */
const CONNECTIONS_MAX = 5_000;
const IDLE_CHECK_MS = 50;
/** Those who come faster than they are accepted would keep a stop waiting for ever. */
const ACCEPT_MS = 2_000;

export class PortTaken extends Error {
  override name = "PortTaken";
}

const REASONS: Partial<Record<string, string>> = {
  [NAME_TAKEN]:
    "is served by another Promptr on this machine. Stop it (`ss -xlp | grep promptr` tells its process), or set PORT.",
  EADDRINUSE: "is taken. Stop what uses it, or set PORT.",
  EACCES: "may not be used by this account. Set PORT to one above 1023.",
  EAFNOSUPPORT: "cannot be opened: this machine has no IPv6. Set HOST=0.0.0.0.",
  EADDRNOTAVAIL: "cannot be opened: HOST is no address of this machine.",
};

/** An HTTP server that holds its port from the first moment and answers 503 until it is given a handler. */
export class Listener {
  readonly #server: Server;
  readonly #connections: Connections;
  #handler: Handler = starting;
  #leaving = false;
  #closing = false;
  #closeDoors: () => Promise<void> = () => Promise.resolve();

  private constructor(connectionsMax: number, doubtMs: number) {
    this.#connections = new Connections(connectionsMax, doubtMs);
    this.#server = createServer(
      {
        connectionsCheckingInterval: TIMEOUT_CHECK_MS,
        headersTimeout: HEADERS_TIMEOUT_MS,
        requestTimeout: REQUEST_TIMEOUT_MS,
        keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
      },
      (request, response) => this.#answer(request, response, this.#handler),
    );
    // Node would answer by itself, and nobody would know of the request.
    this.#server.on("checkExpectation", (request, response) => this.#answer(request, response, unexpected));
    this.#server.setTimeout(STALLED_MS);
    this.#server.on("connection", (socket) => this.#connections.enter(socket));
  }

  /** `doubtMs` is shorter in tests only. */
  static async open(
    host: string,
    port: number,
    connectionsMax = CONNECTIONS_MAX,
    doubtMs = HEADERS_TIMEOUT_MS,
  ): Promise<Listener> {
    layOutRequests();
    const listener = new Listener(connectionsMax, doubtMs);
    try {
      listener.#closeDoors = await openDoors(listener.#server, { host, port });
    } catch (error) {
      const reason = REASONS[(error as NodeJS.ErrnoException).code ?? ""];
      throw reason === undefined ? error : new PortTaken(`Port ${port} ${reason}`, { cause: error });
    }
    return listener;
  }

  get port(): number {
    return portOf(this.#server);
  }

  serve(handler: Handler): void {
    this.#handler = handler;
  }

  #answer(request: IncomingMessage, response: ServerResponse, handler: Handler): void {
    this.#connections.begin(request, response);
    if (this.#leaving) response.setHeader("Connection", "close");
    handler(request, response);
  }

  /**
   * Ends each connection with its next answer, and resolves when none is left or the time is over. Closing an idle
   * connection under a client that is just writing to it would lose that request.
   */
  async dismiss(withinMs: number): Promise<void> {
    this.#leaving = true;
    const deadline = performance.now() + withinMs;
    while (this.#connections.size > 0 && performance.now() < deadline) await delay(IDLE_CHECK_MS);
  }

  /**
   * Closing resets whoever waits in the kernel to be accepted, which on a busy machine is many. A turn of the loop accepts one
   * of them at each door: when two turns brought none, nobody waits. What is left of the turn we are in looks at no door.
   */
  async #acceptWaiting(withinMs: number): Promise<void> {
    const deadline = performance.now() + withinMs;
    for (let quiet = 0; quiet < 2 && performance.now() < deadline;) {
      const before = this.#connections.accepted;
      await nextTurn();
      quiet = this.#connections.accepted > before ? 0 : quiet + 1;
    }
  }

  /** Takes no new connections and waits for running requests; what is left after the bound is cut. */
  async close(withinMs: number): Promise<void> {
    if (this.#closing) return;
    this.#leaving = true;
    this.#closing = true;
    await this.#acceptWaiting(Math.min(withinMs, ACCEPT_MS));
    const closed = this.#closeDoors();
    // A connection that was busy becomes idle when its answer has left, so it is looked for again and again.
    const idle = setInterval(() => setImmediate(() => this.#connections.closeIdle()), IDLE_CHECK_MS);
    const timer = setTimeout(() => this.#server.closeAllConnections(), withinMs);
    await closed;
    clearInterval(idle);
    clearTimeout(timer);
    this.#server.close(); // long closed; only this ends Node's own look at slow senders
  }
}
