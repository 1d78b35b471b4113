import { JobRefused } from "./job.ts";

/** One mail, ready to send. `id` makes the Message-ID, so a repeated send can be recognised as the same mail. */
export type Mail = {
  readonly id: string;
  readonly to: { readonly name: string; readonly address: string };
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Of mail its reader can switch off: where a POST does (RFC 8058). */
  readonly unsubscribeUrl?: string;
};

/** A mail kept in the local outbox, as `/dev/mail` lists it. */
export type OutboxEntry = {
  readonly file: string;
  readonly to: string;
  readonly subject: string;
  readonly writtenAt: Date;
};

/** The mail server refused this mail for good: trying again would not help. */
export class MailRefused extends JobRefused {
  override name = "MailRefused";
  /** The server said in its answer to RCPT TO that there is no such mailbox: a hard bounce. */
  readonly hasBounced: boolean;
  constructor(message: string, { hasBounced = false }: { hasBounced?: boolean } = {}) {
    super(message);
    this.hasBounced = hasBounced;
  }
}

export type Mailer = {
  /** Resolves when the server accepted the mail or the file is on disk. Rejects with `MailRefused` when a retry is useless. */
  send(mail: Mail): Promise<void>;
  /** The newest mails of the local outbox, or null when mail leaves by SMTP. */
  outbox: null | { list(limit: number): Promise<OutboxEntry[]>; read(file: string): Promise<string | null> };
  /** Whether a mail could be sent now, login included, without sending one; rejects with the reason. */
  check(): Promise<void>;
  close(): Promise<void>;
};
