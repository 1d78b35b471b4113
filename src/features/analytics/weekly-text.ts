import type { Notice } from "../notifications/index.ts";
import type { WeekFigures } from "./weekly-queries.ts";

const whole = new Intl.NumberFormat("en-GB");
const dollars = new Intl.NumberFormat("en-US", { style: "currency", currency: "USD", maximumFractionDigits: 4 });
const day = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" });

const counted = (count: number, noun: string): string => `${whole.format(count)} ${noun}${count === 1 ? "" : "s"}`;

function against(now: number, before: number): string {
  if (before === 0) return "none the week before";
  const percent = Math.round((now / before - 1) * 100);
  if (percent === 0) return "as many as the week before";
  return `${Math.abs(percent)}% ${percent > 0 ? "more" : "less"} than the week before`;
}

function linesOf(week: WeekFigures): string[] {
  const failed = week.failedRequests === 0 ? "None failed." : `${whole.format(week.failedRequests)} failed.`;
  return [
    `${counted(week.requests, "request")}, ${against(week.requests, week.requestsBefore)}. ${failed}`,
    `${counted(week.modelCalls, "call")} of models with ${counted(week.tokensUsed, "token")}, for ${dollars.format(week.costUsd)} (${dollars.format(week.costUsdBefore)} the week before).`,
  ];
}

/** `week` is its Monday, `2026-11-16`. */
const titleOf = (week: string): string => `Your week from ${day.format(new Date(week))}`;

export const weekNotice = (week: string, figures: WeekFigures): Notice => ({
  kind: "weekly_report",
  title: titleOf(week),
  body: linesOf(figures).join(" "),
});

/** What the mail's template is filled with. */
export const weekMail = (week: string, figures: WeekFigures) => ({
  period: `the week from ${day.format(new Date(week))}`,
  lines: linesOf(figures),
});
