import { isIP } from "node:net";
import { z } from "zod";
import { Limits } from "../contract/tier.ts";
import { MONITORING } from "./monitoring.ts";
import { Secret } from "./secret.ts";
import {
  databaseUrl,
  flags,
  json,
  origin,
  port,
  secret,
  sender,
  signingKey,
  smtpUrl,
  webUrl,
  yesOrNo,
} from "./values.ts";
import { type Variable, variable } from "./variable.ts";

/** Every environment variable there is: its check, and the line `.env.example` shows. */
export const VARIABLES = {
  PORT: variable("Serving", port().default(3001), "3001", "Port of the HTTP server; 0 picks a free one"),
  HOST: variable(
    "Serving",
    z
      .string()
      .refine((host) => isIP(host) > 0 || host === "localhost", "expected an IP address or localhost")
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
      .pipe(z.array(origin())),
    "https://app.example.com,https://admin.example.com",
    "Browser origins that may call the API, separated by commas",
  ),
  TRUST_PROXY: variable(
    "Serving",
    z
      .string()
      .regex(/^[A-Za-z0-9-]{1,60}$/, "expected the name of a header")
      .refine(
        (name) => !["x-forwarded-for", "forwarded"].includes(name.toLowerCase()),
        "expected a header your proxy overwrites, with one address; clients can write X-Forwarded-For themselves",
      )
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
  PROMPTR_SECRET: variable(
    "Accounts",
    z
      .string()
      .min(32, "expected at least 32 characters")
      .max(1_024)
      .transform((value) => new Secret(value))
      .optional(),
    "$(openssl rand -base64 32)",
    "Keys the digests of API keys and the secrets of webhooks; made and kept in the database when unset. Changing it ends every one of them",
  ),
  ADMIN_EMAILS: variable(
    "Accounts",
    z
      .string()
      .default("")
      .transform((text) =>
        text
          .split(",")
          .map((part) => part.trim().toLowerCase())
          .filter(Boolean),
      )
      .pipe(z.array(z.email("expected e-mail addresses, separated by commas"))),
    "ada@example.com,grace@example.com",
    "Accounts of ours that become administrators, once, when their owner confirms the address with the password or resets the password by mail",
  ),
  SUPABASE_URL: variable(
    "Accounts",
    webUrl().optional(),
    "https://your-project.supabase.co",
    "Accepts access tokens of this Supabase project beside our own",
  ),
  SUPABASE_ANON_KEY: variable(
    "Accounts",
    secret().optional(),
    "eyJ… or sb_publishable_…",
    "The project's public key; required with SUPABASE_URL",
  ),
  SUPABASE_JWT_SECRET: variable(
    "Accounts",
    secret().optional(),
    "the legacy JWT secret of the project",
    "Checks HS256 tokens here; needed while a project that has signing keys still signs with its secret",
  ),
  JWT_SIGNING_KEY: variable(
    "Accounts",
    signingKey().optional(),
    '{"kty":"EC","crv":"P-256","x":"…","y":"…","d":"…"}',
    'Private ES256 key (JWK) that signs access tokens, or {"keys":[newest, older…]}: the first signs, all verify. Made and kept in the database when unset',
  ),
  OPENAI_API_KEY: variable("Models", secret().optional(), "sk-…", "Turns on OpenAI models"),
  OPENAI_BASE_URL: variable(
    "Models",
    webUrl().optional(),
    "https://gateway.example.com/v1",
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
    smtpUrl().optional(),
    "smtps://user:password@smtp.example.com:465",
    "Unset: mails are written to PROMPTR_HOME/outbox and shown at /dev/mail",
  ),
  MAIL_FROM: variable(
    "Mail",
    sender().default("Promptr <promptr@localhost>"),
    "Promptr <hello@example.com>",
    "Sender of every mail",
  ),
  WEBHOOKS_ALLOW_PRIVATE: variable(
    "Webhooks",
    yesOrNo(false),
    "false",
    "true lets webhooks call http:// and private addresses: only where everybody with an account may reach this network",
  ),
  ...MONITORING,
  PROMPTR_LIMITS: variable(
    "Limits",
    json(Limits, '{"free":{"requests":200}}').prefault("{}"),
    JSON.stringify(Limits.parse({})),
    "Overrides any number of the limits; given keys win, others keep their default",
  ),
  PROMPTR_FLAGS: variable(
    "Limits",
    json(flags(), '{"registration":false}').prefault("{}"),
    '{"registration":false}',
    "Overrides feature flags kept in the database",
  ),
  PROMPTR_URL: variable(
    "Client",
    webUrl().optional(),
    "https://promptr.example.com",
    "The server that promptr prompts speaks to; no server reads it",
  ),
  PROMPTR_API_KEY: variable("Client", secret().optional(), "xmlp_…", "The key promptr prompts shows it"),
} as const satisfies Record<string, Variable>;
