import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { html, type Html, page, type Page, raw } from "../../src/contract/html.ts";
import { PAGE_STYLE } from "../../src/contract/page-style.ts";
import {
  shareBusyPage,
  shareGonePage,
  sharedPromptPage,
  shareNotFoundPage,
  sharePasswordPage,
} from "../../src/features/sharing/page.ts";
import { homePage } from "../../src/features/system/home.ts";

test("every interpolation is escaped, for text and for quoted attributes alike", () => {
  expect(String(html`<a title="${`"'`}">${"<b>&amp;\r"}</a>`)).toBe(
    '<a title="&quot;&#39;">&lt;b&gt;&amp;amp;&#13;</a>',
  );
});

test("pieces nest, lists are joined, numbers are written, absent values vanish", () => {
  const items = ["<1>", "2"].map((item) => html`<li>${item}</li>`);
  expect(String(html`${items}${0}${null}${undefined}${false}${[["x"], raw("<hr>")]}`)).toBe(
    "<li>&lt;1&gt;</li><li>2</li>0x<hr>",
  );
});

test("neither a string nor an object shaped like HTML passes for it", () => {
  // @ts-expect-error a string is not Html
  const text: Html = "<b>";
  // @ts-expect-error the private field makes the type nominal
  const shaped: Html = { toString: () => "<b>" };
  expect(String(html`${text}`)).toBe("&lt;b&gt;");
  expect(() => html`${shaped}`).toThrow();
});

test("a page hides from crawlers unless it asks not to, and its own headers win", () => {
  const parts = { title: "<T>", body: html`<main></main>`, style: "b{}" };
  expect(page(parts).headers["X-Robots-Tag"]).toBe("noindex");
  expect(page(parts).html).toContain("<title>&lt;T&gt;</title>");
  const found = page({
    ...parts,
    robots: "index",
    status: 418,
    extraHeaders: { "Cache-Control": "public, max-age=60" },
  });
  expect(found).toMatchObject({ status: 418, headers: { "Cache-Control": "public, max-age=60" } });
  expect(found.headers["X-Robots-Tag"]).toBeUndefined();
});

const pages = {
  prompt: sharedPromptPage({
    title: "Explain a paper",
    parts: [
      { heading: "Role", text: "You are an editor." },
      { heading: "Task", text: "Explain the paper." },
    ],
    rawPrompt: "# Role\nYou are an editor.\n\n# Task\nExplain the paper.",
    sharedBy: "Grace Hopper",
    versionNumber: 1,
    isPublic: true,
    canonicalUrl: "https://promptr.test/s/token",
    hasPassword: false,
  }),
  password: sharePasswordPage({ action: "/s/token", wrong: true }),
  expired: shareGonePage({ reason: "expired" }),
  "used up": shareGonePage({ reason: "used_up" }),
  "not found": shareNotFoundPage(),
  busy: shareBusyPage({ retryAfterSeconds: 60 }),
  home: homePage({
    status: "healthy",
    version: "1.2.3",
    docsUrl: "/api-docs",
    openapiUrl: "/o.json",
    healthUrl: "/health",
    baseUrl: "http://h",
  }),
} satisfies Record<string, Page>;

const sha256 = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
const inline = (page: Page, element: "style" | "script"): string[] =>
  [...page.html.matchAll(new RegExp(`<${element}>([\\s\\S]*?)</${element}>`, "g"))].map((match) => match[1]!);
const directives = (page: Page): Map<string, string> =>
  new Map(
    page.headers["Content-Security-Policy"]!.split("; ").map(
      (directive) => directive.split(/ (.*)/) as [string, string],
    ),
  );

test.each(Object.entries(pages))("the %s page admits its own style and script, and nothing else", (_, page) => {
  const policy = directives(page);
  expect(policy.get("default-src")).toBe("'none'");
  expect(policy.get("style-src")).toBe(inline(page, "style").map(sha256).join(" "));
  expect(policy.get("script-src")).toBe(inline(page, "script").map(sha256).join(" ") || undefined);
  expect(policy.get("form-action")).toBe("'self'");
  expect(policy.get("base-uri")).toBe("'none'");
  expect(policy.get("frame-ancestors")).toBe("'none'");
  expect(page.html).not.toMatch(/ style=| on[a-z]+=|<img|<script [^>]*src/);
  expect(page.headers).toMatchObject({
    "Content-Type": "text/html; charset=utf-8",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-store",
  });
});

test.each(Object.entries(pages))(
  "the %s page has a language, one main part and one first heading before all others",
  (_, page) => {
    expect(page.html).toMatch(/^<!doctype html>\s*<html lang="en">/);
    expect(page.html.match(/<main/g)).toHaveLength(1);
    expect([...page.html.matchAll(/<h([1-6])/g)].map((match) => match[1])).toEqual([
      "1",
      ...(page.html.match(/<h2/g)?.map(() => "2") ?? []),
    ]);
  },
);

const colours = (block: string): Record<string, string> =>
  Object.fromEntries([...block.matchAll(/--([\w-]+): (#[0-9a-f]{6})/g)].map((match) => [match[1]!, match[2]!]));
function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
function contrast(first: string, second: string): number {
  const [light, dark] = [luminance(first), luminance(second)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

test.each(["light", "dark"])("every text colour of the %s look has a contrast of at least 4.5", (scheme) => {
  const [light, dark] = PAGE_STYLE.split("@media (prefers-color-scheme: dark)");
  const palette = colours(scheme === "light" ? light! : dark!.split("\n*,")[0]!);
  const pairs = ["ink", "muted", "accent", "accent-strong", "alarm"].flatMap((text) =>
    ["ground", "card", "sunken"].map((ground) => [text, ground] as const),
  );
  for (const [text, ground] of [
    ...pairs,
    ["on-accent", "accent"],
    ["on-accent", "accent-strong"],
    ["notice", "notice-ground"],
  ] as const)
    expect({ text, ground, passes: contrast(palette[text]!, palette[ground]!) >= 4.5 }).toEqual({
      text,
      ground,
      passes: true,
    });
});
