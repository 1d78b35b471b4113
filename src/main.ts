#!/usr/bin/env node
import { enableCompileCache } from "node:module";
import { join } from "node:path";
import { isExecutable, ROOT } from "./adapters/assets.ts";
import { type Arguments, readArguments, USAGE, UsageError } from "./cli/arguments.ts";
import type { Out } from "./cli/refusal.ts";
import type { Config } from "./config.ts";

// Beside the packages, so that only who may change the code may change its cache; where it cannot be written, nothing is kept.
if (!isExecutable) enableCompileCache(join(ROOT, "node_modules/.cache/promptr"));

const print = (text: string): void => void process.stdout.write(text);
const talk = (text: string): void => void process.stderr.write(text);

async function work(config: Config, given: Arguments, out: Out): Promise<number> {
  const { command, role, yes, rest } = given;
  const { createLog } = await import("./adapters/log.ts");
  const form = { level: config.LOG_LEVEL, human: !config.production };
  // A server's log is its output; beside the data a command prints, it is talk.
  const log = createLog(command === "serve" ? form : { ...form, to: { write: talk } });
  try {
    if (command === "serve") return await (await import("./cli/serve.ts")).serve(config, role, log, talk);
    if (command === "seed") return await (await import("./cli/seed.ts")).seed(config, log, out);
    if (command === "keys") return await (await import("./cli/keys.ts")).keys(config, log, out, given);
    if (command === "audit") return await (await import("./cli/audit.ts")).verifyAudit(config, log, out, given);
    if (command === "admin") return await (await import("./cli/admin.ts")).changeAdministrator(config, log, out, rest);
    const { migrateOnly, reset } = await import("./cli/data.ts");
    return command === "reset" ? await reset(config, log, out, yes) : await migrateOnly(config, log, out);
  } finally {
    log.flush();
  }
}

/** Each command loads only what it needs: a container that asks for its health every few seconds loads no model SDK. */
async function run(given: Arguments): Promise<number> {
  const { command, json } = given;
  if (command === "help") return (print(USAGE), 0);
  if (command === "version") return (print(`${(await import("./app/version.ts")).describeVersion()}\n`), 0);
  if (command === "openapi") return (print((await import("./app/document.ts")).openApiText()), 0);
  const { environment, readConfig, unknownVariables } = await import("./config.ts");
  const variables = environment();
  const config = command === "doctor" ? null : readConfig(variables); // the doctor says what is wrong with it
  for (const name of unknownVariables(variables)) talk(`${name} is not a setting of Promptr (see .env.example)\n`);
  const out = { print: (data: object, text: string) => print(json ? `${JSON.stringify(data)}\n` : text), talk };
  if (config === null) return (await import("./cli/doctor.ts")).doctor(variables, out, given.machines);
  if (command === "healthcheck") return (await import("./cli/healthcheck.ts")).healthcheck(config, out);
  return work(config, given, out);
}

/** `promptr prompts …` speaks to a server from outside: it reads nothing of what a server is configured by. */
async function runPrompts(words: readonly string[]): Promise<number> {
  const { readPromptsArguments } = await import("./cli/prompts/arguments.ts");
  const given = readPromptsArguments(words);
  const { environment, readClientConfig } = await import("./config.ts");
  const { promptsCommand } = await import("./cli/prompts/command.ts");
  const out = { print: (data: object, text: string) => print(given.json ? `${JSON.stringify(data)}\n` : text), talk };
  return promptsCommand(readClientConfig(environment()), out, given, process.stdout.isTTY);
}

/** What follows `prompts`, also where help on it is asked for; null for every other command. */
function promptsWords([first, second, ...rest]: readonly string[]): readonly string[] | null {
  if (first === "prompts") return second === undefined ? ["help"] : [second, ...rest];
  return first === "help" && second === "prompts" ? ["help"] : null;
}

async function main(): Promise<void> {
  const words = process.argv.slice(2);
  const ofPrompts = promptsWords(words);
  try {
    process.exitCode = ofPrompts ? await runPrompts(ofPrompts) : await run(readArguments(words));
  } catch (error) {
    if (error instanceof UsageError) {
      talk(`${error.message}\n\n${ofPrompts ? "promptr help prompts says more\n" : USAGE}`);
      process.exitCode = 2;
    } else {
      const { explain, lastWords } = await import("./cli/refusal.ts");
      talk([`promptr: ${explain(error)}`, ...lastWords(error), ""].join("\n"));
      process.exitCode = 1;
    }
  }
  // What is left open now (a hung socket of a failed start) must not keep a finished process alive.
  setTimeout(() => process.exit(), 1_000).unref();
}

// Not awaited here: the executable is a CommonJS module, which knows no await at its top.
void main();
