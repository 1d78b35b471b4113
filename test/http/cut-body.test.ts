import { connect, type Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import type { Ports } from "../../src/contract/ports.ts";
import { createWorld, until, type World } from "../world.ts";

/** Holds whoever brings a token at the door until it is opened. */
function createGate() {
  const opened = Promise.withResolvers<undefined>();
  const gate = { waiting: 0, open: () => opened.resolve(undefined) };
  const hold = (ports: Ports): Ports => ({
    ...ports,
    tokens: {
      ...ports.tokens,
      verify: async (...given) => {
        gate.waiting += 1;
        await opened.promise;
        return ports.tokens.verify(...given);
      },
    },
  });
  return { gate, hold };
}

/** Sends the head of a request and the first half of its body. */
async function sendHalf({ url }: World, path: string, headers: readonly string[]): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  onTestFinished(() => void socket.destroy());
  const head = [`POST /api/v1${path} HTTP/1.1`, `Host: ${hostname}`, "Content-Type: application/json", ...headers];
  socket.write(`${head.join("\r\n")}\r\nContent-Length: 40\r\n\r\n{"title":"Half`);
  return socket;
}

const bugs = (world: World) => world.logged().filter(({ level }) => level === "error");

test("who leaves before the body is read takes no place among the requests at work", async () => {
  const { gate, hold } = createGate();
  await using world = await createWorld({ ports: hold });
  const ada = await world.user();
  const sockets = await Promise.all(
    Array.from({ length: 3 }, () => sendHalf(world, "/prompts", [`Authorization: Bearer ${ada.accessToken}`])),
  );
  await until(async () => gate.waiting === 3);
  expect(world.app.admission.atOnce).toBe(3);
  for (const socket of sockets) socket.resetAndDestroy();
  await until(async () => world.logged().filter(({ statusCode }) => statusCode === 499).length === 3);
  gate.open();
  await until(async () => world.app.admission.atOnce === 0);
  expect(bugs(world)).toEqual([]);
});

test("an upload that is cut while it is read is no fault of the server", async () => {
  await using world = await createWorld();
  const socket = await sendHalf(world, "/auth/login", []);
  await until(async () => world.app.admission.atOnce === 1);
  socket.resetAndDestroy();
  await until(async () => world.app.admission.atOnce === 0);
  await until(async () => world.logged().some(({ statusCode }) => statusCode === 499));
  expect(bugs(world)).toEqual([]);
});
