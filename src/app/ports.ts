import { join } from "node:path";
import { outboxMailer, smtpMailer } from "../adapters/mailer.ts";
import { argon2Passwords } from "../adapters/passwords.ts";
import { anthropicProvider } from "../adapters/providers/anthropic.ts";
import { googleProvider, openAiProvider } from "../adapters/providers/openai.ts";
import { supabaseTokens } from "../adapters/supabase.ts";
import { type LimiterStore, postgresThrottle } from "../adapters/throttle.ts";
import { webhookSender } from "../adapters/webhooks.ts";
import type { Config } from "../config.ts";
import type { Ai, Provider } from "../contract/ai.ts";
import type { RequestWindows } from "../contract/limiter.ts";
import type { Mailer } from "../contract/mail.ts";
import type { ForeignTokens, Ports, Vitals } from "../contract/ports.ts";
import type { Database } from "../db/database.ts";
import { asUser } from "../db/identity.ts";
import { giveBackRequests, takeRequests } from "../db/request-windows.ts";
import { openTokens } from "./keys.ts";
import { ProviderWatch } from "./provider-watch.ts";

/** The limiter's statements travel the same lanes as the requests they count. */
const limiterStore = (database: Database): LimiterStore => {
  const db = database.as(asUser(null));
  return {
    async query({ name, text, values }) {
      const rows = await db.rows<object>({ name, sql: text, parameters: values });
      return { rows, rowCount: rows.length };
    },
  };
};

export const requestWindows = (database: Database): RequestWindows => {
  const db = database.as(asUser(null));
  return {
    take: (taking) => db.one(takeRequests(taking)),
    giveBack: async (unspent) => void (await db.rows(giveBackRequests(unspent))),
  };
};

/** The providers whose keys are set. */
export function configuredProviders(config: Config): Provider[] {
  const providers: Provider[] = [];
  const at = (baseUrl: string | undefined) => (baseUrl === undefined ? {} : { baseUrl });
  if (config.OPENAI_API_KEY)
    providers.push(openAiProvider({ apiKey: config.OPENAI_API_KEY.reveal().trim(), ...at(config.OPENAI_BASE_URL) }));
  if (config.ANTHROPIC_API_KEY) {
    providers.push(
      anthropicProvider({ apiKey: config.ANTHROPIC_API_KEY.reveal().trim(), ...at(config.ANTHROPIC_BASE_URL) }),
    );
  }
  if (config.GOOGLE_AI_API_KEY) {
    providers.push(
      googleProvider({ apiKey: config.GOOGLE_AI_API_KEY.reveal().trim(), ...at(config.GOOGLE_AI_BASE_URL) }),
    );
  }
  return providers;
}

const configuredModels = (config: Config, watch: ProviderWatch): Ai => ({
  providers: new Map(configuredProviders(config).map((provider) => [provider.name, watch.watch(provider)])),
});

export function configuredMailer(config: Config, publicUrl: string): Mailer {
  const from = config.MAIL_FROM;
  if (!config.SMTP_URL) return outboxMailer({ directory: join(config.PROMPTR_HOME, "outbox"), from });
  return smtpMailer({ url: config.SMTP_URL.reveal(), from, messageIdDomain: new URL(publicUrl).hostname });
}

function configuredForeignTokens(config: Config): ForeignTokens | null {
  const { SUPABASE_URL: url, SUPABASE_ANON_KEY: anonKey, SUPABASE_JWT_SECRET: secret } = config;
  if (url === undefined || !anonKey) return null;
  return supabaseTokens({ url, anonKey: anonKey.reveal().trim(), ...(secret && { secret: secret.reveal().trim() }) });
}

export async function openPorts(
  config: Config,
  database: Database,
  publicUrl: string,
  vitals: Omit<Vitals, "providers">,
  parts: Pick<Ports, "cache" | "changes" | "views" | "visits" | "usage">,
): Promise<Ports> {
  const watch = new ProviderWatch();
  return {
    passwords: argon2Passwords(),
    tokens: await openTokens(config, database),
    foreignTokens: configuredForeignTokens(config),
    ai: configuredModels(config, watch),
    mailer: configuredMailer(config, publicUrl),
    ...parts,
    webhooks: webhookSender({ allowPrivate: config.WEBHOOKS_ALLOW_PRIVATE }),
    throttle: postgresThrottle(limiterStore(database), config.PROMPTR_LIMITS),
    vitals: { ...vitals, providers: () => watch.state() },
    tally: { spent: () => undefined }, // nobody reads it
  };
}
