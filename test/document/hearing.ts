import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, ServerResponse } from "node:http";
import { brotliDecompressSync, gunzipSync, inflateSync, zstdDecompressSync } from "node:zlib";
import { mismatchOf } from "./recorder.ts";

/** Named by a caller who compares the answer itself: the test that got it fails at once. */
export const COMPARED = "x-compared";

const DECODERS: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
  gzip: gunzipSync,
  br: brotliDecompressSync,
  deflate: inflateSync,
  zstd: zstdDecompressSync,
};
const READABLE = /json|event-stream/;

/** What was wrong with answers, by the port of the server that gave them. */
const faultsByPort = new Map<number, string[]>();

/** `headers` were given with the status; Node tells only of those that were set one by one. */
function faultOf(
  { method = "", url = "" }: IncomingMessage,
  response: ServerResponse,
  headers: Headers,
  bytes: Buffer,
): string | null {
  for (const [name, value] of Object.entries(response.getHeaders())) headers.set(name, String(value));
  const isText = READABLE.test(headers.get("content-type") ?? "");
  try {
    const decode = DECODERS[headers.get("content-encoding") ?? ""] ?? ((same: Buffer) => same);
    const text = isText && bytes.length > 0 ? decode(bytes).toString() : "";
    return mismatchOf({ method, path: url, status: response.statusCode, headers, text });
  } catch (error) {
    return `${method} ${url}: ${String(error)}`;
  }
}

/** Keeps a copy of what is written, and looks at it when the answer is whole; one that broke off says nothing. */
function hear({ request, response }: { request: IncomingMessage; response: ServerResponse }): void {
  const faults = faultsByPort.get(request.socket.localPort ?? 0);
  if (!faults || request.headers[COMPARED] !== undefined) return;
  const pieces: Buffer[] = [];
  const given = new Headers();
  const [write, end] = [response.write.bind(response), response.end.bind(response)] as unknown as [Write, Write];
  const writeHead = response.writeHead.bind(response) as unknown as Write;
  const noting = (status: unknown, list: unknown, ...more: unknown[]): unknown => {
    if (Array.isArray(list))
      for (let at = 0; at < list.length; at += 2) given.append(String(list[at]), String(list[at + 1]));
    return writeHead(status, list, ...more);
  };
  const keeping =
    (pass: Write) =>
    (...sent: unknown[]): unknown => {
      const [piece] = sent;
      if (typeof piece === "string" || piece instanceof Uint8Array) pieces.push(Buffer.from(piece as Uint8Array));
      return pass(...sent);
    };
  Object.assign(response, { writeHead: noting, write: keeping(write), end: keeping(end) });
  response.once("finish", () => {
    const fault = faultOf(request, response, given, Buffer.concat(pieces));
    if (fault !== null) faults.push(fault);
  });
}
type Write = (...given: unknown[]) => unknown;

let isListening = false;
/**
 * Compares every answer of a server in this process with the OpenAPI document, whoever asked: a browser, the client, the
 * command line. The function it gives ends that, and throws with the answers that were not as the document says.
 */
export function hearServer(url: string): () => void {
  if (!isListening) subscribe("http.server.request.start", (started) => hear(started as Parameters<typeof hear>[0]));
  isListening = true;
  const port = Number(new URL(url).port);
  const faults: string[] = [];
  faultsByPort.set(port, faults);
  return () => {
    faultsByPort.delete(port);
    const told = new Set(faults.splice(0));
    if (told.size > 0) throw new Error(`Not as in docs/openapi.json:\n${[...told].join("\n")}`);
  };
}
