import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import PostalMime, { type Email } from "postal-mime";
import { SMTPServer } from "smtp-server";

/** A mail the sink accepted: parsed, with the recipients of its envelope (who would really have received it). */
export type SunkMail = Email & { readonly recipients: readonly string[] };

/** The next `times` commands of this kind are answered with `code` and `text`. */
type Refusal = {
  readonly code: number;
  readonly at: "login" | "rcpt" | "data";
  readonly times: number;
  readonly text?: string;
};

export type SmtpSink = AsyncDisposable & {
  /** `smtp://127.0.0.1:port`; any login is accepted unless refused. */
  readonly url: string;
  readonly mails: readonly SunkMail[];
  refuse(refusal: Refusal): void;
};

/** A mail server in this process that delivers nothing. */
export async function startSmtpSink(): Promise<SmtpSink> {
  const mails: SunkMail[] = [];
  const refusals: { at: Refusal["at"]; left: number; error: Error }[] = [];
  const refusalAt = (at: Refusal["at"]): Error | null => {
    const refusal = refusals.find((candidate) => candidate.at === at && candidate.left > 0);
    if (!refusal) return null;
    refusal.left -= 1;
    return refusal.error;
  };
  const server = new SMTPServer({
    authOptional: true,
    allowInsecureAuth: true,
    disabledCommands: ["STARTTLS"],
    logger: false,
    onAuth(login, _session, callback) {
      const error = refusalAt("login");
      callback(error, error ? undefined : { user: login.username });
    },
    onRcptTo: (_address, _session, callback) => callback(refusalAt("rcpt")),
    onData(stream, session, callback) {
      void buffer(stream)
        .then(async (message) => {
          const error = refusalAt("data");
          if (!error) {
            const recipients = session.envelope.rcptTo.map(({ address }) => address);
            mails.push({ ...(await PostalMime.parse(message)), recipients });
          }
          callback(error);
        })
        .catch(callback);
    },
  });
  // A client that goes away in the middle is an ordinary event for a mail server.
  server.on("error", () => undefined);
  const listener = server.listen(0, "127.0.0.1");
  await once(listener, "listening");
  return {
    url: `smtp://127.0.0.1:${(listener.address() as AddressInfo).port}`,
    mails,
    refuse({ code, at, times, text = "Refused by the test" }) {
      refusals.push({ at, left: times, error: Object.assign(new Error(text), { responseCode: code }) });
    },
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
