import { day, greeted } from "./greeting.ts";
import { layOut, type MailContent, type RenderedMail } from "./layout.ts";
import { NOTICE_TEMPLATES, type NoticeData } from "./notice-templates.ts";

/** What the mails about an account are filled with. Addresses are absolute and come from our configuration, never from a request. */
type AccountData = {
  /** `confirmUrl` is null for an address that is confirmed already. */
  welcome: {
    readonly fullName: string;
    readonly confirmUrl: string | null;
    readonly productUrl: string;
    readonly docsUrl: string;
  };
  verify_email: { readonly fullName: string; readonly url: string };
  reset_password: { readonly fullName: string; readonly url: string };
  /** `keys` is a sentence about the API keys that go on working. */
  password_changed: { readonly fullName: string; readonly keys: string };
  export_ready: { readonly fullName: string; readonly url: string; readonly until: Date };
  account_erased: { readonly fullName: string };
};
export type MailData = AccountData & NoticeData;
export type MailTemplate = keyof MailData;

const openProduct = (url: string) => ({ label: "Open Promptr", url });
const NOT_YOU = "If it was not you, ignore this mail: nothing happens without its link.";

const TEMPLATES: { readonly [T in MailTemplate]: (data: MailData[T]) => MailContent } = {
  ...NOTICE_TEMPLATES,
  welcome: ({ fullName, confirmUrl, productUrl, docsUrl }) => ({
    subject: "Welcome to Promptr",
    preheader: confirmUrl === null ? "Your account is ready." : "Your account is ready. Please confirm your address.",
    heading: `Hello ${greeted(fullName)}`,
    paragraphs: [
      "Welcome to Promptr. Your account is ready.",
      "Save your first prompt, let a model improve it, and see how good it is and why. Every change is kept as a version, so you can always go back.",
      ...(confirmUrl === null ? [] : ["Please confirm that this address is yours. The link works for 24 hours."]),
    ],
    action: confirmUrl === null ? openProduct(productUrl) : { label: "Confirm my address", url: confirmUrl },
    links: [
      ...(confirmUrl === null ? [] : [openProduct(productUrl)]),
      { label: "Read the documentation", url: docsUrl },
    ],
    reason:
      "You receive this mail because an account was made with this address. If it was not you, ignore it, and do not confirm the address.",
  }),
  verify_email: ({ fullName, url }) => ({
    subject: "Confirm your address",
    preheader: "One click, within 24 hours.",
    heading: `Hello ${greeted(fullName)}`,
    paragraphs: [
      "Please confirm that this address is yours. The link works for 24 hours and takes the place of earlier ones.",
    ],
    action: { label: "Confirm my address", url },
    reason: `You receive this mail because somebody signed in to an account with this address asked for it. If you have no account, do not confirm it. ${NOT_YOU}`,
  }),
  reset_password: ({ fullName, url }) => ({
    subject: "Choose a new password",
    preheader: "The link works for 30 minutes.",
    heading: `Hello ${greeted(fullName)}`,
    paragraphs: [
      "Somebody, hopefully you, asked for a new password for your account.",
      "The link works once, for 30 minutes, and takes the place of earlier ones. Your present password stays valid until you choose another.",
    ],
    action: { label: "Choose a new password", url },
    reason: `You receive this mail because a new password was asked for with this address. ${NOT_YOU}`,
  }),
  password_changed: ({ fullName, keys }) => ({
    subject: "Your password was changed",
    preheader: "Your other sessions have ended.",
    heading: `Hello ${greeted(fullName)}`,
    paragraphs: [
      "The password of your account was changed, and its other sessions have ended.",
      keys,
      "If it was not you, somebody else knows your password or reads your mail: ask for a new password at once, then look through your API keys.",
    ],
    reason: "You receive this mail because the password of your account was changed. It cannot be switched off.",
  }),
  export_ready: ({ fullName, url, until }) => ({
    subject: "Your data is ready to download",
    preheader: `The link works until ${day.format(until)}.`,
    heading: `Hello ${greeted(fullName)}`,
    paragraphs: [
      "The copy of your data you asked for is ready: a zip file with everything we hold about you, as JSON and as CSV.",
      `The link works until ${day.format(until)}; then the file is deleted. Whoever has the link can download the file, so do not pass it on.`,
    ],
    action: { label: "Download my data", url },
    reason: "You receive this mail because an export was asked for by somebody signed in to your account.",
  }),
  account_erased: ({ fullName }) => ({
    subject: "Your account was deleted",
    preheader: "Everything we held about you is gone.",
    heading: `Goodbye ${greeted(fullName)}`,
    paragraphs: [
      "Your account and everything we held about you has been deleted. Your sessions, API keys and share links have ended.",
      "What remains are entries of the audit log, under a number that leads to nobody. This is our last mail to you.",
    ],
    reason: "You receive this mail because the account with this address was deleted at its owner's wish.",
  }),
};

// Object.keys loses what the keys are.
export const MAIL_TEMPLATES = Object.keys(TEMPLATES) as readonly MailTemplate[];

/** Fills a template; the result still needs its recipient and its id. */
export function renderMail<T extends MailTemplate>(template: T, data: MailData[T]): RenderedMail {
  return layOut(TEMPLATES[template](data));
}
