import { createServer, type ServerResponse } from "node:http";
import { connect, createServer as createTcpServer, type Socket } from "node:net";
import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { close, listen, openDoors, portOf } from "../../src/http/doors.ts";
import { Listener, PortTaken } from "../../src/http/listen.ts";
import { until } from "../world.ts";

const HOST = "127.0.0.1";
const onLinux = test.skipIf(process.platform !== "linux");

const open = async (port = 0): Promise<Listener> => {
  const listener = await Listener.open(HOST, port);
  onTestFinished(() => listener.close(0));
  return listener;
};

onLinux("a hundred who come at once are let in within a few turns of the loop, not one a turn", async () => {
  let accepted = 0;
  const server = createServer().on("connection", () => (accepted += 1));
  const closeAll = await openDoors(server, { host: HOST, port: 0 });
  const newcomers: Socket[] = Array.from({ length: 100 }, () => connect({ host: HOST, port: portOf(server) }));
  onTestFinished(async () => {
    for (const newcomer of newcomers) newcomer.destroy();
    await closeAll();
  });
  for (const until = performance.now() + 300; performance.now() < until;); // the kernel shakes hands meanwhile
  let turns = 0;
  for (; accepted < newcomers.length; turns += 1) await nextTurn();
  expect(turns).toBeLessThan(40);
});

test("whoever came through whichever door is answered, and closing waits for them", async () => {
  const listener = await open();
  const statuses = await Promise.all(
    Array.from({ length: 100 }, async () => (await fetch(`http://${HOST}:${listener.port}/livez`)).status),
  );
  expect(new Set(statuses)).toEqual(new Set([200]));
});

test("a port has one server: of several that open it at once one gets it, a later one is refused, and afterwards it is free", async () => {
  for (let round = 0; round < 5; round += 1) {
    const free = await Listener.open(HOST, 0);
    const { port } = free;
    await free.close(0);
    const tries = await Promise.allSettled(Array.from({ length: 4 }, () => Listener.open(HOST, port)));
    const won = tries.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
    expect(won).toHaveLength(1);
    for (const one of tries) if (one.status === "rejected") expect(one.reason).toBeInstanceOf(PortTaken);
    await expect(Listener.open(HOST, port)).rejects.toThrow(`Port ${port} is taken. Stop what uses it, or set PORT.`);
    await won[0]?.close(0);
  }
});

test("while the last connections of a server end, the next one may have its port", async () => {
  const free = await Listener.open(HOST, 0);
  const { port } = free;
  await free.close(0);
  const listener = await Listener.open(HOST, port);
  const arrived = Promise.withResolvers<ServerResponse>();
  listener.serve((_request, response) => arrived.resolve(response));
  const late = fetch(`http://${HOST}:${port}/`).then((answer) => answer.text());
  const response = await arrived.promise;
  const closed = listener.close(60_000);
  const next = await until(() => Listener.open(HOST, port).catch(() => null));
  response.end("late");
  expect(await late).toBe("late");
  await closed;
  await next.close(0);
});

test("a port that another program has is refused, and that program keeps it", async () => {
  const other = createTcpServer((socket) => socket.end("mine"));
  await listen(other, { host: HOST, port: 0 });
  onTestFinished(() => close(other));
  await expect(Listener.open(HOST, portOf(other))).rejects.toBeInstanceOf(PortTaken);
  const said = await new Promise<string>((resolve) => {
    connect({ host: HOST, port: portOf(other) }).once("data", (data) => resolve(data.toString()));
  });
  expect(said).toBe("mine");
});
