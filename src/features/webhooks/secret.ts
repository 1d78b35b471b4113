import { createHash } from "node:crypto";
import { Webhook as Signer } from "standardwebhooks";
import { newId } from "../../contract/id.ts";
import type { Tokens } from "../../contract/ports.ts";

/** Standard Webhooks: `whsec_` and 24 to 64 bytes in base64. */
const PREFIX = "whsec_";

/** Derived from its id under the server's own secret: what signs lies nowhere (docs/decisions/0029). */
export const secretOf = (tokens: Pick<Tokens, "mac">, secretId: string): string =>
  `${PREFIX}${tokens.mac("webhook_secret", secretId).toString("base64")}`;

const digestOf = (secret: string): Buffer => createHash("sha256").update(secret).digest();

export function newSecret(
  tokens: Pick<Tokens, "mac">,
  now: Date,
): { secretId: string; secret: string; digest: Buffer } {
  const secretId = newId(now.getTime());
  const secret = secretOf(tokens, secretId);
  return { secretId, secret, digest: digestOf(secret) };
}

type Kept = { readonly id: string; readonly digest: Buffer };

/** The secrets that are still what their owner was given: the server's own secret may have changed since. */
export const secretsOf = (tokens: Pick<Tokens, "mac">, kept: readonly Kept[]): string[] =>
  kept.flatMap(({ id, digest }) => {
    const secret = secretOf(tokens, id);
    return digestOf(secret).equals(digest) ? [secret] : [];
  });

/** The headers of Standard Webhooks: one signature for each secret, the newest first. */
export function signedHeaders(
  secrets: readonly string[],
  { id, at, body }: { readonly id: string; readonly at: Date; readonly body: string },
): Record<string, string> {
  return {
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(at.getTime() / 1_000)),
    "webhook-signature": secrets.map((secret) => new Signer(secret).sign(id, at, body)).join(" "),
  };
}
