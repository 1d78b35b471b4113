import { createServer, type ListenOptions, Server, type Socket } from "node:net";

/**
 * Node accepts one connection a turn from each listening socket (libuv since 1.45), and under load a turn takes a third of a
 * second: with one socket three newcomers a second came in, probes of `/livez` among them, and the rest waited until they gave up.
 */
const DOORS = 32;
/** Who wait to be accepted at one door; the kernel's own bound (`somaxconn`) may be lower. */
const WAITING_MAX = 1_024;

export type Place = { readonly host: string; readonly port: number };

export const listen = (server: Server, options: ListenOptions): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(options, () => {
      server.off("error", reject);
      resolve();
    });
  });
/** That of an HTTP server would cut answers that are still on their way to slow readers. */
export const close = (server: Server): Promise<void> =>
  new Promise((resolve) => Server.prototype.close.call(server, () => resolve()));

/** The port of a server that listens by TCP. */
export function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port");
  return address.port;
}

/** The code of the failure when another Promptr has the port. */
export const NAME_TAKEN = "NAME_TAKEN";
const codeOf = (error: unknown): string => String((error as NodeJS.ErrnoException).code);

const refuse = (socket: Socket): void => void socket.destroy();

type Alone = { readonly port: number; readonly name: Server };
/**
 * Several processes of one account may share a port that is opened for several sockets. A name in the kernel that only one of
 * them can hold, until it ends, keeps a second Promptr out; whoever else listens is met by asking for the port alone first.
 */
async function alone({ host, port }: Place): Promise<Alone> {
  const [name, first] = [createServer(refuse), createServer(refuse)];
  const take = (found: number): Promise<void> =>
    listen(name, { path: `\0promptr ${host} ${found}` }).catch((error: unknown) => {
      if (codeOf(error) !== "EADDRINUSE") throw error;
      throw Object.assign(new Error("Another Promptr has this port", { cause: error }), { code: NAME_TAKEN });
    });
  try {
    if (port > 0) await take(port);
    await listen(first, { host, port, ipv6Only: false });
    const found = portOf(first);
    if (port === 0) await take(found);
    return { port: found, name };
  } catch (error) {
    name.close();
    throw error;
  } finally {
    if (first.listening) await close(first);
  }
}

async function openMany(server: Server, place: Place): Promise<() => Promise<void>> {
  const { port, name } = await alone(place);
  const enter = (socket: Socket): void => void server.emit("connection", socket);
  const doors = Array.from({ length: DOORS - 1 }, () => createServer({ allowHalfOpen: true, noDelay: true }, enter));
  const all = [server, ...doors];
  const closeAll = async (): Promise<void> => {
    const closed = Promise.all(all.filter((door) => door.listening).map(close));
    name.close(); // the port is free for the next process while the last connections of this one end
    await closed;
  };
  try {
    for (const door of all)
      await listen(door, { host: place.host, port, ipv6Only: false, reusePort: true, backlog: WAITING_MAX });
  } catch (error) {
    void closeAll(); // never rejects, and waits for whoever has come in meanwhile
    throw error;
  }
  return closeAll;
}

async function openOne(server: Server, place: Place): Promise<() => Promise<void>> {
  await listen(server, { ...place, ipv6Only: false, backlog: WAITING_MAX });
  return () => close(server);
}

/** What a sandbox answers that has no abstract sockets, or no port for several. */
const WITHOUT = new Set(["ENOTSUP", "EOPNOTSUPP", "ENOPROTOOPT", "EPERM", "EAFNOSUPPORT", "EINVAL"]);
const TAKEN = new Set(["EADDRINUSE", NAME_TAKEN]);
const TRIES = 5;

/**
 * Opens a port for a server, by many sockets where the system can share one (Linux), and gives what closes them all: it resolves
 * when the last connection has ended. Fails with `NAME_TAKEN` when another Promptr has the port, else as `listen`
 * does: with `EADDRINUSE` when another program has it.
 */
export async function openDoors(server: Server, place: Place, tries = TRIES): Promise<() => Promise<void>> {
  if (process.platform !== "linux") return openOne(server, place);
  try {
    return await openMany(server, place);
  } catch (error) {
    if (WITHOUT.has(codeOf(error))) return openOne(server, place);
    // Any free port was asked for, and somebody else got this one between two of our steps.
    if (place.port === 0 && tries > 1 && TAKEN.has(codeOf(error))) return openDoors(server, place, tries - 1);
    throw error;
  }
}
