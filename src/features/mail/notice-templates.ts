import { day, greeted, quoted } from "./greeting.ts";
import type { MailContent } from "./layout.ts";

type Optional = { readonly fullName: string; readonly unsubscribeUrl: string };

/** What the mails are filled with that tell of something; all but the first can be switched off. */
export type NoticeData = {
  /** `mayAppeal`: one note to the administrators is still to be had. */
  moderation_decision: {
    readonly fullName: string;
    readonly title: string;
    readonly status: "approved" | "flagged" | "removed";
    readonly reason: string | null;
    readonly appealPath: string | null;
  };
  quota_reached: Optional & {
    readonly quota: "prompts" | "enrichments" | "api_calls";
    readonly limit: number;
    readonly resetsAt: Date;
  };
  share_opened: Optional & { readonly title: string; readonly views: number; readonly openedAt: Date };
  model_retiring: Optional & { readonly title: string; readonly text: string };
  broadcast: { readonly title: string; readonly text: string; readonly unsubscribeUrl: string };
  /** `lines` are whole sentences, `period` as the reader says it: "16 to 22 November 2026". */
  weekly_report: Optional & { readonly period: string; readonly lines: readonly string[] };
};

const QUOTAS = { prompts: "new prompts", enrichments: "enrichments", api_calls: "API calls" } as const;
const DECISIONS = {
  approved: { subject: "Your prompt is approved", what: "can be seen by everybody you show it to again" },
  flagged: { subject: "Your prompt was taken out of the library", what: "was taken out of the public library" },
  removed: {
    subject: "Your prompt was removed",
    what: "was taken out of the public library, and its links have ended",
  },
} as const;

const paragraphsOf = (text: string): string[] =>
  text
    .split(/\n{2,}/)
    .map((one) => one.trim())
    .filter((one) => one !== "");

export const NOTICE_TEMPLATES: { readonly [T in keyof NoticeData]: (data: NoticeData[T]) => MailContent } = {
  moderation_decision: ({ fullName, title, status, reason, appealPath }) => ({
    subject: DECISIONS[status].subject,
    preheader: "An administrator has decided about it.",
    heading: `Hello ${greeted(fullName)}`,
    paragraphs: [
      `Your prompt ${quoted(title)} ${DECISIONS[status].what}. An administrator has decided so.`,
      ...(reason === null ? [] : [`The reason given: ${reason}`]),
      ...(status === "approved" ? [] : ["You still have it: you can read it, change it, export it and delete it."]),
      ...(appealPath === null
        ? []
        : [`If you think that is wrong, you can write the administrators one note: POST ${appealPath}`]),
    ],
    reason: "You receive this mail because a decision was made about a prompt of yours. It cannot be switched off.",
  }),
  quota_reached: ({ fullName, quota, limit, resetsAt, unsubscribeUrl }) => ({
    subject: `This month's ${QUOTAS[quota]} are used up`,
    preheader: `They begin anew on ${day.format(resetsAt)}.`,
    heading: `Hello ${greeted(fullName)}`,
    paragraphs: [
      `You have used all ${limit.toLocaleString("en")} ${QUOTAS[quota]} your plan allows this month. More are refused until ${day.format(resetsAt)}, when the month begins anew (UTC). Everything else works as before.`,
    ],
    reason: "You receive this mail because a quota of your account is used up, once a month at most.",
    unsubscribeUrl,
  }),
  share_opened: ({ fullName, title, views, openedAt, unsubscribeUrl }) => ({
    subject: "A link of yours was opened",
    preheader: `${quoted(title)} has been opened ${views === 1 ? "once" : `${views.toLocaleString("en")} times`}.`,
    heading: `Hello ${greeted(fullName)}`,
    paragraphs: [
      `A link to your prompt ${quoted(title)} was opened, last on ${day.format(openedAt)} (UTC). So far it was opened ${views === 1 ? "once" : `${views.toLocaleString("en")} times`}.`,
      "Who opened it is not known. You can end the link at any time.",
    ],
    reason:
      "You receive this mail because you asked to be told when links of yours are opened, at most once a day and link.",
    unsubscribeUrl,
  }),
  model_retiring: ({ fullName, title, text, unsubscribeUrl }) => ({
    subject: title,
    preheader: "Prompts of yours are written for this model.",
    heading: `Hello ${greeted(fullName)}`,
    paragraphs: paragraphsOf(text),
    reason: "You receive this mail because prompts or labels of yours use a model that comes to an end.",
    unsubscribeUrl,
  }),
  broadcast: ({ title, text, unsubscribeUrl }) => ({
    subject: title,
    preheader: paragraphsOf(text)[0]?.slice(0, 100) ?? title,
    heading: title,
    paragraphs: paragraphsOf(text),
    reason: "You receive this mail because you have an account here; its administrators wrote it.",
    unsubscribeUrl,
  }),
  weekly_report: ({ fullName, period, lines, unsubscribeUrl }) => ({
    subject: `Your week: ${period}`,
    preheader: lines[0] ?? "A quiet week.",
    heading: `Hello ${greeted(fullName)}`,
    paragraphs: [`This is what ${period} came to.`, ...lines],
    reason: "You receive this mail because you have an account here.",
    unsubscribeUrl,
  }),
};
