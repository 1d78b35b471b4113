import { expect, test } from "vitest";
import type { Page } from "../../../src/contract/html.ts";
import {
  shareBusyPage,
  shareGonePage,
  sharedPromptPage,
  type SharedPrompt,
  shareNotFoundPage,
  sharePasswordPage,
} from "../../../src/features/sharing/page.ts";

const prompt: SharedPrompt = {
  title: "Explain a paper",
  description: "For curious readers.",
  parts: [
    { heading: "Role", text: "You are an editor." },
    { heading: "Task", text: "Explain the paper." },
  ],
  rawPrompt: "# Role\nYou are an editor.\n\n# Task\nExplain the paper.",
  author: "Ada Lovelace",
  sharedBy: "Grace Hopper",
  versionNumber: 4,
  model: "claude-sonnet-5",
  views: { used: 3, max: 10 },
  expiresAt: new Date("2026-12-24T18:00:00Z"),
  isPublic: false,
  canonicalUrl: "https://promptr.test/s/token",
  hasPassword: false,
};

const pages = {
  prompt: sharedPromptPage(prompt),
  password: sharePasswordPage({ action: "/s/token", wrong: true }),
  expired: shareGonePage({ reason: "expired" }),
  "used up": shareGonePage({ reason: "used_up" }),
  "not found": shareNotFoundPage(),
  busy: shareBusyPage({ retryAfterSeconds: 61.2 }),
} satisfies Record<string, Page>;

const inline = (page: Page, element: "script"): string[] =>
  [...page.html.matchAll(new RegExp(`<${element}>([\\s\\S]*?)</${element}>`, "g"))].map((match) => match[1]!);
test("each outcome has its status", () => {
  expect(Object.fromEntries(Object.entries(pages).map(([name, { status }]) => [name, status]))).toEqual({
    prompt: 200,
    password: 401,
    expired: 410,
    "used up": 410,
    "not found": 404,
    busy: 429,
  });
});

test("the page shows the prompt and everything about it", () => {
  const { html } = pages.prompt;
  for (const text of [
    "Explain a paper",
    "For curious readers.",
    "Role",
    "You are an editor.",
    "Task",
    "Ada Lovelace",
    "Grace Hopper",
    "claude-sonnet-5",
    "Opened 3 of 10 times",
    "24 December 2026 at 18:00 UTC",
  ])
    expect(html).toContain(text);
});

test("whatever a prompt contains stays text, exactly", () => {
  const evil = `\n</pre></script><script>alert(1)</script>"'&amp;<!--\r\n${"x".repeat(3000)}`;
  const page = sharedPromptPage({
    ...prompt,
    title: evil,
    description: evil,
    author: evil,
    sharedBy: evil,
    model: evil,
    canonicalUrl: evil,
    parts: [{ heading: evil, text: evil }],
    rawPrompt: evil,
  });
  expect(inline(page, "script")).toHaveLength(1);
  expect(page.html.match(/<(pre|\/pre)/g)).toHaveLength(2);
  expect(page.html).not.toContain("alert(1)</script>");
  // The parser drops the first line feed after <pre>, and turns a bare CR into LF.
  expect(page.html).toContain(
    `>\n\n&lt;/pre&gt;&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;amp;&lt;!--&#13;\n${"x".repeat(3000)}</pre>`,
  );
});

test("direction overrides cannot disguise a title, and hidden characters in a prompt are announced", () => {
  const page = sharedPromptPage({ ...prompt, title: "safe\u202Egpj.exe", rawPrompt: `ignore\u{E0041}\u200B this` });
  expect(page.html.match(/<title>(.*)<\/title>/)![1]).toBe("safegpj.exe · Promptr");
  expect(page.html).toMatch(/<h1 dir="auto"\s*>safegpj\.exe<\/h1>/);
  expect(page.html).toContain("invisible or direction-changing characters");
  expect(page.html).toContain("ignore\u{E0041}\u200B this");
  expect(pages.prompt.html).not.toContain("invisible or direction-changing");
});

test("a link preview gets title and description, cut to one short line without halving a character", () => {
  const { html } = sharedPromptPage({ ...prompt, description: `"${"a".repeat(197)}😀 and\nmore` });
  expect(html).toContain('<meta property="og:title" content="Explain a paper"');
  expect(html).toContain('<meta name="twitter:card" content="summary"');
  expect(html.match(/og:description" content="(.*?)"/)![1]).toBe(`&quot;${"a".repeat(197)}…`);
  expect(html).toContain('<link rel="canonical" href="https://promptr.test/s/token"');
});

test("a protected page tells previews and crawlers nothing", () => {
  for (const page of [pages.password, sharedPromptPage({ ...prompt, hasPassword: true, isPublic: true })]) {
    expect(page.html).not.toMatch(/og:|twitter:|canonical|name="description"/);
    expect(page.headers["X-Robots-Tag"]).toBe("noindex");
  }
});

test("only a public prompt may be found by crawlers", () => {
  const found = sharedPromptPage({ ...prompt, isPublic: true });
  expect([found.headers["X-Robots-Tag"], /name="robots"/.test(found.html)]).toEqual([undefined, false]);
  expect([pages.prompt.headers["X-Robots-Tag"], /name="robots" content="noindex"/.test(pages.prompt.html)]).toEqual([
    "noindex",
    true,
  ]);
});

test("the password form posts a labelled password, and a wrong one is announced", () => {
  const first = sharePasswordPage({ action: '/s/t"><b>', wrong: false }).html;
  expect(first).toContain('<form method="post" action="/s/t&quot;&gt;&lt;b&gt;">');
  expect(first).toMatch(/<label for="password">/);
  expect(first).toMatch(/<input\s+id="password"\s+name="password"\s+type="password"/);
  expect(first).not.toContain('role="alert"');
  expect(pages.password.html).toMatch(/id="fault" role="alert"/);
  expect(pages.password.html).toContain('aria-describedby="fault"');
});

test("the wait of a busy link is a whole number that is never too short", () => {
  expect(pages.busy.headers["Retry-After"]).toBe("62");
  expect(pages.busy.html).toContain("62 seconds");
  expect(shareBusyPage({ retryAfterSeconds: 0 }).headers["Retry-After"]).toBe("1");
  expect(shareBusyPage({ retryAfterSeconds: 121 }).html).toContain("3 minutes");
});

test("the copy button stays hidden until its script runs, and there is something to copy in every form of prompt", () => {
  const single = sharedPromptPage({ ...prompt, parts: [{ heading: "Task", text: "x" }], rawPrompt: "x" });
  const bare = sharedPromptPage({ ...prompt, parts: [], rawPrompt: "x" });
  for (const page of [pages.prompt, single, bare]) {
    expect(page.html).toMatch(/<button id="copy" type="button" hidden>/);
    expect(page.html.match(/<pre id="prompt"/g)).toHaveLength(1);
  }
  expect([single, bare].map(({ html }) => html.includes("<details"))).toEqual([false, false]);
});
