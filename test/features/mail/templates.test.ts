import { expect, test } from "vitest";
import { renderMail } from "../../../src/features/mail/templates.ts";

const data = {
  fullName: "Ada Lovelace",
  productUrl: "https://promptr.test/",
  docsUrl: "https://promptr.test/api-docs",
};

test("the welcome mail greets by name and leads to the product and its documentation, in HTML and in plain text", () => {
  const mail = renderMail("welcome", data);
  expect(mail.subject).toBe("Welcome to Promptr");
  expect(mail.html).toContain("Hello Ada Lovelace");
  expect(mail.html).toContain(`href="${data.productUrl}"`);
  expect(mail.html).toContain(`href="${data.docsUrl}"`);
  expect(mail.text).toMatchInlineSnapshot(`
    "Hello Ada Lovelace

    Welcome to Promptr. Your account is ready.

    Save your first prompt, let a model improve it, and see how good it is and why. Every change is kept as a version, so you can always go back.

    Open Promptr:
    https://promptr.test/

    Read the documentation:
    https://promptr.test/api-docs

    -- 
    You receive this mail because an account was made with this address. If it was not you, ignore it.
    "
  `);
});

test("whatever a mail is filled with stays text", () => {
  const address = `https://promptr.test/?a=1&b="><script>alert(1)</script>`;
  const { html } = renderMail("welcome", {
    fullName: `<b onclick='x'>"Ada" & Co`,
    productUrl: address,
    docsUrl: address,
  });
  expect(html).not.toContain("<script>");
  expect(html).not.toContain("<b onclick");
  expect(html).toContain("Hello &lt;b onclick=&#39;x&#39;&gt;&quot;Ada&quot; &amp; Co");
  expect(html).toContain('href="https://promptr.test/?a=1&amp;b=&quot;&gt;&lt;script&gt;');
});

test.each(["Win a prize at evil.com", "https://evil.test/x", "mail me@evil.test", "x".repeat(61), " \r\n\u202E "])(
  "a name that would be an advertisement in somebody else's mailbox is not repeated: %j",
  (fullName) => {
    const mail = renderMail("welcome", { ...data, fullName });
    expect(mail.html).toMatch(/>\s*Hello there\s*</);
    expect(mail.text).toContain("Hello there\n");
  },
);

test.each(["J.R.R. Tolkien", "Zoë O'Neill-Smith", "李小龍", "علی\u200Cرضا", "Martin Luther King Jr."])(
  "an ordinary name is greeted as it is written: %s",
  (fullName) => {
    expect(renderMail("welcome", { ...data, fullName }).text).toContain(`Hello ${fullName}\n`);
  },
);

test("a mail loads nothing from outside, is 600 px wide and knows dark mode", () => {
  const { html } = renderMail("welcome", data);
  expect(html).not.toMatch(/<img|<link|<script|src=|url\(|@import/);
  expect(html).toContain('width="600"');
  expect(html).toContain('<meta name="color-scheme" content="light dark"');
  expect(html).toContain("prefers-color-scheme: dark");
});
