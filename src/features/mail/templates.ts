import { layOut, type MailContent, type RenderedMail } from "./layout.ts";

/** What each template is filled with. Addresses are absolute and come from our configuration, never from a request. */
export type MailData = {
  welcome: { readonly fullName: string; readonly productUrl: string; readonly docsUrl: string };
};
export type MailTemplate = keyof MailData;

/** A longer "name" is a message, and is not repeated. */
const GREETED_CHARACTERS_MAX = 60;

/**
 * A name to greet with. Anyone can register a stranger's address, so a "name" that a mail program would turn into a
 * link, or that carries a message of its own, must not become an advertisement sent by us.
 */
function greeted(fullName: string): string {
  const name = fullName.replace(/[\p{Cc}\s\u200B\u2060\u202A-\u202E\u2066-\u2069\uFEFF]+/gu, " ").trim();
  const isLinkLike = /[/:@\\]|\p{L}\.\p{L}{2}/u.test(name);
  return name === "" || isLinkLike || name.length > GREETED_CHARACTERS_MAX ? "there" : name;
}

const TEMPLATES: { readonly [T in MailTemplate]: (data: MailData[T]) => MailContent } = {
  welcome: ({ fullName, productUrl, docsUrl }) => ({
    subject: "Welcome to Promptr",
    preheader: "Your account is ready. Here is where to start.",
    heading: `Hello ${greeted(fullName)}`,
    paragraphs: [
      "Welcome to Promptr. Your account is ready.",
      "Save your first prompt, let a model improve it, and see how good it is and why. Every change is kept as a version, so you can always go back.",
    ],
    action: { label: "Open Promptr", url: productUrl },
    links: [{ label: "Read the documentation", url: docsUrl }],
    reason: "You receive this mail because an account was made with this address. If it was not you, ignore it.",
  }),
};

/** Fills a template; the result still needs its recipient and its id. */
export function renderMail<T extends MailTemplate>(template: T, data: MailData[T]): RenderedMail {
  return layOut(TEMPLATES[template](data));
}
