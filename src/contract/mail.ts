import { JobRefused } from "./job.ts";

/** One mail, ready to send. `id` makes the Message-ID, so a repeated send can be recognised as the same mail. */
export type Mail = {
  readonly id: string;
  readonly to: { readonly name: string; readonly address: string };
  readonly subject: string;
  readonly text: string;
  readonly html: string;
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
}

export type Mailer = {
  /** Resolves when the server accepted the mail or the file is on disk. Rejects with `MailRefused` when a retry is useless. */
  send(mail: Mail): Promise<void>;
  /** The newest mails of the local outbox, or null when mail leaves by SMTP. */
  outbox: null | { list(limit: number): Promise<OutboxEntry[]>; read(file: string): Promise<string | null> };
  close(): Promise<void>;
};
