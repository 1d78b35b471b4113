import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { SMTPServer } from "smtp-server";

/** A mail server that delivers nothing and counts: how often each Message-ID came, and which of them came for each address. */
export async function startCountingSink() {
  const byId = new Map<string, number>();
  const byAddress = new Map<string, Set<string>>();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    logger: false,
    onData: (stream, session, callback) => {
      void text(stream).then((message) => {
        const id = /^Message-ID:\s*(\S+)/im.exec(message)?.[1]?.trim() ?? "none";
        byId.set(id, (byId.get(id) ?? 0) + 1);
        const address = session.envelope.rcptTo[0]?.address ?? "none";
        byAddress.set(address, (byAddress.get(address) ?? new Set()).add(id));
        callback();
      }, callback);
    },
  });
  server.on("error", () => undefined); // a client that was killed
  const listener = server.listen(0, "127.0.0.1");
  await once(listener, "listening");
  const url = `smtp://127.0.0.1:${(listener.address() as AddressInfo).port}`;
  return { url, byId, byAddress, close: () => server.close() };
}
