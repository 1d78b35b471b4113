import { existsSync } from "node:fs";
import { isIP } from "node:net";
import { z } from "zod";
import { Limits } from "./contract/tier.ts";

/** A value that prints as `[secret]` wherever it ends up by mistake. */
export class Secret {
  readonly #value: string;
  constructor(value: string) {
    this.#value = value;
  }
  reveal(): string {
    return this.#value;
  }
  toString(): string {
    return "[secret]";
  }
  toJSON(): string {
    return "[secret]";
  }
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return "[secret]";
  }
}

const secret = () => z.string().transform((value) => new Secret(value));
const webUrl = () =>
  z.url({ protocol: /^https?$/, error: "expected an http(s) URL" }).transform((url) => url.replace(/\/+$/, ""));
const databaseUrl = () =>
  z
    .string()
    .regex(/^postgres(ql)?:\/\//, "expected postgres://user:password@host:port/database")
    .transform((value) => new Secret(value));
const yesOrNo = (initial: boolean) => z.stringbool({ error: "expected true or false" }).default(initial);
const json = <T extends z.ZodType>(shape: T, example: string) =>
  z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue(`expected JSON such as ${example}`);
        return z.NEVER;
      }
    })
    .pipe(shape);

type Variable = { readonly schema: z.ZodType; readonly group: string; readonly doc: string; readonly example: string };
const variable = <T extends z.ZodType>(group: string, schema: T, example: string, doc: string) => ({
  group,
  schema,
  example,
  doc,
});

/** Every environment variable there is: its check, and the line `.env.example` shows. */
export const VARIABLES = {
  PORT: variable(
    "Serving",
    z.coerce.number().int().min(0).max(65_535).default(3001),
    "3001",
    "Port of the HTTP server; 0 picks a free one",
  ),
  HOST: variable(
    "Serving",
    z
      .string()
      .refine((host) => isIP(host) > 0 || host === "localhost", "expected an IP address")
      .default("::"),
    "::",
    "Address to listen on; :: is every IPv4 and IPv6 address",
  ),
  NODE_ENV: variable(
    "Serving",
    z.enum(["development", "test", "production"]).default("development"),
    "production",
    "production turns on strict passwords, JSON logs and HSTS",
  ),
  PUBLIC_URL: variable(
    "Serving",
    webUrl().optional(),
    "https://promptr.example.com",
    "Start of every link the service writes; required in production",
  ),
  CORS_ORIGINS: variable(
    "Serving",
    z
      .string()
      .default("")
      .transform((text) =>
        text
          .split(",")
          .map((part) => part.trim())
          .filter(Boolean),
      )
      .pipe(z.array(webUrl())),
    "https://app.example.com,https://admin.example.com",
    "Browser origins that may call the API, separated by commas",
  ),
  TRUST_PROXY: variable(
    "Serving",
    z
      .string()
      .regex(/^[A-Za-z0-9-]{1,60}$/, "expected the name of a header")
      .optional(),
    "Fly-Client-IP",
    "Header in which a proxy you trust writes the client's address; unset when clients connect directly",
  ),
  API_DOCS: variable(
    "Serving",
    z.stringbool({ error: "expected true or false" }).optional(),
    "true",
    "Serve /api-docs; on by default outside production",
  ),
  LOG_LEVEL: variable(
    "Serving",
    z.enum(["error", "warn", "info", "debug", "silent"]).default("info"),
    "info",
    "error, warn, info, debug or silent",
  ),
  DATABASE_URL: variable(
    "Database",
    databaseUrl().optional(),
    "postgres://user:password@host:5432/promptr",
    "PostgreSQL 15 to 18; unset starts the embedded one in PROMPTR_HOME",
  ),
  MIGRATE_DATABASE_URL: variable(
    "Database",
    databaseUrl().optional(),
    "postgres://owner:password@host:5432/promptr",
    "A login that may change the schema, when DATABASE_URL may not; must be a direct connection",
  ),
  MIGRATE_ON_START: variable("Database", yesOrNo(true), "true", "Bring the schema up to date when the server starts"),
  DATABASE_POOLED: variable(
    "Database",
    z.stringbool({ error: "expected true or false" }).optional(),
    "false",
    "A transaction pooler (PgBouncer, Supavisor) stands before the database; assumed for port 6543",
  ),
  PROMPTR_HOME: variable(
    "Database",
    z.string().min(1).default(".promptr"),
    ".promptr",
    "Where the embedded database and the outbox lie",
  ),
  JWT_SIGNING_KEY: variable(
    "Accounts",
    secret().optional(),
    '{"kty":"EC","crv":"P-256","x":"…","y":"…","d":"…"}',
    "Private ES256 key (JWK) that signs access tokens; made and kept in the database when unset",
  ),
  OPENAI_API_KEY: variable(
    "Models",
    secret().optional(),
    "sk-…",
    "Turns on OpenAI models, or any compatible server with OPENAI_BASE_URL",
  ),
  OPENAI_BASE_URL: variable(
    "Models",
    webUrl().optional(),
    "http://127.0.0.1:11434/v1",
    "Another server that speaks OpenAI's API",
  ),
  ANTHROPIC_API_KEY: variable("Models", secret().optional(), "sk-ant-…", "Turns on Anthropic models"),
  ANTHROPIC_BASE_URL: variable(
    "Models",
    webUrl().optional(),
    "https://api.anthropic.com",
    "Another server that speaks Anthropic's API",
  ),
  GOOGLE_AI_API_KEY: variable("Models", secret().optional(), "AIza…", "Turns on Google models"),
  GOOGLE_AI_BASE_URL: variable(
    "Models",
    webUrl().optional(),
    "https://generativelanguage.googleapis.com/v1beta/openai",
    "Another server that speaks Google's OpenAI-compatible API",
  ),
  SMTP_URL: variable(
    "Mail",
    z
      .string()
      .regex(/^smtps?:\/\//, "expected smtp:// or smtps://")
      .transform((value) => new Secret(value))
      .optional(),
    "smtps://user:password@smtp.example.com:465",
    "Unset: mails are written to PROMPTR_HOME/outbox and shown at /dev/mail",
  ),
  MAIL_FROM: variable(
    "Mail",
    z.string().min(3).max(320).default("Promptr <promptr@localhost>"),
    "Promptr <hello@example.com>",
    "Sender of every mail",
  ),
  PROMPTR_LIMITS: variable(
    "Limits",
    json(Limits, '{"free":{"requests":200}}').prefault("{}"),
    JSON.stringify(Limits.parse({})),
    "Overrides any number of the limits; given keys win, others keep their default",
  ),
  PROMPTR_FLAGS: variable(
    "Limits",
    json(z.record(z.string(), z.boolean()), '{"registration":false}').prefault("{}"),
    '{"registration":false}',
    "Overrides feature flags kept in the database",
  ),
} as const satisfies Record<string, Variable>;

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
