import { execFile } from "node:child_process";
import { chownSync, existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test, vi } from "vitest";
import { createPlace, postmasterOf } from "./server.ts";

vi.setConfig({ testTimeout: 60_000 });

const GUIDE = `
# Health check
curl http://localhost:3001/health

# Create user
curl -X POST http://localhost:3001/api/v1/auth/register \\
  -H "Content-Type: application/json" \\
  -d '{"email":"test@example.com","password":"test123","fullName":"Test User"}'

# Create prompt
curl -X POST http://localhost:3001/api/v1/prompts \\
  -H "Content-Type: application/json" \\
  -H "Authorization: Bearer YOUR_TOKEN" \\
  -d '{"title":"Test Prompt","task":"Generate a creative story"}'
`;

const NOBODY = 65_534;
const AS_NOBODY = ["setpriv", `--reuid=${NOBODY}`, `--regid=${NOBODY}`, "--clear-groups"];

/** Runs a line in a shell, as a reader of the guide would. */
const shell = async (line: string): Promise<unknown> =>
  JSON.parse((await promisify(execFile)("sh", ["-c", line.replace("curl", "curl -sS")])).stdout) as unknown;

const residentMegabytes = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1_024;

test("one command on an empty home serves: its ready line and the guide's curl commands, in order, are true", async () => {
  const place = createPlace();
  const startedAt = performance.now();
  const server = await place.serve({ words: [], env: { HOST: "::" } });
  console.log(`cold start ${((performance.now() - startedAt) / 1_000).toFixed(1)} s`);
  if (process.platform === "linux") console.log(`idle memory ${residentMegabytes(server.pid).toFixed(0)} MB`);
  const [ready, docs, data, tryThis = ""] = server.said.stderr.split("\n");
  expect([ready, docs, data]).toEqual([
    `Promptr is ready on http://localhost:${server.port}`,
    `  docs  http://localhost:${server.port}/api-docs`,
    `  data  ${join(place.home, "postgres")}`,
  ]);
  expect(existsSync(join(place.home, "postgres/PG_VERSION"))).toBe(true);
  expect((await server.anyone.raw("/api-docs")).status).toBe(200);
  expect(await shell(tryThis.replace(/^ {2}try {3}/, ""))).toMatchObject({ status: "healthy" });

  const commands = GUIDE.split(/^# .*$/m)
    .map((command) => command.trim().replace("localhost:3001", `localhost:${server.port}`))
    .filter(Boolean);
  const [health = "", register = "", create = ""] = commands;

  expect(await shell(health)).toMatchObject({
    status: "healthy",
    timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    uptime: expect.any(Number),
    services: {
      database: { status: "healthy", responseTime: expect.any(Number) },
      external_apis: { status: "healthy" },
    },
    metrics: {
      memoryUsage: expect.stringMatching(/^\d+%$/),
      cpuUsage: expect.stringMatching(/^\d+%$/),
      activeConnections: expect.any(Number),
    },
  });
  const account = (await shell(register)) as { accessToken: string };
  expect(account).toMatchObject({ user: { email: "test@example.com", fullName: "Test User" } });
  expect(await shell(create.replace("YOUR_TOKEN", account.accessToken))).toMatchObject({ title: "Test Prompt" });
});

test("an ordinary user with an empty HOME starts, is served and stops", async ({ skip }) => {
  skip(process.geteuid?.() !== 0, "only root can become another user");
  const place = createPlace();
  chownSync(place.folder, NOBODY, NOBODY);
  const server = await place.serve({ prefix: AS_NOBODY });
  expect(readFileSync(`/proc/${server.pid}/status`, "utf8")).toMatch(/^Uid:\s+65534\s+65534\s+65534\s+65534$/m);
  expect(statSync(join(place.home, "postgres")).uid).toBe(NOBODY);
  const body = { email: "ada@example.com", password: "test123", fullName: "Ada" };
  expect((await server.anyone.post("/auth/register", body)).status).toBe(201);
  expect(await server.end("SIGTERM")).toMatchObject({ code: 0 });
  expect(postmasterOf(place.home)).toBeNull();
});
