import { once } from "node:events";
import type { RequestListener, ServerResponse } from "node:http";
import { connect, type Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { Listener } from "../../src/http/listen.ts";

const HOST = "127.0.0.1";
const REQUEST = "GET / HTTP/1.1\r\nHost: promptr\r\n\r\n";
const answered: RequestListener = (_request, response) => void response.end("answered");

async function house(connectionsMax: number, handler: RequestListener = answered, doubtMs?: number): Promise<Listener> {
  const listener = await Listener.open(HOST, 0, connectionsMax, doubtMs);
  onTestFinished(() => listener.close(0));
  listener.serve(handler);
  return listener;
}

/** A client that keeps its connection, and what it was told. */
class Guest {
  readonly socket: Socket;
  readonly gone: Promise<void>;
  heard = "";

  constructor({ port }: Listener) {
    this.socket = connect({ host: HOST, port });
    this.socket.on("data", (data) => (this.heard += data.toString("latin1")));
    this.socket.on("error", () => undefined); // a reset is an end like any other
    this.gone = new Promise((resolve) => this.socket.once("close", () => resolve()));
    onTestFinished(() => void this.socket.destroy());
  }

  say(text: string): Promise<void> {
    return new Promise((resolve) => this.socket.write(text, () => resolve()));
  }

  /** True when the text came, false when the connection ended without it. */
  async hears(text: string): Promise<boolean> {
    while (!this.heard.includes(text)) {
      if (this.socket.destroyed) return false;
      await Promise.race([this.gone, new Promise((resolve) => this.socket.once("data", resolve))]);
    }
    this.heard = "";
    return true;
  }

  async asks(): Promise<boolean> {
    await this.say(REQUEST);
    return this.hears("answered");
  }
}

const idleGuest = async (listener: Listener): Promise<Guest> => {
  const guest = new Guest(listener);
  expect(await guest.asks()).toBe(true);
  return guest;
};

test("in a full house a newcomer gets the place of who has been idle longest, and nobody else's", async () => {
  const listener = await house(3);
  const [first, second, third] = [await idleGuest(listener), await idleGuest(listener), await idleGuest(listener)];
  expect(await first.asks()).toBe(true); // so the second is idle longest
  await idleGuest(listener);
  await second.gone;
  expect([await first.asks(), await third.asks()]).toEqual([true, true]);
});

test("in a house full of idle connections everybody of a crowd of newcomers is answered", async () => {
  const listener = await house(40);
  const idle = await Promise.all(Array.from({ length: 40 }, () => idleGuest(listener)));
  const crowd = await Promise.all(Array.from({ length: 40 }, () => idleGuest(listener)));
  await Promise.all(idle.map(({ gone }) => gone));
  expect(crowd.some(({ socket }) => socket.destroyed)).toBe(false);
});

test("a request under way, and one of which half has come, keep their places: the newcomer is turned away until one is free", async () => {
  const held = Promise.withResolvers<ServerResponse>();
  const listener = await house(2, (request, response) =>
    request.url === "/slow" ? held.resolve(response) : void response.end("answered"),
  );
  const half = await idleGuest(listener);
  const slow = await idleGuest(listener);
  await half.say(REQUEST.slice(0, 20));
  await slow.say(REQUEST.replace("/", "/slow"));
  const response = await held.promise;

  const early = new Guest(listener);
  expect(await early.asks()).toBe(false);

  response.end("at last");
  expect(await slow.hears("at last")).toBe(true);
  await half.say(REQUEST.slice(20));
  expect(await half.hears("answered")).toBe(true);
  await idleGuest(listener);
  await slow.gone;
  expect(await half.asks()).toBe(true);
});

test("an answer that is on its way to a slow reader is cut neither for a newcomer nor by closing", async () => {
  const size = 30_000_000; // more than the kernel holds
  const listener = await house(2, (request, response) =>
    request.url === "/large" ? void response.end("a".repeat(size)) : answered(request, response),
  );
  const reader = new Guest(listener);
  const paused = once(reader.socket, "pause");
  reader.socket.once("data", () => reader.socket.pause());
  await reader.say(REQUEST.replace("/", "/large"));
  await paused;
  const idle = await idleGuest(listener);
  const newcomer = await idleGuest(listener);
  await idle.gone;

  const closed = listener.close(60_000);
  await newcomer.gone; // so who is idle has been looked for
  reader.socket.resume();
  await reader.gone;
  expect(reader.heard.length).toBeGreaterThan(size);
  await closed;
});

/** A newcomer may come too early; whoever is idle gives way in the end. */
async function untilOneIsLetIn(listener: Listener): Promise<Guest> {
  for (;;) {
    const guest = new Guest(listener);
    if (await guest.asks()) return guest;
  }
}

test("an empty line after a request makes nobody busy: they give way to a newcomer, and a stop does not wait for them", async () => {
  const listener = await house(1);
  const first = await idleGuest(listener);
  await first.say("\r\n");
  const second = await untilOneIsLetIn(listener);
  await first.gone;
  await second.say("\r\n");
  await listener.close(3_600_000);
  await second.gone;
});

test("who sends what no request comes of keeps a place, and a stop waiting, only as long as half a request may", async () => {
  const listener = await house(1, answered, 1);
  const first = await idleGuest(listener);
  await first.say("\r\n".repeat(10));
  const second = await untilOneIsLetIn(listener);
  await first.gone;
  await second.say("\r\n".repeat(10));
  await listener.close(3_600_000);
  await second.gone;
});

const EXPECTING = REQUEST.replace("\r\n\r\n", "\r\nExpect: x\r\n\r\n");

test("who expects what no server can do is told so, and idle after it like anybody else", async () => {
  const listener = await house(1);
  const first = await idleGuest(listener);
  await first.say(EXPECTING);
  expect(await first.hears("417 Expectation Failed")).toBe(true);
  const second = await untilOneIsLetIn(listener);
  await first.gone;
  await second.say(EXPECTING);
  expect(await second.hears("417 Expectation Failed")).toBe(true);
  await listener.close(3_600_000);
  await second.gone;
});

test("the answer to who expects too much is a problem with the request's id, and a stop's last on its connection", async () => {
  const listener = await house(1);
  const guest = await idleGuest(listener);
  await listener.dismiss(0);
  await guest.say(EXPECTING);
  await guest.gone;
  expect(guest.heard).toMatch(/^HTTP\/1.1 417 Expectation Failed\r\n/);
  expect(guest.heard).toMatch(/\r\nConnection: close\r\n/i);
  expect(guest.heard).toMatch(/\r\nContent-Type: application\/problem\+json\r\n/i);
  const id = /\r\nX-Request-Id: (\S+)\r\n/i.exec(guest.heard)?.[1];
  expect(guest.heard).toContain(`"requestId":"${id}"`);
});
