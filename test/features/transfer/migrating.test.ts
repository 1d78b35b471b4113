import { spawn } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createWorld } from "../../world.ts";

const PAGE = readFileSync(join(import.meta.dirname, "../../../docs/migrating.md"), "utf8");
const SAMPLES = join(import.meta.dirname, "../../fixtures/transfer");

function run(script: string, directory: string, token: string): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve) => {
    const child = spawn("bash", ["-eu", "-o", "pipefail", "-c", script], {
      cwd: directory,
      env: { ...process.env, TOKEN: token },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.on("close", (code) => resolve({ code, output }));
  });
}

test("every command of docs/migrating.md works as printed, in order", async () => {
  await using world = await createWorld();
  const ada = await world.user();
  const directory = mkdtempSync(join(tmpdir(), "promptr-migrating-"));
  mkdirSync(join(directory, "prompts"));
  copyFileSync(join(SAMPLES, "langfuse.json"), join(directory, "langfuse-prompts.json"));
  copyFileSync(join(SAMPLES, "langsmith.json"), join(directory, "langsmith-prompt.json"));
  copyFileSync(join(SAMPLES, "prompts-chat.csv"), join(directory, "prompts.csv"));
  for (const name of ["greeting.prompt", "summarizer.prompt.yml"])
    copyFileSync(join(SAMPLES, name), join(directory, "prompts", name));
  const blocks = [...PAGE.matchAll(/```bash\n([\s\S]*?)```/g)].map(([, commands = ""]) => commands);
  // Each block prints a marker first, so that every answer can be told apart.
  const script = blocks.map((block, index) => `echo "@@${index}"\n${block}`).join("\n");
  const { code, output } = await run(script.replaceAll("http://localhost:3001", world.url), directory, ada.accessToken);
  const answers = output.split(/@@\d+\n/).slice(1);
  const exported = readFileSync(join(directory, "promptr-prompts.json"), "utf8");
  rmSync(directory, { recursive: true, force: true });
  expect([code, answers.length]).toEqual([0, 13]);
  const [, plan = "", made = "", resolved = "", langfuse = "", langsmith = "", , other = "", csv = "", files = ""] =
    answers;
  const [inCode = "", , parts = ""] = answers.slice(10);
  expect(JSON.parse(plan)).toMatchObject({ dryRun: true, create: [{ slug: "support-assistant", id: null }] });
  expect(JSON.parse(made)).toMatchObject({ dryRun: false, labels: [{ label: "production", to: 1 }] });
  expect(JSON.parse(resolved).data[0].rendered.text).toContain("Issue: No invoice");
  expect(JSON.parse(langfuse).create.map(({ slug }: { slug: string }) => slug)).toEqual([
    "support/triage",
    "movie-critic",
  ]);
  expect(JSON.parse(langsmith).create).toHaveLength(1);
  expect(JSON.parse(other)).toMatchObject({ create: [{ slug: "billing/refund" }], labels: [{ label: "production" }] });
  expect(JSON.parse(inCode).data[0].rendered.text).toMatch(/refunds of Acme[^]*When do I get my money/);
  expect(JSON.parse(csv).create).toHaveLength(3);
  expect(JSON.parse(files)).toMatchObject({
    formats: ["dotprompt", "prompt.yml"],
    create: [{ slug: "greeting" }, { slug: "text-summarizer" }],
    folders: [["prompts"]],
  });
  expect(JSON.parse(exported).prompts).toHaveLength(10);
  expect(parts).toBe("0 new, 0 changed, 10 as they were\n");
});
