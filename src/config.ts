import { existsSync } from "node:fs";
import { z } from "zod";
import type { Variable } from "./config/variable.ts";
import { VARIABLES } from "./config/variables.ts";

export { Secret } from "./config/secret.ts";
export { VARIABLES } from "./config/variables.ts";

const Environment = z.object(
  Object.fromEntries(Object.entries(VARIABLES).map(([name, { schema }]) => [name, schema])) as {
    [K in keyof typeof VARIABLES]: (typeof VARIABLES)[K]["schema"];
  },
);
export type Config = Readonly<z.output<typeof Environment>> & {
  readonly production: boolean;
  readonly pooled: boolean;
};

/** The environment does not describe a service that could start; `message` lists every fault, one a line. */
export class ConfigError extends Error {
  override name = "ConfigError";
}

export const envExampleLine = (name: string): number =>
  envExample()
    .split("\n")
    .findIndex((line) => line.startsWith(`# ${name}=`)) + 1;

/** Reads the whole configuration, or throws with every fault at once. Empty values count as unset; secrets are not echoed. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const given = Object.fromEntries(Object.keys(VARIABLES).flatMap((name) => (env[name] ? [[name, env[name]]] : [])));
  const parsed = Environment.safeParse(given);
  const faults = parsed.success
    ? []
    : parsed.error.issues.map(({ path, message }) => ({
        name: String(path[0]),
        message: [path.slice(1).join("."), message].filter(Boolean).join(": "),
      }));
  if (given["NODE_ENV"] === "production" && !given["PUBLIC_URL"])
    faults.push({ name: "PUBLIC_URL", message: "required in production" });
  if (given["SUPABASE_URL"] && !given["SUPABASE_ANON_KEY"])
    faults.push({ name: "SUPABASE_ANON_KEY", message: "required with SUPABASE_URL" });
  if (!parsed.success || faults.length > 0) {
    const lines = faults.map(({ name, message }) => `${name}: ${message} (see .env.example:${envExampleLine(name)})`);
    throw new ConfigError(
      `The configuration has ${faults.length === 1 ? "a fault" : `${faults.length} faults`}:\n  ${lines.join("\n  ")}`,
    );
  }
  const config = parsed.data;
  // By pattern, because the address of a unix socket (`postgres://user@/name?host=/dir`) is no URL to the standard.
  const pooled = config.DATABASE_POOLED ?? /@[^/]*:6543(\/|\?|$)/.test(config.DATABASE_URL?.reveal() ?? "");
  return Object.freeze({ ...config, production: config.NODE_ENV === "production", pooled });
}

/** What commands that speak to a server need. The rest of the environment is that server's business, and is not read. */
export type ClientConfig = Pick<Config, "PROMPTR_URL" | "PROMPTR_API_KEY"> & {
  /** Whether colours are unwanted (https://no-color.org). */
  readonly isPlain: boolean;
};
const ClientEnvironment = Environment.pick({ PROMPTR_URL: true, PROMPTR_API_KEY: true });

/** Throws `ConfigError`. */
export function readClientConfig(env: NodeJS.ProcessEnv): ClientConfig {
  const { PROMPTR_URL, PROMPTR_API_KEY } = env;
  const parsed = ClientEnvironment.safeParse({
    ...(PROMPTR_URL && { PROMPTR_URL }),
    ...(PROMPTR_API_KEY && { PROMPTR_API_KEY }),
  });
  if (!parsed.success)
    throw new ConfigError(parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("\n"));
  return { ...parsed.data, isPlain: (env["NO_COLOR"] ?? "") !== "" };
}

/** The process's environment, over what a `.env` file in the working folder says. */
export function environment(): NodeJS.ProcessEnv {
  if (existsSync(".env")) process.loadEnvFile(".env");
  return process.env;
}

/** Names that look like ours but mean nothing: most often a typing error. */
export const unknownVariables = (env: NodeJS.ProcessEnv): string[] =>
  Object.keys(env).filter((name) => name.startsWith("PROMPTR_") && !(name in VARIABLES));

/** The text of `.env.example`: every variable with its meaning, commented out, because nothing needs to be set. */
export function envExample(): string {
  const groups = Map.groupBy(Object.entries<Variable>(VARIABLES), ([, { group }]) => group);
  const sections = [...groups].map(
    ([group, list]) =>
      `## ${group}\n${list.map(([name, { doc, example }]) => `# ${doc}\n# ${name}=${example}\n`).join("")}`,
  );
  return `# Written by scripts/env-example.ts. Promptr starts without any of these; copy to .env and uncomment what you need.\n\n${sections.join("\n")}`;
}
