import type { Page } from "playwright-core";
import { share } from "../features/sharing/fixture.ts";
import type { World } from "../world.ts";
import type { PageCase } from "./harness.ts";

const PASSWORD = "open sesame";
/** A password the server of this test is too busy for. */
export const BUSY = "busy";
const PROMPT = {
  title: "Summarise a customer call",
  description: "For support teams: what was said, what was promised, who does what.",
  role: "You are a careful note-taker in a support team.",
  task: "Summarise the call with {{customer}} in {{language}}.\nName every promise, and who made it.",
  context: "The transcript:\n\n{{transcript}}",
  requirements: "At most {{words}} words.\nIf {{internal}} is true, add what we should learn from it.",
  output: "Three headings: Said, Promised, Next.",
  variables: [
    { name: "customer", description: "As they are called in the CRM" },
    { name: "language", type: "enum", values: ["English", "Deutsch", "日本語"], default: "English" },
    { name: "transcript", description: "Paste it as it is" },
    { name: "words", type: "number", default: 200 },
    { name: "internal", type: "boolean", required: false },
  ],
};
const ARABIC = {
  title: "لخّص المقال للقارئ",
  description: "ملخص قصير وواضح.",
  role: "أنت محرر صبور يكتب للناس.",
  task: "لخّص المقال في خمس جمل قصيرة، واذكر المصادر في النهاية.",
};

const page =
  (settings: object, prompt: object = {}) =>
  async (world: World) =>
    (await share(world, settings, prompt)).page;
const opened = (settings: object) => async (world: World) => {
  const shared = await share(world, settings);
  await world.anyone.raw(shared.page);
  return shared.page;
};
const enter = (password: string) => async (shown: Page) => {
  await shown.getByLabel("Password").fill(password);
  await shown.getByRole("button", { name: "Open the prompt" }).click();
};
const fill = (values: Record<string, string>) => async (shown: Page) => {
  for (const [name, text] of Object.entries(values)) await shown.getByLabel(name).fill(text);
  await shown.getByRole("button", { name: "Fill in the prompt" }).click();
  await shown.locator("#result").waitFor();
};
const expired = async (world: World) => {
  const { token, page: path } = await share(world);
  await world.sql(
    "update promptr.shared_prompts set expires_at = '2026-01-01' where share_token = sha256(convert_to($1, 'utf8'))",
    [token],
  );
  return path;
};
const guessed = async (world: World) => {
  const { json, page: path } = await share(world, { password: PASSWORD });
  await world.anyone.get(json, { "x-share-password": "a" });
  return path;
};

/** The page behind a share link, in all its states. */
export const SHARED_PAGES: readonly PageCase[] = [
  {
    name: "shared prompt",
    make: page(
      { maxViews: 9, expiresAt: "2029-12-24T18:00:00Z" },
      { ...PROMPT, task: "Summarise the call.", context: "A call.", requirements: null },
    ),
    says: [PROMPT.title, PROMPT.description, "Shared by Ada Lovelace", "Summarise the call.", "Opened 1 of 9 times."],
  },
  {
    name: "shared prompt with variables",
    make: page({}, PROMPT),
    says: ["Fill in the variables", "customer", "Paste it as it is", "internal (optional)", "{{transcript}}"],
  },
  {
    name: "shared prompt filled in",
    make: page({ maxViews: 1 }, PROMPT),
    act: fill({ customer: "ACME Ltd", transcript: "Hello.\nMy invoice is wrong." }),
    says: [
      "The prompt, filled in",
      "Summarise the call with ACME Ltd in English.",
      "My invoice is wrong.",
      "At most 200 words.",
    ],
  },
  {
    name: "shared prompt with faults in the form",
    status: 422,
    make: page({}, PROMPT),
    act: fill({ customer: "ACME Ltd", words: "a few" }),
    says: [
      "2 fields need your attention: transcript, words.",
      "Please fill this in.",
      "Please type a number, such as 12 or 0.5.",
    ],
  },
  {
    name: "shared prompt in Arabic behind a password",
    make: page({ password: PASSWORD }, ARABIC),
    act: enter(PASSWORD),
    says: [ARABIC.title, ARABIC.role],
  },
  {
    name: "share password",
    status: 401,
    make: page({ password: PASSWORD }),
    says: ["This link is protected", "Enter the password"],
  },
  {
    name: "share password wrong",
    status: 401,
    make: page({ password: PASSWORD }),
    act: enter("wrong"),
    says: ["That password is wrong. Please try again."],
  },
  {
    name: "share guessed too often",
    status: 429,
    make: guessed,
    act: enter("b"),
    says: ["Too many attempts", "60 minutes"],
  },
  {
    name: "error busy",
    status: 503,
    make: page({ password: PASSWORD }),
    act: enter(BUSY),
    says: ["Back in a moment", "Please try again in 2 seconds."],
  },
  { name: "share expired", status: 410, make: expired, says: ["This link has expired"] },
  { name: "share used up", status: 410, make: opened({ maxViews: 1 }), says: ["This link is used up"] },
  { name: "share unknown", status: 404, make: () => `/s/${"x".repeat(43)}`, says: ["There is no such link"] },
  {
    name: "share preview",
    headers: { "sec-purpose": "prefetch" },
    make: page({ maxViews: 1 }, PROMPT),
    says: [PROMPT.title, "This link can be opened a limited number of times."],
  },
  {
    name: "share form too old",
    status: 410,
    make: page({}, PROMPT),
    act: async (shown) => {
      // Without JavaScript nothing can be changed in the page, so it is sent as a browser would send an old one.
      const path = new URL(shown.url()).pathname;
      await shown.route("**/fill", (route) => route.continue({ postData: "pass=old" }));
      await shown.getByRole("button", { name: "Fill in the prompt" }).click();
      await shown.waitForURL(`**${path}/fill*`);
    },
    says: ["Please open the prompt again"],
  },
];
