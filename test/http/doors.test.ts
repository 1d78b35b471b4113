import { createServer, get, type ServerResponse } from "node:http";
import { readFileSync } from "node:fs";
import { stat } from "node:fs/promises";
import { connect, createServer as createTcpServer, type Socket } from "node:net";
import { setImmediate as nextTurn, setTimeout as delay } from "node:timers/promises";
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

/** By a connection of its own. */
const statusOf = ({ port }: Listener): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    get({ host: HOST, port, path: "/livez", agent: false })
      .once("response", (response) => resolve(response.resume().statusCode))
      .once("error", reject);
  });

/** Holds the loop until the kernel has let so many in, as a long turn would. */
function holdUntilWaiting(port: number, count: number): void {
  const hex = port.toString(16).toUpperCase().padStart(4, "0");
  const established = new RegExp(`: [0-9A-F]{8}:${hex} [0-9A-F]{8}:[0-9A-F]{4} 01 `, "g");
  const deadline = performance.now() + 10_000;
  while ((readFileSync("/proc/net/tcp", "latin1").match(established)?.length ?? 0) < count)
    if (performance.now() > deadline) throw new Error(`The kernel did not let ${count} in`);
}

onLinux("a hundred who come at once are let in within a few turns of the loop, not one a turn", async () => {
  let accepted = 0;
  const server = createServer().on("connection", () => (accepted += 1));
  const closeAll = await openDoors(server, { host: HOST, port: 0 });
  const newcomers: Socket[] = Array.from({ length: 100 }, () => connect({ host: HOST, port: portOf(server) }));
  onTestFinished(async () => {
    for (const newcomer of newcomers) newcomer.destroy();
    await closeAll();
  });
  await new Promise<void>((resolve) => process.nextTick(resolve)); // they knock
  holdUntilWaiting(portOf(server), newcomers.length);
  let turns = 0;
  for (; accepted < newcomers.length; turns += 1) await nextTurn();
  expect(turns).toBeLessThan(40);
});

test("whoever came through whichever door is answered, and closing waits for them", async () => {
  const listener = await open();
  const statuses = await Promise.all(Array.from({ length: 100 }, () => statusOf(listener)));
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
    await expect(Listener.open(HOST, port)).rejects.toBeInstanceOf(PortTaken);
    await won[0]?.close(0);
  }
});

onLinux("who finds another Promptr at a port is told so, and how to find it", async () => {
  const { port } = await open();
  const refusal = await Listener.open(HOST, port).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(PortTaken);
  expect((refusal as PortTaken).message).toBe(
    `Port ${port} is served by another Promptr on this machine. Stop it (\`ss -xlp | grep promptr\` tells its process), or set PORT.`,
  );
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

test("the moment a server has closed, the next one opens its port at the first try", async () => {
  let listener = await Listener.open(HOST, 0);
  for (let round = 0; round < 10; round += 1) {
    expect(await statusOf(listener)).toBe(200);
    const { port } = listener;
    await listener.close(60_000);
    listener = await Listener.open(HOST, port);
  }
  await listener.close(0);
});

onLinux(
  "whoever the kernel has let in when closing begins is answered, in whatever part of a turn that is",
  async () => {
    const parts = { timers: () => delay(1), poll: () => stat("/"), check: () => nextTurn() };
    for (const [part, reached] of Object.entries(parts)) {
      const listener = await open();
      await reached();
      const statuses = Array.from({ length: 40 }, () => statusOf(listener));
      await new Promise<void>((resolve) => process.nextTick(resolve)); // they knock
      holdUntilWaiting(listener.port, statuses.length);
      const closed = listener.close(60_000);
      expect([part, new Set(await Promise.all(statuses))]).toEqual([part, new Set([200])]);
      await closed;
    }
  },
);

const said = (port: number): Promise<string> =>
  new Promise((resolve, reject) => {
    connect({ host: HOST, port })
      .once("data", (data) => resolve(data.toString()))
      .once("error", reject);
  });

test.each([
  ["has alone", false],
  ...(process.platform === "linux" ? [["would share with any program of its account", true] as const] : []),
] as const)("a port that another program %s is refused, and that program keeps it", async (_how, reusePort) => {
  const other = createTcpServer((socket) => socket.end("mine"));
  await listen(other, { host: HOST, port: 0, reusePort });
  onTestFinished(() => close(other));
  const port = portOf(other);
  const refusal = await Listener.open(HOST, port).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(PortTaken);
  expect(String(refusal)).toContain(`Port ${port} is taken. Stop what uses it, or set PORT.`);
  for (let visit = 0; visit < 10; visit += 1) expect(await said(port)).toBe("mine");
});
