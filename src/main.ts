#!/usr/bin/env node
import { EmbeddedPostgresError } from "./adapters/embedded-postgres.ts";
import { createLog } from "./adapters/log.ts";
import { openApiText, VERSION } from "./app/document.ts";
import { type Arguments, readArguments, USAGE, UsageError } from "./cli/arguments.ts";
import { doctor } from "./cli/doctor.ts";
import { healthcheck } from "./cli/healthcheck.ts";
import { grantAdmin, migrateOnly, reset } from "./cli/data.ts";
import { explain, Refusal } from "./cli/refusal.ts";
import { seed } from "./cli/seed.ts";
import { serve } from "./cli/serve.ts";
import { ConfigError, environment, readConfig, unknownVariables } from "./config.ts";
import { MigrationError } from "./db/migrate.ts";
import { PortTaken } from "./http/listen.ts";

const print = (text: string): void => void process.stdout.write(text);
const talk = (text: string): void => void process.stderr.write(text);

async function run(given: Arguments): Promise<number> {
  const { command, json } = given;
  if (command === "help") return (print(USAGE), 0);
  if (command === "version") return (print(`${VERSION}\n`), 0);
  if (command === "openapi") return (print(openApiText()), 0);
  const variables = environment();
  const config = readConfig(variables);
  for (const name of unknownVariables(variables)) talk(`${name} is not a setting of Promptr (see .env.example)\n`);
  const out = { print: (data: object, text: string) => print(json ? `${JSON.stringify(data)}\n` : text), talk };
  if (command === "healthcheck") return healthcheck(config, out);
  if (command === "doctor") return doctor(config, out);
  const log = createLog({ level: config.LOG_LEVEL, human: !config.production });
  try {
    if (command === "serve") return await serve(config, given.role, log, talk);
    if (command === "migrate") return await migrateOnly(config, log, out);
    if (command === "seed") return await seed(config, log, out);
    if (command === "reset") return await reset(config, log, out, given.yes);
    return await grantAdmin(config, log, out, given.rest);
  } finally {
    log.flush();
  }
}

/** Faults of the operator's making: one clear line, exit 1. Anything else is a bug and shows its stack. */
const isExplained = (error: unknown): error is Error =>
  [ConfigError, EmbeddedPostgresError, MigrationError, PortTaken, Refusal].some((kind) => error instanceof kind);

try {
  process.exitCode = await run(readArguments(process.argv.slice(2)));
} catch (error) {
  if (error instanceof UsageError) {
    talk(`${error.message}\n\n${USAGE}`);
    process.exitCode = 2;
  } else {
    talk(`promptr: ${isExplained(error) ? error.message : explain(error)}\n`);
    if (error instanceof EmbeddedPostgresError && error.output.length > 0) talk(`${error.output.join("\n")}\n`);
    process.exitCode = 1;
  }
}
// What is left open now (a hung socket of a failed start) must not keep a finished process alive.
setTimeout(() => process.exit(), 1_000).unref();
