import { checkSupabase } from "../../adapters/supabase.ts";
import { configuredMailer, configuredProviders } from "../../app/ports.ts";
import { ProviderFault, type ProviderFaultKind } from "../../contract/ai.ts";
import { type Check, error, type Finding, warning, when } from "./check.ts";

const DAY_MS = 86_400_000;
/** Let's Encrypt renews 30 days before the end: two weeks later something is wrong with that. */
const CERTIFICATE_DAYS_MIN = 14;
const PROVIDER_MS = 10_000;

const certificates: Check = {
  name: "certificates",
  title: "SSL certificates installed",
  async run({ config: { PUBLIC_URL }, outside }) {
    if (!PUBLIC_URL?.startsWith("https:")) return [error("PUBLIC_URL is not https", "Serve over https and say so")];
    const seen = await outside();
    if (seen.is === "untrusted")
      return [error(`${PUBLIC_URL} does not prove who it is (${seen.reason})`, "Install a certificate browsers trust")];
    if (seen.is === "unreachable")
      return [warning(`${PUBLIC_URL} cannot be reached from here: ${seen.reason}`, "Look again once it is deployed")];
    const days = seen.certificateUntil && Math.floor((seen.certificateUntil.getTime() - Date.now()) / DAY_MS);
    return when([
      days !== null && days < CERTIFICATE_DAYS_MIN,
      warning(`The certificate ends in ${days ?? 0} days`, "Find out why it was not renewed"),
    ]);
  },
};

/** What this server sends with every answer, and what may get lost on the way out. */
const HEADERS = ["strict-transport-security", "x-content-type-options", "content-security-policy", "referrer-policy"];
const headers: Check = {
  name: "headers",
  title: "Security headers enabled",
  async run({ outside }) {
    const seen = await outside();
    if (seen.is !== "answering") return { skipped: "this release sends them; from here nobody could be asked" };
    const missing = HEADERS.filter((name) => !seen.headers.has(name));
    return when([
      missing.length > 0,
      error(`Answers come without ${missing.join(", ")}`, "Let the proxy pass them on, and set NODE_ENV=production"),
    ]);
  },
};

const mail: Check = {
  name: "mail",
  title: "Mail can be sent",
  async run({ config }) {
    if (!config.SMTP_URL)
      return [
        error("Mails are written to files, so nobody can confirm an address or reset a password", "Set SMTP_URL"),
      ];
    const found = when([
      config.MAIL_FROM.includes("@localhost"),
      error("MAIL_FROM is an address nobody can answer", "Set it to one of your domain"),
    ]);
    const mailer = configuredMailer(config, config.PUBLIC_URL ?? "http://localhost");
    try {
      await mailer.check();
    } catch (fault) {
      const reason = fault instanceof Error ? fault.message : "no reason";
      found.push(error(`The mail server turns us away: ${reason}`, "Check SMTP_URL"));
    } finally {
      await mailer.close();
    }
    return found;
  },
};

const KEYS = { openai: "OPENAI_API_KEY", anthropic: "ANTHROPIC_API_KEY", google: "GOOGLE_AI_API_KEY" } as const;
/** A key that is refused stays so; anything else may be gone in an hour. */
const isOurs = (kind: ProviderFaultKind): boolean => kind === "rejected" || kind === "refused";
const providers: Check = {
  name: "providers",
  title: "Keys of model providers work",
  async run({ config }) {
    const configured = configuredProviders(config);
    if (configured.length === 0) return { skipped: "no key is set: the built-in engine does the work" };
    const asked = configured.map(async (provider): Promise<Finding[]> => {
      const { name } = provider;
      try {
        await provider.listModels(AbortSignal.timeout(PROVIDER_MS));
        return [];
      } catch (fault) {
        const kind = fault instanceof ProviderFault ? fault.kind : "timeout";
        return isOurs(kind)
          ? [error(`${name} refuses ${KEYS[name]}`, "Make a new key, or unset it")]
          : [
              warning(
                `${name} gives no list of its models (${kind})`,
                `Try again, and check the address beside ${KEYS[name]}`,
              ),
            ];
      }
    });
    return (await Promise.all(asked)).flat();
  },
};

const supabase: Check = {
  name: "supabase",
  title: "Supabase tokens can be checked",
  async run({ config: { SUPABASE_URL: url, SUPABASE_ANON_KEY, SUPABASE_JWT_SECRET } }) {
    if (url === undefined || !SUPABASE_ANON_KEY) return { skipped: "SUPABASE_URL is not set" };
    const seen = await checkSupabase({ url, anonKey: SUPABASE_ANON_KEY.reveal().trim() });
    if (seen.fault !== null)
      return [error(`Supabase's keys cannot be read: ${seen.fault}`, "Check SUPABASE_URL and SUPABASE_ANON_KEY")];
    return when(
      [
        seen.issuer !== null && seen.issuer !== `${url}/auth/v1`,
        error(
          `The project signs as ${seen.issuer ?? ""}, so no token of it would be believed`,
          "Set SUPABASE_URL to that address without /auth/v1",
        ),
      ],
      [
        seen.keys === 0 && !SUPABASE_JWT_SECRET,
        warning(
          "The project has no signing keys, so each new token is shown to Supabase",
          "Set SUPABASE_JWT_SECRET, or move the project to signing keys",
        ),
      ],
    );
  },
};

export const outsideChecks = { certificates, headers, mail, providers, supabase };
