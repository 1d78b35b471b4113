import type { Page } from "playwright-core";
import type { World } from "../world.ts";
import type { PageCase } from "./harness.ts";

/** The newest one: a page is made, then signed in to. */
let token = "";
const signedUp = (role: "admin" | "user") => async (world: World) => {
  token = (await world.user({ role })).accessToken;
  return "/admin/dashboard";
};
const signIn = (by: () => string) => async (page: Page) => {
  await page.getByLabel("Access token").fill(by());
  await page.getByRole("button", { name: "Open the dashboard" }).click();
};

/** The way into the jobs dashboard, and its frame. */
export const DASHBOARD_PAGES: readonly PageCase[] = [
  {
    name: "dashboard form",
    status: 401,
    make: () => "/admin/dashboard",
    says: ["Jobs dashboard", "Paste an administrator's access token."],
  },
  {
    name: "dashboard token wrong",
    status: 401,
    make: () => "/admin/dashboard",
    act: signIn(() => "wrong"),
    says: ["That is not a valid access token."],
  },
  {
    name: "dashboard not an administrator",
    status: 403,
    make: signedUp("user"),
    act: signIn(() => token),
    says: ["This token is not an administrator's."],
  },
  {
    name: "dashboard",
    make: signedUp("admin"),
    act: async (page) => {
      await signIn(() => token)(page);
      await page.waitForURL("**/admin/dashboard");
      await page.getByRole("heading", { name: "Overview" }).waitFor();
    },
    says: ["Overview", "Top Queues", "Schedules"],
    bytesMax: 700_000,
    leftAlone: {
      "heading-order": "pg-boss draws its cards' titles as h3 below the h1",
      region: "pg-boss draws its name and its switch of themes outside the parts of the page",
    },
  },
];
