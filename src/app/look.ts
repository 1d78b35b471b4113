import { isIP } from "node:net";
import { connect } from "node:tls";

/** One look at the service from outside. */
export type Seen =
  | { readonly is: "answering"; readonly headers: Headers; readonly certificateUntil: Date | null }
  | { readonly is: "unreachable"; readonly reason: string }
  | { readonly is: "untrusted"; readonly reason: string };

const WITHIN_MS = 5_000;

/** Codes of Node's TLS that mean: somebody answers, and does not prove to be this host. */
const UNTRUSTED = /CERT|SELF_SIGNED|UNABLE_TO_|ALTNAME|DEPTH_ZERO/;

const codeOf = (fault: unknown): string => {
  const cause: unknown = fault instanceof Error ? (fault.cause ?? fault) : fault;
  const code: unknown = Reflect.get(Object(cause), "code");
  return typeof code === "string" ? code : cause instanceof Error ? cause.message : "no answer";
};

/** When the certificate of an https address ends, also of one nobody trusts; null where there is none to see. */
export function certificateUntil({ protocol, hostname, port }: URL): Promise<Date | null> {
  if (protocol !== "https:") return Promise.resolve(null);
  const { promise, resolve } = Promise.withResolvers<Date | null>();
  const host = hostname.replace(/^\[|\]$/g, "");
  // Nothing is said over this connection, so that one to somebody else gives nothing away.
  const socket = connect({
    host,
    port: Number(port || 443),
    servername: isIP(host) > 0 ? "" : host,
    rejectUnauthorized: false,
  });
  const end = (date: Date | null): void => {
    clearTimeout(timer);
    socket.destroy();
    resolve(date);
  };
  const timer = setTimeout(() => end(null), WITHIN_MS);
  socket.once("secureConnect", () => {
    const until = Date.parse(socket.getPeerCertificate().valid_to);
    end(Number.isNaN(until) ? null : new Date(until));
  });
  for (const event of ["error", "close"]) socket.once(event, () => end(null));
  return promise;
}

/** Asks the public address as anybody would: /livez, which costs nothing and says nothing of anybody. */
export async function lookFromOutside(publicUrl: string | undefined): Promise<Seen> {
  if (publicUrl === undefined) return { is: "unreachable", reason: "PUBLIC_URL is not set" };
  const url = new URL(`${publicUrl}/livez`);
  try {
    const answer = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(WITHIN_MS) });
    await answer.body?.cancel();
    if (answer.status >= 300) return { is: "unreachable", reason: `it answers /livez with ${answer.status}` };
    return { is: "answering", headers: answer.headers, certificateUntil: await certificateUntil(url) };
  } catch (fault) {
    const reason = codeOf(fault);
    return { is: UNTRUSTED.test(reason) ? "untrusted" : "unreachable", reason };
  }
}
