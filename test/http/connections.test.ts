import { once } from "node:events";
import type { RequestListener, ServerResponse } from "node:http";
import { connect, type Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { Listener } from "../../src/http/listen.ts";

const HOST = "127.0.0.1";
const REQUEST = "GET / HTTP/1.1\r\nHost: promptr\r\n\r\n";
const answered: RequestListener = (_request, response) => void response.end("answered");

async function house(connectionsMax: number, handler: RequestListener = answered): Promise<Listener> {
  const listener = await Listener.open(HOST, 0, connectionsMax);
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
