import type { SendMailOptions } from "nodemailer";
import { type Mail, MailRefused } from "../../contract/mail.ts";

/** What a Message-ID and a file name both carry without quoting. */
const MAIL_ID = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}$/;

/** One bare address: none of the characters that separate, group, quote or comment addresses (RFC 5322). */
const ADDRESS = /^[^\s\p{Cc},;:<>()[\]\\"@]+@[^\s\p{Cc},;:<>()[\]\\"@]+$/u;

/** The message nodemailer sends; `from` is `Name <address>`. Throws `MailRefused` for an id or an address of the wrong form. */
export function compose(mail: Mail, from: string, domain: string): SendMailOptions {
  if (!MAIL_ID.test(mail.id))
    throw new MailRefused("The id of a mail must be 1 to 128 letters, digits, '.', '_' or '-'.");
  if (!ADDRESS.test(mail.to.address)) throw new MailRefused("The recipient must be exactly one address.");
  const { id, subject, text, html } = mail;
  // Never "name <address>" text: nodemailer would read a line break or a comma in it as further recipients.
  const to = { name: mail.to.name, address: mail.to.address };
  // RFC 3834: tells vacation responders not to answer.
  const headers = { "Auto-Submitted": "auto-generated" };
  return { from, to, subject, text, html, headers, messageId: `<${id}@${domain}>` };
}
