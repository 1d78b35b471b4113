import http from "node:http";
import https from "node:https";
import type { LookupFunction } from "node:net";
import { traced, traceHeaders } from "../contract/trace.ts";
import type { WebhookAnswer, WebhookFailure, WebhookSender } from "../contract/webhook.ts";
import {
  type Address,
  AddressRefused,
  addressesOf,
  isPublicAddress,
  openResolver,
  type Resolve,
  systemResolver,
} from "./webhooks/addresses.ts";
import { refusalOf } from "./webhooks/urls.ts";

/** From the first question to a name server to the last byte that is read. */
const TIMEOUT_MS = 10_000;
const ANSWER_BYTES_MAX = 65_536;
const TEXT_MAX = 500;
const HEADER_BYTES_MAX = 16_384;

type Options = {
  /** Also http, and addresses of a private network: for whoever hosts for themselves. */
  readonly allowPrivate: boolean;
  readonly timeoutMs?: number;
  readonly resolve?: Resolve;
  readonly isAllowed?: (address: string) => boolean;
};

const CERTIFICATE = /^(CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|EPROTO$)/;

function failureOf(error: unknown): WebhookFailure {
  if (error instanceof AddressRefused) return "refused";
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "ENOTFOUND" || code === "ENODATA") return "unknown_host";
  return CERTIFICATE.test(code) ? "tls" : "unreachable";
}

/** RFC 9110 §10.2.3: seconds, or a date. */
function secondsOf(header: string | undefined): number | null {
  if (header === undefined) return null;
  if (/^\d{1,9}$/.test(header)) return Number(header);
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - Date.now()) / 1_000));
}

/** Reads no more than the bound; an answer that breaks off after its head is an answer all the same. */
async function beginningOf(answer: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes >= ANSWER_BYTES_MAX) break;
    }
  } catch {
    // The head has come, and it decides.
  }
  const text = Buffer.concat(chunks)
    .subarray(0, 4 * TEXT_MAX)
    .toString();
  return text
    .replaceAll(/\p{Cc}/gu, " ")
    .slice(0, TEXT_MAX)
    .toWellFormed();
}

type Post = Parameters<WebhookSender["post"]>[0];

function headOf(
  { url, headers, body }: Post,
  addresses: Address[],
  signal: AbortSignal,
): Promise<http.IncomingMessage> {
  const lookup: LookupFunction = (_host, options, done) => {
    const [first] = addresses;
    if (options.all === true)
      done(
        null,
        addresses.map((one) => ({ ...one })),
      );
    else done(null, first?.address ?? "", first?.family ?? 4);
  };
  const { promise, resolve, reject } = Promise.withResolvers<http.IncomingMessage>();
  const request = url.startsWith("https:") ? https.request : http.request;
  request(url, {
    method: "POST",
    headers: {
      ...headers,
      ...traceHeaders(),
      "content-length": Buffer.byteLength(body),
      "accept-encoding": "identity",
    },
    // An agent of its own: no proxy of the environment, and no connection that was made for another name.
    agent: url.startsWith("https:") ? new https.Agent({ keepAlive: false }) : new http.Agent({ keepAlive: false }),
    lookup,
    signal,
    rejectUnauthorized: true,
    maxHeaderSize: HEADER_BYTES_MAX,
  })
    .on("response", resolve)
    .on("error", reject)
    .on("close", () => reject(new Error("Closed without an answer"))) // also when it wants to speak another protocol
    .end(body);
  return promise;
}

/** Calls receivers: one address check, one connection, no redirect, no decompression, and an end to all of it. */
export function webhookSender({
  allowPrivate,
  timeoutMs = TIMEOUT_MS,
  resolve = allowPrivate ? systemResolver : openResolver(),
  isAllowed = allowPrivate ? () => true : isPublicAddress,
}: Options): WebhookSender {
  const refused = (url: string) => refusalOf(url, { allowPrivate, isAllowed });
  const none = (failure: WebhookFailure): WebhookAnswer => ({
    status: null,
    failure,
    text: "",
    retryAfterSeconds: null,
  });
  const send = async (given: Post): Promise<WebhookAnswer> => {
    const timeout = AbortSignal.timeout(timeoutMs);
    const signal = AbortSignal.any([timeout, given.signal]);
    try {
      const { promise: ended, reject } = Promise.withResolvers<never>();
      signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
      const addresses = await Promise.race([addressesOf(new URL(given.url).hostname, resolve, isAllowed), ended]);
      if (addresses.length === 0) return none("unknown_host");
      const answer = await Promise.race([headOf(given, addresses, signal), ended]);
      const retryAfterSeconds = secondsOf(answer.headers["retry-after"]);
      return { status: answer.statusCode ?? null, failure: null, text: await beginningOf(answer), retryAfterSeconds };
    } catch (error) {
      given.signal.throwIfAborted();
      return none(timeout.aborted ? "timeout" : failureOf(error));
    }
  };
  return {
    refusalOf: refused,
    async post(given) {
      if (refused(given.url) !== null) return none("refused");
      return traced(
        "POST",
        () => ({ "http.request.method": "POST", "promptr.webhook": true }),
        () => send(given),
      );
    },
  };
}
