import { createConnection, createServer, type NetConnectOpts, type Socket } from "node:net";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** What happens to what is sent, in both directions, on connections there are and new ones. */
export type NetworkFault =
  /** Nothing arrives, and no connection ends. */
  | { readonly kind: "silent" }
  /** Everything arrives, in order, so much later, and up to `jitterMs` more. */
  | { readonly kind: "slow"; readonly ms: number; readonly jitterMs?: number }
  /** A connection is reset when it has brought back so many bytes more. */
  | { readonly kind: "cut"; readonly bytes: number };

type Pair = { readonly near: Socket; readonly far: Socket; broughtBack: number };

/** A TCP address before a server that can be slow, silent, or break connections, as networks do. */
export async function createProxy(target: string | NetConnectOpts) {
  const pairs = new Set<Pair>();
  let fault: NetworkFault | null = null;
  const later = (to: Socket) => {
    let readyAt = 0;
    const waiting: Buffer[] = [];
    return (piece: Buffer, { ms, jitterMs = 0 }: NetworkFault & { kind: "slow" }): void => {
      // Never before what was sent earlier; and timers of one moment may fire in any order.
      readyAt = Math.max(readyAt, performance.now() + ms + Math.random() * jitterMs);
      waiting.push(piece);
      setTimeout(() => {
        const first = waiting.shift();
        if (first && to.writable) to.write(first);
      }, readyAt - performance.now());
    };
  };
  const server = createServer((near) => {
    const far = typeof target === "string" ? createConnection(target) : createConnection(target);
    const pair: Pair = { near, far, broughtBack: 0 };
    pairs.add(pair);
    const pass = (from: Socket, to: Socket): void => {
      const delayed = later(to);
      from.on("data", (piece: Buffer) => {
        if (from === far) pair.broughtBack += piece.length;
        if (fault?.kind === "silent") return;
        if (fault?.kind === "slow") return delayed(piece, fault);
        if (fault?.kind === "cut" && pair.broughtBack > fault.bytes) return void near.resetAndDestroy();
        to.write(piece);
      });
      from.on("error", () => undefined);
      from.once("close", () => {
        if (!pairs.has(pair)) return;
        pairs.delete(pair);
        to.destroy();
      });
    };
    pass(near, far);
    pass(far, near);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const reset = (): void => pairs.forEach(({ near }) => near.resetAndDestroy());
  const forgotten = new Set<Socket>();
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        reset();
        for (const near of forgotten) near.destroy();
      }),
  );
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => pairs.size,
    begin: (next: NetworkFault): void => {
      fault = next;
      for (const pair of pairs) pair.broughtBack = 0;
    },
    /** Every connection breaks at once, with what is on its way. */
    reset,
    /** The other side is gone, and this one is never told: what is sent gets no answer. New connections work. */
    forget: (): void => {
      for (const pair of pairs) {
        pairs.delete(pair);
        forgotten.add(pair.near);
        pair.far.destroy();
      }
    },
    /** As after the machine in between was replaced: old connections are gone, new ones work. */
    recover: (): void => {
      fault = null;
      reset();
    },
    /** The fault is over, and connections go on. */
    mend: (): void => void (fault = null),
  };
}
