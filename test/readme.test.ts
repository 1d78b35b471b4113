import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { run, takeTour } from "./tour.ts";
import { createWorld } from "./world.ts";

test("the README's tour works as printed, from an account to the opened page", async () => {
  await using world = await createWorld();
  await takeTour(world.url);
});

test("the guide's three curl commands work in order", async () => {
  await using world = await createWorld();
  const script = `
    curl -s ${world.url}/health
    echo
    curl -s -X POST ${world.url}/api/v1/auth/register \\
      -H "Content-Type: application/json" \\
      -d '{"email":"test@example.com","password":"test123","fullName":"Test User"}' > account.json
    YOUR_TOKEN=$(sed -n 's/.*"accessToken":"\\([^"]*\\)".*/\\1/p' account.json)
    curl -s -X POST ${world.url}/api/v1/prompts \\
      -H "Content-Type: application/json" \\
      -H "Authorization: Bearer $YOUR_TOKEN" \\
      -d '{"title":"Test Prompt","task":"Generate a creative story"}'`;
  const directory = mkdtempSync(join(tmpdir(), "promptr-guide-"));
  const { code, output } = await run(script, directory);
  rmSync(directory, { recursive: true, force: true });
  const [health = "", prompt = ""] = output.split("\n");
  expect(code).toBe(0);
  expect(JSON.parse(health)).toMatchObject({ status: "healthy", services: { database: { status: "healthy" } } });
  expect(JSON.parse(prompt)).toMatchObject({ title: "Test Prompt", task: "Generate a creative story" });
});
