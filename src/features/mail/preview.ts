import type { Settings } from "../../contract/ports.ts";
import { type MailData, type MailTemplate, renderMail } from "./templates.ts";
import type { RenderedMail } from "./layout.ts";

const SOME_TOKEN = "x".repeat(43);
const REASON = "It repeats a text that belongs to somebody else. Please write it in your own words.";

/** Every template filled with what a mail could say. */
function samplesOf(publicUrl: string): { readonly [T in MailTemplate]: MailData[T] } {
  const fullName = "Ada Lovelace";
  const unsubscribeUrl = `${publicUrl}/unsubscribe/${SOME_TOKEN}`;
  const at = new Date("2026-11-22T12:00:00Z");
  return {
    welcome: {
      fullName,
      confirmUrl: `${publicUrl}/verify-email/${SOME_TOKEN}`,
      productUrl: publicUrl,
      docsUrl: `${publicUrl}/api-docs`,
    },
    verify_email: { fullName, url: `${publicUrl}/verify-email/${SOME_TOKEN}` },
    reset_password: { fullName, url: `${publicUrl}/reset-password/${SOME_TOKEN}` },
    password_changed: { fullName, keys: "No API key can use your account." },
    export_ready: { fullName, url: `${publicUrl}/exports/download/${SOME_TOKEN}`, until: at },
    account_erased: { fullName },
    moderation_decision: {
      fullName,
      title: "Release notes",
      status: "flagged",
      reason: REASON,
      appealPath: "/api/v1/prompts/019a2f6e-8c1d-7b3a-9e54-3f0c6b7d2a10/appeal",
    },
    quota_reached: { fullName, quota: "enrichments", limit: 20, resetsAt: at, unsubscribeUrl },
    share_opened: { fullName, title: "Release notes", views: 12, openedAt: at, unsubscribeUrl },
    model_retiring: {
      fullName,
      title: "gpt-5 retires on 2026-12-11",
      text: 'gpt-5 answers no more from 2026-12-11 on. 1 prompt of yours is written for it: "Release notes".',
      unsubscribeUrl,
    },
    broadcast: {
      title: "Maintenance on Sunday",
      text: "On Sunday between 8 and 9 o'clock (UTC) prompts can be read but not changed.\n\nThank you for your patience.",
      unsubscribeUrl,
    },
    weekly_report: {
      fullName,
      period: "16 to 22 November 2026",
      lines: ["You improved 5 prompts.", "Your prompts were rendered 1,204 times."],
      unsubscribeUrl,
    },
  };
}

export const LOOKS = ["light", "dark", "text"] as const;
export type Look = (typeof LOOKS)[number];

const renderSample = (template: MailTemplate, { publicUrl }: Settings): RenderedMail =>
  renderMail(template, samplesOf(publicUrl)[template]);

/** A template with sample data as one look shows it: the HTML with its light or its dark colours, or the plain text. */
export function previewOf(template: MailTemplate, look: Look, settings: Settings): string {
  const mail = renderSample(template, settings);
  if (look === "text") return mail.text;
  // In a mail program the mail is an article of a page; here it is all of it.
  const alone = mail.html.replace('role="article" aria-roledescription="mail"', 'role="main"');
  return alone.replace("(prefers-color-scheme: dark)", look === "dark" ? "all" : "not all");
}
