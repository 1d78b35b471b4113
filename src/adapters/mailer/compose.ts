import type { SendMailOptions } from "nodemailer";
import { type Mail, MailRefused } from "../../contract/mail.ts";

/** What a Message-ID and a file name both carry without quoting. */
const MAIL_ID = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}$/;

/** One bare address: none of the characters that separate, group, quote or comment addresses (RFC 5322). */
const ADDRESS = /^[^\s\p{Cc},;:<>()[\]\\"@]+@[^\s\p{Cc},;:<>()[\]\\"@]+$/u;

/** Only characters of an address, so that no header can begin in it. */
const UNSUBSCRIBE_URL = /^https?:\/\/[A-Za-z0-9._~:/[\]%-]+$/;

/** RFC 8058: mail programs show a button of their own, and POST to the address without asking the reader further. */
function unsubscribing({ unsubscribeUrl: url }: Mail): Record<string, string> {
  if (url === undefined) return {};
  if (!UNSUBSCRIBE_URL.test(url)) throw new MailRefused("The address to unsubscribe at must be a plain one.");
  return { "List-Unsubscribe": `<${url}>`, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" };
}

/** The message nodemailer sends; `from` is `Name <address>`. Throws `MailRefused` for an id or an address of the wrong form. */
export function compose(mail: Mail, from: string, domain: string): SendMailOptions {
  if (!MAIL_ID.test(mail.id))
    throw new MailRefused("The id of a mail must be 1 to 128 letters, digits, '.', '_' or '-'.");
  if (!ADDRESS.test(mail.to.address)) throw new MailRefused("The recipient must be exactly one address.");
  const { id, subject, text, html } = mail;
  // Never "name <address>" text: nodemailer would read a line break or a comma in it as further recipients.
  const to = { name: mail.to.name, address: mail.to.address };
  const headers = {
    // RFC 3834: tells vacation responders not to answer.
    "Auto-Submitted": "auto-generated",
    ...unsubscribing(mail),
  };
  return { from, to, subject, text, html, headers, messageId: `<${id}@${domain}>` };
}
