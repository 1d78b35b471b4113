import { expect, test } from "vitest";
import { homePage } from "../../../src/features/system/home.ts";

const home = {
  status: "healthy" as const,
  version: "1.2.3",
  openapiUrl: "/api/v1/openapi.json",
  healthUrl: "/health",
  baseUrl: "http://localhost:3000",
};

test("the first page tells the version, leads to what is there, and shows a command that works as printed", () => {
  const { status, html } = homePage({ ...home, docsUrl: "/api-docs" });
  expect(status).toBe(200);
  expect(html).toContain("Version 1.2.3");
  for (const url of ["/api-docs", "/api/v1/openapi.json", "/health"]) expect(html).toContain(`<a href="${url}">`);
  const command = html
    .match(/<pre>([\s\S]*?)<\/pre>/)![1]!
    .replaceAll("&#39;", "'")
    .replaceAll("&quot;", '"');
  expect(command).toMatch(/^curl -X POST http:\/\/localhost:3000\/api\/v1\/auth\/register \\\n/);
  expect(JSON.parse(command.match(/-d '([\s\S]*)'$/)![1]!)).toEqual({
    email: "ada@example.com",
    fullName: "Ada Lovelace",
    password: "correct horse battery",
  });
});

test("what a server does not offer is not on its first page", () => {
  expect(homePage({ ...home, docsUrl: null }).html).not.toMatch(/API reference|Mail outbox|Source and guide/);
  expect(homePage({ ...home, mailUrl: "/dev/mail" }).html).toContain('<a href="/dev/mail">');
});
