import type { Settings } from "../../contract/ports.ts";
import type { Db } from "../../db/database.ts";
import { AS_AUTH } from "../../db/identity.ts";
import type { RequestFacts } from "../../scope.ts";
import { record } from "../audit/index.ts";
import { grantListed } from "./listed-queries.ts";

/** The process itself, where the audit log asks for a request. */
const START = { id: "start", ip: "" };

type Granting = {
  readonly db: Db;
  readonly settings: Pick<Settings, "adminEmails">;
  readonly request: Pick<RequestFacts, "id" | "ip">;
};

/**
 * Makes an administrator of one account, or of all, whose confirmed address is listed in `ADMIN_EMAILS`. Inside a
 * transaction, through `AS_AUTH`; who is one already stays one without a word.
 */
export async function grantIfListed({ db, settings, request }: Granting, userId: string | null): Promise<void> {
  if (settings.adminEmails.length === 0) return;
  const granted = await db.rows(grantListed({ emails: settings.adminEmails, userId }));
  for (const { id } of granted) {
    const entry = { action: "account.grant_admin", subject: { type: "account", id }, ownerId: id } as const;
    // The list is the operator's word, whoever clicked the link.
    await record({ db, actor: null, request }, { ...entry, by: { kind: "operator", id: null } });
  }
}

/**
 * Part of every start: grants what the list says by now. Of several starts at once, the first finds the accounts and the
 * others find nothing left to do.
 */
export async function grantListedAdministrators({ db, settings }: Omit<Granting, "request">): Promise<void> {
  if (settings.adminEmails.length === 0) return;
  await db.as(AS_AUTH).transaction((inner) => grantIfListed({ db: inner, settings, request: START }, null));
}
