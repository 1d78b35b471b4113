import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";

const README = readFileSync(join(import.meta.dirname, "../README.md"), "utf8");

/** The commands of one section, in order. */
const commandsOf = (title: string): string[] => {
  const section = README.split(/^## /m).find((text) => text.startsWith(title)) ?? "";
  return [...section.matchAll(/```bash\n([\s\S]*?)```/g)].map(([, commands = ""]) => commands);
};

export function run(script: string, directory: string): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve) => {
    const child = spawn("bash", ["-eu", "-o", "pipefail", "-c", script], {
      cwd: directory,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.on("close", (code) => resolve({ code, output }));
  });
}

/** Runs the README's tour, as printed, against a server, and looks at every answer. */
export async function takeTour(url: string): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), "promptr-tour-"));
  const blocks = commandsOf("A tour");
  expect(blocks).toHaveLength(8);
  // Each block prints a marker first, so that every answer can be told apart.
  const script = blocks
    .map((block, index) => `echo "@@${index}"\n${block}`)
    .join("\n")
    .replaceAll("http://localhost:3001", url);
  const { code, output } = await run(script, directory);
  const answers = output.split(/@@\d+\n/).slice(1);
  rmSync(directory, { recursive: true, force: true });
  expect([code, answers.length]).toEqual([0, 8]);
  const [, prompt = "", validation = "", enhancement = "", stream = "", shared = "", listed = "", page = ""] = answers;
  expect(JSON.parse(prompt)).toMatchObject({ title: "Ticket summary", version: 1 });
  expect(JSON.parse(validation).findings.length).toBeGreaterThan(0);
  const improved = JSON.parse(enhancement);
  expect(improved).toMatchObject({ status: "improved", provider: "builtin" });
  expect(improved.enhancedPrompt).toContain("{{ticket}}");
  expect(improved.quality.after).toBeGreaterThan(improved.quality.before);
  expect(stream).toMatch(/^event: start\n/);
  expect(stream).toContain("event: result\n");
  expect(JSON.parse(shared)).toMatchObject({ title: "Ticket summary", views: { used: 1, max: 10 } });
  expect(JSON.parse(listed).data).toMatchObject([{ title: "Ticket summary" }]);
  expect(page).toMatch(/<h1[^>]*>\s*Ticket summary\s*<\/h1>/);
}
