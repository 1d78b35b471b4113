import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hashOfAddress, unsubscribeToken } from "../../../src/features/mail/unsubscribe-token.ts";
import { noBrowser, openBrowser } from "../../pages/browser.ts";
import { createWorld, type World } from "../../world.ts";

describe.skipIf(noBrowser !== false)(`in Chromium${noBrowser === false ? "" : ` (skipped: ${noBrowser})`}`, () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld();
  });
  afterAll(() => world[Symbol.asyncDispose]());

  test("somebody unsubscribes with the keyboard alone, without JavaScript", async () => {
    const ada = await world.user();
    const { tokens } = world.app.ports;
    const addressHash = hashOfAddress(tokens, ada.email);
    const token = unsubscribeToken(tokens, { userId: ada.userId, kind: "announcements", addressHash });
    await using visit = await openBrowser({ javaScriptEnabled: false });
    await visit.page.goto(`${world.url}/unsubscribe/${token}`);
    await visit.page.keyboard.press("Tab");
    await visit.page.keyboard.press("Enter");
    await visit.page.getByText("These mails have stopped").waitFor();
    expect((await ada.get("/users/notifications/settings")).body.mail.announcements).toBe(false);
  });

  test("previews are for this machine outside production; a template or a look there is not is refused", async () => {
    const preview = (path: string, headers = {}) => world.anyone.raw(`/dev/mail/preview/${path}`, { headers });
    expect((await preview("welcome")).status).toBe(200);
    expect((await preview("welcome", { "x-forwarded-for": "203.0.113.7" })).status).toBe(404);
    expect((await preview("none")).status).toBe(404);
    expect((await preview("welcome?look=loud")).status).toBe(400);
    await using live = await createWorld({
      production: true,
      env: { SMTP_URL: "smtp://127.0.0.1:1", MAIL_FROM: "Promptr <no-reply@promptr.test>" },
    });
    expect((await live.anyone.raw("/dev/mail/preview/welcome")).status).toBe(404);
  });
});
