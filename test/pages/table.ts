import { linkFor, register } from "../features/auth/answers.ts";
import type { World } from "../world.ts";
import { DASHBOARD_PAGES } from "./dashboard-pages.ts";
import type { PageCase } from "./harness.ts";
import { MAIL_PAGES } from "./mail-pages.ts";
import { SHARED_PAGES } from "./shared-pages.ts";

const mailed = (path: string, table: "email_verifications" | "password_resets") => async (world: World) => {
  const { userId } = await register(world, { password: "zhqwmvtr-1" });
  return `/${path}/${await linkFor(world, table, userId)}`;
};

/** Every HTML page there is: a line each. */
export const PAGES: readonly PageCase[] = [
  {
    name: "root",
    make: () => "/",
    says: ["Promptr is running", "Everything works.", "API reference", "Health", "Jobs"],
  },
  {
    name: "problem explained",
    make: () => "/docs/errors/rate_limited",
    says: ["Too many requests", "rate_limited", "Why it happens", "What to do"],
  },
  {
    name: "problems listed",
    make: () => "/docs/errors",
    says: ["Every failure, with cause and cure", "quota_exhausted"],
  },
  { name: "error unknown address", status: 404, make: () => "/nothing", says: ["There is nothing here"] },
  {
    name: "mailed confirmation",
    make: mailed("verify-email", "email_verifications"),
    says: ["Confirm your address"],
  },
  {
    name: "mailed confirmation done",
    make: mailed("verify-email", "email_verifications"),
    act: (page) => page.getByRole("button").click(),
    says: ["Your address is confirmed"],
  },
  { name: "mailed reset", make: mailed("reset-password", "password_resets"), says: ["Choose a new password"] },
  {
    name: "mailed reset too weak",
    status: 422,
    make: mailed("reset-password", "password_resets"),
    act: async (page) => {
      await page.getByLabel("New password").fill("abc");
      await page.getByRole("button").click();
    },
    says: ["Please choose another one."],
  },
  {
    name: "mailed link dead",
    status: 400,
    make: () => `/reset-password/${"x".repeat(43)}`,
    says: ["does not work any more"],
  },
  {
    name: "documentation",
    make: () => "/api-docs",
    act: (page) => page.locator(".opblock-tag-section").first().waitFor(),
    says: ["needs JavaScript", "/api/v1/openapi.json"],
    needsScript: true,
    bytesMax: 700_000,
    leftAlone: {
      "heading-order": "Swagger UI draws the tags as h3 below the h1 of its title",
      region: "Swagger UI draws its title outside its main part",
    },
  },
  ...DASHBOARD_PAGES,
  ...MAIL_PAGES,
  ...SHARED_PAGES,
];
