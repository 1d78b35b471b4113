import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { envExampleLine } from "../../src/config.ts";
import { createPlace } from "./server.ts";

vi.setConfig({ testTimeout: 60_000 });

const EXAMPLE = readFileSync(join(import.meta.dirname, "../../.env.example"), "utf8").split("\n");

test("wrong variables are refused all at once: name, what was expected, where the example stands, never the value", async () => {
  const place = createPlace();
  const ended = await place.run(["serve"], {
    NODE_ENV: "production",
    PORT: "abc",
    PROMPTR_LIMITS: '{"free":{"requests":-1}}',
    DATABASE_URL: "mysql://ada:s3cret@db/promptr",
    SMTP_URL: "http://ada:s3cret@mail",
  });
  expect(ended).toMatchObject({ code: 1, stdout: "" });
  const [first, ...faults] = ended.stderr.trimEnd().split("\n");
  expect(first).toBe("promptr: The configuration has 5 faults:");
  const where = (name: string): string => `(see .env.example:${envExampleLine(name)})`;
  expect(faults.toSorted()).toEqual(
    [
      `  PORT: expected a number from 0 to 65535 ${where("PORT")}`,
      `  PUBLIC_URL: required in production ${where("PUBLIC_URL")}`,
      `  PROMPTR_LIMITS: free.requests: Too small: expected number to be >=1 ${where("PROMPTR_LIMITS")}`,
      `  DATABASE_URL: expected postgres://user:password@host:port/database ${where("DATABASE_URL")}`,
      `  SMTP_URL: expected smtp://host or smtps://host ${where("SMTP_URL")}`,
    ].toSorted(),
  );
  for (const name of ["PORT", "PUBLIC_URL", "PROMPTR_LIMITS", "DATABASE_URL"])
    expect(EXAMPLE[envExampleLine(name) - 1]).toMatch(new RegExp(`^# ${name}=`));
  expect(ended.stderr).not.toContain("s3cret");
});

test.for([
  { words: ["fly"], says: "There is no command fly" },
  { words: ["serve", "--fast"], says: "Unknown option '--fast'" },
  { words: ["serve", "--role", "cook"], says: "--role is all, web or worker, not cook" },
  { words: ["migrate", "down"], says: "migrate takes no down" },
  { words: ["audit", "verify", "--expect-head", "5"], says: "--expect-head is <seq:hash>" },
])("promptr $words is answered with the usage and exit code 2", async ({ words, says }) => {
  const place = createPlace();
  const ended = await place.run(words);
  expect(ended).toMatchObject({ code: 2, stdout: "" });
  expect(ended.stderr).toContain(says);
  expect(ended.stderr).toContain("promptr <command>");
});

test.for([
  { words: ["reset"], env: {}, says: /^promptr: reset deletes .*reset --yes.*\n$/ },
  { words: ["reset", "--yes"], env: { NODE_ENV: "production" }, says: /^promptr: reset is refused in production\n$/ },
  { words: ["seed"], env: { NODE_ENV: "production" }, says: /^promptr: seed is not for production\n$/ },
  {
    words: ["admin", "take", "a@b.de"],
    env: {},
    says: /^promptr: Say promptr admin grant <email\|userId> or promptr admin revoke <email\|userId>\n$/,
  },
])("promptr $words with $env is refused in one line", async ({ words, env, says }) => {
  const place = createPlace({ PUBLIC_URL: "https://promptr.test" });
  const ended = await place.run(words, env);
  expect(ended).toMatchObject({ code: 1, stdout: "" });
  expect(ended.stderr).toMatch(says);
});

test("a variable that looks like ours and is none is named, and nothing else changes", async () => {
  const place = createPlace();
  const ended = await place.run(["doctor"], { PROMPTR_HOEM: "/data" });
  expect(ended.stderr).toBe("PROMPTR_HOEM is not a setting of Promptr (see .env.example)\n");
});
