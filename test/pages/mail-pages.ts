import { MAIL_TEMPLATES } from "../../src/features/mail/index.ts";
import { hashOfAddress, unsubscribeToken } from "../../src/features/mail/unsubscribe-token.ts";
import type { World } from "../world.ts";
import type { PageCase } from "./harness.ts";

const mails = async (world: World) => {
  await world.app.ports.mailer.send({
    id: "page",
    to: { name: "Ada Lovelace", address: "ada@example.com" },
    subject: "Your export is ready",
    text: "It is waiting for you.",
    html: "<p>It is waiting for you.</p>",
  });
  return "/dev/mail";
};
const unsubscribe = async (world: World) => {
  const { userId, email } = await world.user();
  const { tokens } = world.app.ports;
  const asked = { userId, kind: "announcements", addressHash: hashOfAddress(tokens, email) } as const;
  return `/unsubscribe/${unsubscribeToken(tokens, asked)}`;
};
const preview = (template: (typeof MAIL_TEMPLATES)[number], look: string, says: string): PageCase => ({
  name: `mail preview ${template} ${look}`,
  make: () => `/dev/mail/preview/${template}?look=${look}`,
  says: [says],
});

/** The pages about mails. All mails are laid out by one function: with links, without, with what people wrote, optional ones. */
export const MAIL_PAGES: readonly PageCase[] = [
  { name: "outbox", make: mails, says: ["Your export is ready", ...MAIL_TEMPLATES] },
  {
    name: "outbox mail",
    make: mails,
    act: (page) => page.getByRole("link", { name: "Your export is ready" }).first().click(),
    says: ["Subject: Your export is ready", "It is waiting for you."],
  },
  preview("welcome", "light", "Ada Lovelace"),
  preview("password_changed", "dark", "No API key can use your account."),
  preview("moderation_decision", "light", "It repeats a text that belongs to somebody else."),
  preview("broadcast", "dark", "Maintenance on Sunday"),
  preview("broadcast", "text", "Maintenance on Sunday"),
  {
    name: "unsubscribe",
    make: unsubscribe,
    says: ["Stop these mails?", "You will get no more announcements by mail."],
  },
  {
    name: "unsubscribed",
    make: unsubscribe,
    act: (page) => page.getByRole("button", { name: "Stop these mails" }).click(),
    says: ["These mails have stopped"],
  },
  { name: "unsubscribe unknown", status: 404, make: () => "/unsubscribe/x", says: ["There is no such link"] },
];
