import { createConnection, createServer, type Socket } from "node:net";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** A TCP address before a Postgres socket that can fall silent: it keeps every connection open and passes nothing on. */
export async function createProxy(socketPath: string) {
  const pairs = new Set<readonly [Socket, Socket]>();
  let silent = false;
  const server = createServer((near) => {
    const far = createConnection(socketPath);
    const pair = [near, far] as const;
    pairs.add(pair);
    for (const [from, to] of [pair, [far, near] as const]) {
      from.on("data", (piece) => void (silent || to.write(piece)));
      from.on("error", () => undefined);
      from.once("close", () => {
        to.destroy();
        pairs.delete(pair);
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const cut = (): void => pairs.forEach(([near]) => near.destroy());
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        cut();
      }),
  );
  return {
    port: (server.address() as AddressInfo).port,
    /** What is sent from now on is lost on the way, in both directions, on new connections too. */
    fallSilent: () => void (silent = true),
    /** As after the machine in between was replaced: old connections are gone, new ones work. */
    recover: () => {
      silent = false;
      cut();
    },
  };
}
