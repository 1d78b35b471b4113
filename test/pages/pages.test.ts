import type { Browser } from "playwright-core";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, test } from "vitest";
import { Failure } from "../../src/errors.ts";
import type { Ports } from "../../src/contract/ports.ts";
import { limitsBut } from "../features/auth/answers.ts";
import { createWorld, type World } from "../world.ts";
import { launchBrowser, noBrowser } from "./browser.ts";
import { type Eyes, type Figures, look, openEyes, read } from "./harness.ts";
import { BUSY } from "./shared-pages.ts";
import { PAGES } from "./table.ts";

/** A server that has no time to look at one password. */
const busy = (ports: Ports): Ports => ({
  ...ports,
  passwords: {
    ...ports.passwords,
    verify: async (stored, password) => {
      if (password === BUSY) throw new Failure("overloaded", { retryAfterSeconds: 2 });
      return ports.passwords.verify(stored, password);
    },
  },
});

describe.skipIf(noBrowser)(`every page in Chromium${noBrowser ? ` (skipped: ${noBrowser})` : ""}`, () => {
  let world: World;
  let browser: Browser;
  let eyes: Eyes;
  const figures: Figures[] = [];
  beforeAll(async () => {
    [world, browser] = await Promise.all([
      createWorld({
        env: { API_DOCS: "true", PUBLIC_URL: "http://127.0.0.1" },
        limits: limitsBut({ sharePassword: 1 }),
        ports: busy,
      }),
      launchBrowser(),
    ]);
    eyes = await openEyes(browser);
  });
  afterAll(async () => {
    await browser.close();
    await world[Symbol.asyncDispose]();
    const folder = process.env["PROMPTR_PICTURES"];
    if (!folder) return;
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "figures.json"), JSON.stringify(figures, null, 1));
  });

  test.each(PAGES.map((one) => [one.name, one] as const))(
    "%s: nothing axe finds, no other host, no complaint, light and dark, desktop and phone, and readable without JavaScript",
    async (_name, one) => {
      const seen = await look(eyes, world, one);
      figures.push(seen);
      if (seen.hasScript) await read(eyes, world, one);
    },
    60_000,
  );
});
