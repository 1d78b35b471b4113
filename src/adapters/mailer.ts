import { unescape } from "node:querystring";
import type { createTransport, NodemailerError } from "nodemailer";
import { type Mail, type Mailer, MailRefused } from "../contract/mail.ts";
import { compose } from "./mailer/compose.ts";

export { outboxMailer } from "./mailer/outbox.ts";

/** A mail server that is up answers within these; the job's own retry is better than a worker that waits longer. */
const CONNECTION_TIMEOUT_MS = 10_000;
const GREETING_TIMEOUT_MS = 10_000;
const SOCKET_TIMEOUT_MS = 20_000;
/** One delivery in all, the wait for a free connection included: a server that trickles bytes meets no socket timeout. */
const DELIVERY_TIMEOUT_MS = 45_000;
const CONNECTIONS_MAX = 5;
/** Characters of a server's answer that reach a log. */
const REASON_LENGTH_MAX = 300;
/** Characters of it that are searched for secrets at all: nodemailer accepts answers of up to 1 MB. */
const REASON_SEARCHED_MAX = 4_000;

/** A server may repeat the login or the recipient in its answer: neither belongs in a log. */
function redactor(url: URL): (text: string) => string {
  const [user, password] = [unescape(url.username), unescape(url.password)];
  const encoded = [user, password, `\0${user}\0${password}`].map((secret) => Buffer.from(secret).toString("base64"));
  const secrets = [user, password, ...encoded].filter((secret) => secret !== "");
  return (text) =>
    secrets
      .reduce((rest, secret) => rest.replaceAll(secret, "[secret]"), text.slice(0, REASON_SEARCHED_MAX))
      .replace(/[^\s<>@]+@[^\s<>@]+/g, "[address]")
      .slice(0, REASON_LENGTH_MAX);
}

/** A refusal of the recipient or the content is final; one of the login or the sender is ours to repair, so it is retried. */
const isFinal = ({ code, command, permanent }: NodemailerError): boolean =>
  command === "API" ? code === "EENVELOPE" : permanent === true && (command === "RCPT TO" || command === "DATA");

/** No such mailbox, user not local, name not allowed (RFC 5321 §4.2.3). */
const NO_MAILBOX: ReadonlySet<number | undefined> = new Set([550, 551, 553]);
/** RFC 3463: what was refused by policy, or is full, says nothing of whether the mailbox is there. */
const OTHER_REASON = /\b5\.(?:[3-7]\.\d{1,3}|2\.2)\b/;

const hasBounced = ({ command, responseCode, message }: NodemailerError): boolean =>
  command === "RCPT TO" && NO_MAILBOX.has(responseCode) && !OTHER_REASON.test(message.slice(0, REASON_SEARCHED_MAX));

/** Sends by SMTP. `url` is `smtp://` or `smtps://` with an optional login; `from` is `Name <address>`; throws on a wrong `url`. */
export function smtpMailer({
  url,
  from,
  messageIdDomain,
}: {
  url: string;
  from: string;
  messageIdDomain: string;
}): Mailer {
  const server = URL.parse(url);
  // Not the parser's own error: it carries the address with the password in it.
  if (server === null || !/^smtps?:$/.test(server.protocol))
    throw new Error("The SMTP address must be smtp://… or smtps://…");
  const redact = redactor(server);
  const options = {
    url,
    pool: true,
    maxConnections: CONNECTIONS_MAX,
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    greetingTimeout: GREETING_TIMEOUT_MS,
    socketTimeout: SOCKET_TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  } as const;
  // Loaded with the first mail: it costs 140 ms and 16 MB, and many processes never send one.
  let transport: Promise<ReturnType<typeof createTransport>> | undefined;
  const open = () => (transport ??= import("nodemailer").then((nodemailer) => nodemailer.createTransport(options)));
  const reasonOf = ({ code, message }: NodemailerError): string => `${code ?? "mail"}: ${redact(message)}`;
  const underway = new Set<Promise<void>>();
  async function deliver(mail: Mail): Promise<void> {
    const message = compose(mail, from, messageIdDomain);
    try {
      await (await open()).sendMail({ ...message, signal: AbortSignal.timeout(DELIVERY_TIMEOUT_MS) });
    } catch (error) {
      const fault = error as NodemailerError;
      const reason = reasonOf(fault);
      // The cause stays here: it holds the server's whole answer and the envelope.
      throw isFinal(fault) ? new MailRefused(reason, { hasBounced: hasBounced(fault) }) : new Error(reason);
    }
  }
  return {
    send(mail) {
      const delivery = deliver(mail).finally(() => underway.delete(delivery));
      underway.add(delivery);
      return delivery;
    },
    outbox: null,
    async check() {
      const transport = await open();
      await transport.verify().catch((error: unknown) => {
        throw new Error(reasonOf(error as NodemailerError)); // the cause holds the server's whole answer
      });
    },
    async close() {
      if (transport) (await transport).close();
      await Promise.allSettled(underway);
    },
  };
}
