import { createLog } from "../../src/adapters/log.ts";
import type { Out } from "../../src/cli/refusal.ts";
import { type Config, readConfig } from "../../src/config.ts";
import type { World } from "../world.ts";
import { inject } from "vitest";

type Command = (config: Config, log: ReturnType<typeof createLog>, out: Out) => Promise<number>;

/** Runs a command on a world's database, as an operator beside the running server; what it prints, and its exit code. */
export async function run(world: World, command: Command, env: Record<string, string> = {}) {
  const [row] = await world.sql("select current_database() as name");
  const config = readConfig({
    NODE_ENV: "test",
    DATABASE_URL: `postgres://postgres@/${String(row?.["name"])}?host=${encodeURIComponent(inject("socket"))}`,
    MIGRATE_ON_START: "false",
    PROMPTR_HOME: world.home,
    ...env,
  });
  const said: { data: object; text: string }[] = [];
  const log = createLog({ level: "silent", human: false });
  const out: Out = { print: (data, text) => void said.push({ data, text }), talk: () => undefined };
  const code = await command(config, log, out);
  // oxlint-disable-next-line typescript/no-explicit-any -- data is whatever the command prints; each test says what it expects
  const data: any = JSON.parse(JSON.stringify(said[0]?.data ?? null));
  return { code, text: said.map(({ text }) => text).join(""), data };
}
