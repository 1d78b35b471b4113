import { ok, route } from "../../feature.ts";
import { Profile, ProfileChanges, Stats } from "./schema.ts";
import { readProfile, readStats, updateProfile } from "./service.ts";

const tag = "Users";
const quota = { limit: 100, used: 12, remaining: 88, resetsAt: "2026-12-01T00:00:00.000Z" };
const profile: Profile = {
  id: "019a2f6e-8c1d-7b3a-9e54-3f0c6b7d2a10",
  email: "test@example.com",
  emailVerified: true,
  fullName: "Test User",
  origin: "local",
  role: "user",
  subscriptionTier: "free",
  subscriptionStatus: "inactive",
  preferences: { locale: "de-CH", timezone: "Europe/Zurich", theme: "dark" },
  createdAt: "2026-11-01T12:00:00.000Z",
  updatedAt: "2026-11-22T12:00:00.000Z",
  apiCallsRemaining: 1_000,
  quotas: {
    prompts: quota,
    enrichments: { ...quota, limit: 20, used: 0, remaining: 20 },
    apiCalls: { ...quota, limit: 1_000, used: 0, remaining: 1_000 },
  },
};
const stats: Stats = {
  prompts: { total: 3, public: 1, byCategory: [{ category: "writing", count: 3 }] },
  versions: 7,
  views: 12,
  shares: { active: 1, views: 4 },
  enhancements: { total: 5, thisMonth: 2, improved: 4 },
  tokens: { input: 4_200, output: 1_800 },
  costUsd: 0.0396,
  averageQuality: 81,
  memberSince: profile.createdAt,
};

export const routes = [
  route({
    tag,
    name: "readProfile",
    method: "GET",
    path: "/users/profile",
    doc: "Your account, your preferences, and what the month's quotas have left.",
    access: "user",
    keyScope: null,
    reply: ok(Profile),
    etag: true,
    example: { reply: profile },
    run: (scope) => readProfile(scope),
  }),
  route({
    tag,
    name: "updateProfile",
    method: "PUT",
    path: "/users/profile",
    doc:
      "Change your name or your preferences. What is left out stays as it is, and null removes a preference; " +
      "`If-Match` with the profile's ETag refuses to write over a change you have not seen.",
    access: "user",
    keyScope: null,
    body: ProfileChanges,
    reply: ok(Profile),
    etag: true,
    ifMatch: true,
    fails: ["version_moved"],
    example: { body: { fullName: profile.fullName, preferences: { theme: "dark", locale: null } }, reply: profile },
    run: (scope, { body }) => updateProfile(scope, body),
  }),
  route({
    tag,
    name: "readStats",
    method: "GET",
    path: "/users/stats",
    doc: "Your numbers: prompts, links, enhancements and what they cost.",
    access: "user",
    keyScope: "analytics:read",
    reply: ok(Stats),
    example: { reply: stats },
    run: (scope) => readStats(scope),
  }),
];
