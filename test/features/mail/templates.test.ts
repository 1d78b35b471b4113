import { expect, test } from "vitest";
import { renderMail } from "../../../src/features/mail/templates.ts";

const TOKEN = "k".repeat(43);
const data = {
  fullName: "Ada Lovelace",
  confirmUrl: `https://promptr.test/verify-email/${TOKEN}`,
  productUrl: "https://promptr.test/",
  docsUrl: "https://promptr.test/api-docs",
};
const { fullName } = data;
const url = `https://promptr.test/reset-password/${TOKEN}`;
const EVERY = {
  welcome: renderMail("welcome", data),
  "welcome, confirmed": renderMail("welcome", { ...data, confirmUrl: null }),
  verify_email: renderMail("verify_email", { fullName, url }),
  reset_password: renderMail("reset_password", { fullName, url }),
  password_changed: renderMail("password_changed", { fullName, keys: "2 API keys go on working." }),
  export_ready: renderMail("export_ready", { fullName, url, until: new Date("2026-12-24T18:00:00Z") }),
  account_erased: renderMail("account_erased", { fullName }),
};

test("the welcome mail greets by name and leads to the confirmation, the product and its documentation", () => {
  const mail = EVERY.welcome;
  expect(mail.subject).toBe("Welcome to Promptr");
  expect(mail.html).toContain("Hello Ada Lovelace");
  expect(mail.html).toContain(`href="${data.confirmUrl}"`);
  expect(mail.html).toContain(`href="${data.productUrl}"`);
  expect(mail.html).toContain(`href="${data.docsUrl}"`);
  expect(mail.text).toMatchInlineSnapshot(`
    "Hello Ada Lovelace

    Welcome to Promptr. Your account is ready.

    Save your first prompt, let a model improve it, and see how good it is and why. Every change is kept as a version, so you can always go back.

    Please confirm that this address is yours. The link works for 24 hours.

    Confirm my address:
    https://promptr.test/verify-email/kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk

    Open Promptr:
    https://promptr.test/

    Read the documentation:
    https://promptr.test/api-docs

    -- 
    You receive this mail because an account was made with this address. If it was not you, ignore it, and do not confirm the address.
    "
  `);
});

test("the welcome mail of a confirmed address asks for nothing and leads to the product", () => {
  const mail = EVERY["welcome, confirmed"];
  expect(mail.text).not.toMatch(/confirm that|24 hours|verify-email/);
  expect(mail.text).toContain("Open Promptr:\nhttps://promptr.test/\n");
});

test.each([
  ["verify_email", "Confirm your address", "24 hours"],
  ["reset_password", "Choose a new password", "30 minutes"],
  ["export_ready", "Your data is ready to download", "24 December 2026"],
] as const)("the mail %s holds its link once in each form, and says how long it works", (name, subject, time) => {
  const mail = EVERY[name];
  expect(mail.subject).toBe(subject);
  expect([mail.text.split(url).length, mail.html.split(url).length]).toEqual([2, 2]);
  expect(mail.text).toContain(time);
});

test.each([
  ["password_changed", "If it was not you"],
  ["password_changed", "2 API keys go on working."],
  ["account_erased", "Everything we held about you"],
] as const)("the mail %s says what happened and holds no link", (name, words) => {
  expect(`${EVERY[name].text}${EVERY[name].html}`).not.toMatch(/https?:|href=/);
  expect(`${EVERY[name].text} ${EVERY[name].html}`).toContain(words);
});

test("whatever a mail is filled with stays text", () => {
  const address = `https://promptr.test/?a=1&b="><script>alert(1)</script>`;
  const { html } = renderMail("welcome", {
    confirmUrl: address,
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

test.each(Object.entries(EVERY))(
  "the mail %s loads nothing from outside, is 600 px wide and knows dark mode",
  (_name, mail) => {
    const { html } = mail;
    expect(html).not.toMatch(/<img|<link|<script|src=|url\(|@import/);
    expect(html).toContain('width="600"');
    expect(html).toContain('<meta name="color-scheme" content="light dark"');
    expect(html).toContain("prefers-color-scheme: dark");
  },
);
