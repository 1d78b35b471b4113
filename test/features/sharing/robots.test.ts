import { afterAll, beforeAll, expect, test } from "vitest";
import { visitorOf } from "../../../src/features/sharing/visitor.ts";
import { createWorld, type World } from "../../world.ts";
import { share, submit, TASK, viewsOf } from "./fixture.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const SLACK = { "user-agent": "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)" };
const PREFETCH = { "sec-purpose": "prefetch;prerender" };

const kindOf = (userAgent: string, headers: Record<string, string> = {}, method = "GET") =>
  visitorOf({ userAgent, headers, method });

test("link previews and crawlers are known by the names their makers publish", () => {
  for (const agent of [
    "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
    "Twitterbot/1.0",
    "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    "WhatsApp/2.23.20.0 A",
    "TelegramBot (like TwitterBot)",
    "Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)",
    "LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)",
    "Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_1) AppleWebKit/601.2.4 (KHTML, like Gecko) Version/9.0.1 Safari/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0",
    "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; MicrosoftPreview/2.0; +https://aka.ms/MicrosoftPreview) Chrome/112.0.0.0 Safari/537.36",
    "http.rb/5.1.1 (Mastodon/4.2.10; +https://mastodon.social/)",
    "Synapse (bot; +https://github.com/matrix-org/synapse)",
    "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; Googlebot/2.1; +http://www.google.com/bot.html) Chrome/130.0.0.0 Safari/537.36",
    "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
  ])
    expect([agent, kindOf(agent)]).toEqual([agent, "robot"]);
});

test("people are not taken for robots: in-app browsers, phones with odd names, programs, agents sent by a person", () => {
  for (const agent of [
    "",
    "curl/8.9.1",
    "python-requests/2.32.3",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/130.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Linux; Android 10; CUBOT X30) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 [FBAN/FBIOS;FBAV/480.0]",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/22A3354 LinkedInApp/9.30",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 [Pinterest/iOS]",
    "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; ChatGPT-User/1.0; +https://openai.com/bot)",
  ])
    expect([agent, kindOf(agent)]).toEqual([agent, "person"]);
});

test("what a browser fetches ahead is not a visit", () => {
  for (const headers of [PREFETCH, { purpose: "prefetch" }, { "x-moz": "prefetch" }, { "x-purpose": "preview" }])
    expect(kindOf("Mozilla/5.0", headers)).toBe("robot");
  expect(kindOf("Mozilla/5.0", { purpose: "read" })).toBe("person");
  expect([kindOf("Mozilla/5.0", {}, "HEAD"), kindOf("Twitterbot/1.0", {}, "HEAD")]).toEqual(["head", "robot"]);
});

test("HEAD answers as GET would, without a body and without a view", async () => {
  const { json, page, token } = await share(world, { maxViews: 10 });
  for (const path of [`/api/v1${json}`, page]) {
    const head = await world.anyone.raw(path, { method: "HEAD", headers: { "accept-encoding": "identity" } });
    expect([head.status, head.text]).toEqual([200, ""]);
    const before = await viewsOf(world, { token });
    const get = await world.anyone.raw(path, { headers: { "accept-encoding": "identity" } });
    expect(head.headers.get("content-length")).toBe(get.headers.get("content-length"));
    expect(await viewsOf(world, { token })).toBe(before + 1);
  }
  expect(await viewsOf(world, { token })).toBe(2);
});

test("previews and crawlers read a link without a limit, and are not counted", async () => {
  const { json, page, token } = await share(world);
  for (const headers of [SLACK, PREFETCH]) {
    expect((await world.anyone.get(json, headers)).body).toMatchObject({ task: TASK, views: { used: 0, max: null } });
    expect((await world.anyone.raw(page, { headers })).text).toContain(TASK);
  }
  expect(await viewsOf(world, { token })).toBe(0);
});

test("of a link with counted views they get what a preview shows, never the text", async () => {
  const { json, page, token } = await share(world, { maxViews: 1 }, { description: "For readers." });
  for (const headers of [SLACK, PREFETCH]) {
    const preview = await world.anyone.raw(page, { headers });
    expect(preview.status).toBe(200);
    expect(preview.text).toContain('property="og:title" content="Explain a paper"');
    expect(preview.text).toContain('property="og:description" content="For readers."');
    expect(preview.headers.get("x-robots-tag")).toBe("noindex");
    const refused = await world.anyone.get(json, headers);
    expect([refused.status, refused.body.code]).toEqual([404, "not_found"]);
    for (const { text } of [preview, refused]) expect(text).not.toContain("curious");
  }
  expect(await viewsOf(world, { token })).toBe(0);
});

test("a person who is shown a preview reads the prompt with its button, and is counted", async () => {
  const { page, token } = await share(world, { maxViews: 1 });
  const preview = await world.anyone.raw(page, { headers: PREFETCH });
  expect(preview.text).toContain(`<form method="post" action="${page}">`);
  expect((await submit(world, page)).text).toContain(TASK);
  expect(await viewsOf(world, { token })).toBe(1);
  expect((await world.anyone.raw(page, { headers: SLACK })).status).toBe(410);
});

test("a protected link tells robots nothing without its password", async () => {
  const { json, page } = await share(world, { password: "open sesame", isPublic: true });
  const asked = await world.anyone.raw(page, { headers: SLACK });
  expect(asked.status).toBe(401);
  expect((await world.anyone.get(json, SLACK)).body.code).toBe("share_password_required");
  expect(asked.text).not.toMatch(/Explain|Ada|og:/);
  expect((await world.anyone.get(json, { ...SLACK, "x-share-password": "guess" })).body.code).toBe(
    "share_password_wrong",
  );
});
