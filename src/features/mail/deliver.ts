import { type Mail, MailRefused } from "../../contract/mail.ts";
import type { Scope } from "../../scope.ts";
import { suppress, unsuppress } from "./choice-queries.ts";
import type { OptionalKind } from "./kinds.ts";
import { hashOfAddress, unsubscribeToken } from "./unsubscribe-token.ts";

type Parts = Pick<Scope<null>, "db" | "ports" | "now">;

/** Where one person switches off one kind of mail, without signing in. */
export function unsubscribeUrlOf(
  { ports, settings }: Pick<Scope, "ports" | "settings">,
  { userId, email }: { readonly userId: string; readonly email: string },
  kind: OptionalKind,
): string {
  const addressHash = hashOfAddress(ports.tokens, email);
  return `${settings.publicUrl}/unsubscribe/${unsubscribeToken(ports.tokens, { userId, kind, addressHash })}`;
}

/**
 * Sends one mail and notes what that says of the address: one without a mailbox gets no optional mail any more, until it
 * takes one. `db` goes through `AS_JOBS`. @throws MailRefused when trying again would not help.
 */
export async function deliver({ db, ports, now }: Parts, mail: Mail): Promise<void> {
  const addressHash = hashOfAddress(ports.tokens, mail.to.address);
  try {
    await ports.mailer.send(mail);
  } catch (error) {
    if (error instanceof MailRefused && error.hasBounced)
      await db.rows(suppress({ addressHash, kind: "all", reason: "bounced", now: now() }));
    throw error;
  }
  // Optional mail is not sent to such an address, so it has nothing to take back.
  if (mail.unsubscribeUrl === undefined) await db.rows(unsuppress({ addressHash, kind: "all" }));
}
