import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";

/** One request as the receiver got it. */
export type Heard = {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly path: string;
  readonly to: string;
};
type Answer = (response: ServerResponse, request: IncomingMessage) => void;

/** A receiver of webhooks on 127.0.0.1, which answers as it is told. `await using receiver = await openReceiver()`. */
export async function openReceiver(host = "127.0.0.1") {
  const heard: Heard[] = [];
  const sockets = new Set<Socket>();
  let answer: Answer = (response) => response.writeHead(204).end();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks).toString();
      heard.push({ headers: request.headers, body, path: request.url ?? "", to: request.socket.localAddress ?? "" });
      answer(response, request);
    });
  });
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${port}/hook`,
    heard,
    answer: (next: Answer) => void (answer = next),
    status: (status: number, headers: Record<string, string> = {}, body = "") =>
      void (answer = (response) => response.writeHead(status, headers).end(body)),
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
export type Receiver = Awaited<ReturnType<typeof openReceiver>>;
