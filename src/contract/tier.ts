import { z } from "zod";

export const TIERS = ["free", "pro"] as const;
export type Tier = (typeof TIERS)[number];
export const ROLES = ["user", "admin"] as const;
export type Role = (typeof ROLES)[number];

const count = (initial: number) => z.int().min(1).max(1_000_000_000).default(initial);
const allowance = (requests: number, prompts: number, enrichments: number, apiCalls: number, usd: number) =>
  z
    .strictObject({
      requests: count(requests),
      prompts: count(prompts),
      enrichments: count(enrichments),
      /** Calls with an API key, per month. */
      apiCalls: count(apiCalls),
      /** What calls of model providers may cost within 24 hours, by list price. */
      modelUsdPerDay: z.number().min(0).max(1_000_000).default(usd),
    })
    .prefault({});

/** Every limit a self-hoster may override with `PROMPTR_LIMITS` (SPEC §6). Requests count per 15 minutes, prompts and enrichments per month. */
export const Limits = z.strictObject({
  anonymous: z.strictObject({ requests: count(100) }).prefault({}),
  free: allowance(100, 100, 20, 1_000, 1),
  pro: allowance(1_000, 1_000, 500, 100_000, 20),
  /** Tries per 15 minutes, by e-mail and address, and by address alone. */
  login: count(10),
  loginPerAddress: count(100),
  /** Tries per 15 minutes on one account, from all addresses that never signed in to it together. */
  loginPerAccount: count(50),
  /** Checks of the password a signed-in person confirms something with, per 15 minutes and account. */
  passwordCheck: count(10),
  /** Refused tries of what only an administrator may change that are recorded, per hour and account. */
  adminDenied: count(20),
  /** Mails with a reset link per hour and account, and wishes for one per hour and address. */
  forgotPassword: count(5),
  forgotPasswordPerAddress: count(30),
  /** Mails with a confirmation link per hour and account. */
  verifyEmail: count(5),
  /** Mailed links (reset, confirmation, export) opened per 15 minutes and address. */
  mailedLink: count(60),
  /** Exports of the own data per day and account. */
  exportData: count(3),
  /** Runs of a prompt's test cases per day and account; each asks models many times. */
  testRuns: count(20),
  /** Test events and replays of webhooks per hour and account. */
  webhookReplay: count(100),
  /** New accounts per hour and address. */
  register: count(20),
  /** Password guesses per hour, by link and address, and by link. */
  sharePassword: count(10),
  sharePasswordPerLink: count(60),
  /** Calls of the linter without a credential, per 15 minutes and address. */
  validateAnonymous: count(30),
});
export type Limits = z.output<typeof Limits>;

/** The calendar month (UTC) a quota counts in, as the first day: `2026-11-01`. */
export const monthOf = (date: Date): string => `${date.toISOString().slice(0, 7)}-01`;
/** When the quota of `date` starts anew. */
export const nextMonth = (date: Date): Date => new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1));
