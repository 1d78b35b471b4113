import { expect, test } from "vitest";
import { share } from "../features/sharing/fixture.ts";
import { createWorld } from "../world.ts";
import { noBrowser, openBrowser } from "./browser.ts";

const PROMPT = {
  role: "You write.",
  task: "About {{topic}} in {{tone}}.",
  variables: [{ name: "topic" }, { name: "tone" }],
};
/** What has the focus, and whether that is to be seen. */
const FOCUS = `(() => {
  const { tagName, textContent, labels } = document.activeElement;
  const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
  const name = labels?.[0] ? labels[0].textContent : textContent;
  return [tagName.toLowerCase(), name.trim(), outlineStyle !== "none" && parseFloat(outlineWidth) >= 2];
})()`;

test("a shared prompt is unlocked, copied, filled in and read with the keyboard alone, and the focus is always seen", async ({
  skip,
}) => {
  if (noBrowser) skip(noBrowser);
  await using world = await createWorld();
  await using browser = await openBrowser({ permissions: ["clipboard-read", "clipboard-write"] });
  const { page } = browser;
  const shared = await share(world, { password: "open sesame" }, PROMPT);
  await page.goto(world.url + shared.page);
  // Nobody has pressed anything: the field takes the focus as soon as the page is drawn.
  await page.waitForFunction("document.activeElement?.getAttribute('type') === 'password'");
  await page.keyboard.type("open sesame");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Fill in the variables" }).waitFor();
  const stops: unknown[] = [];
  for (let stop = 0; stop < 5; stop += 1) {
    await page.keyboard.press("Tab");
    stops.push(await page.evaluate(FOCUS));
  }
  expect(stops).toEqual([
    ["button", "Copy prompt", true],
    ["textarea", "topic", true],
    ["textarea", "tone", true],
    ["button", "Fill in the prompt", true],
    ["summary", "Show as one text", true],
  ]);
  await page.getByLabel("topic").focus();
  await page.keyboard.type("the sea");
  await page.keyboard.press("Tab");
  await page.keyboard.type("verse");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "The prompt, filled in" }).waitFor();
  await page.getByRole("button", { name: "Copy prompt" }).focus();
  await page.keyboard.press("Enter");
  await page.getByText("Copied.").waitFor();
  expect(await page.evaluate("navigator.clipboard.readText()")).toBe(
    "# Role\nYou write.\n\n# Task\nAbout the sea in verse.",
  );
}, 60_000);

test("on paper there is the prompt, and no button or form", async ({ skip }) => {
  if (noBrowser) skip(noBrowser);
  await using world = await createWorld();
  await using browser = await openBrowser({ colorScheme: "dark" });
  const { page } = browser;
  await page.goto(world.url + (await share(world, {}, PROMPT)).page);
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  expect(await page.getByRole("button").count()).toBe(0);
  expect(await page.getByLabel("topic").isVisible()).toBe(false);
  expect(await page.getByText("You write.").first().isVisible()).toBe(true);
  expect(await page.evaluate("getComputedStyle(document.body).backgroundColor")).toBe("rgb(255, 255, 255)");
}, 60_000);
