import { AS_AUTH } from "../../db/identity.ts";
import { atomically, type Inner, refuseChange, type Scope, through } from "../../scope.ts";
import { record } from "../audit/index.ts";
import { changeRole } from "./administrator-queries.ts";
import { takeListing } from "./listed-queries.ts";
import { userTag } from "./tags.ts";

type Granting = Pick<Inner<Scope>, "db" | "settings" | "request" | "now" | "changed">;

/**
 * Makes an administrator of one account, or of all, whose address is listed in `ADMIN_EMAILS` and whose owner is proved.
 * Inside a transaction, through `AS_AUTH`. Once for each account: who is one already uses that up without a word, and who
 * is demoted later stays so.
 */
export async function grantIfListed(granting: Granting, userId: string | null): Promise<void> {
  const { db, settings, request, now, changed } = granting;
  if (settings.adminEmails.length === 0) return;
  const listed = await db.rows(takeListing({ emails: settings.adminEmails, userId, now: now() }));
  for (const { id } of listed) {
    if (!(await db.first(changeRole({ userId: id, role: "admin" })))) continue;
    changed({ tags: [userTag(id)] });
    const entry = { action: "account.grant_admin", subject: { type: "account", id }, ownerId: id } as const;
    // The list is the operator's word, whoever clicked the link.
    await record({ db, actor: null, request }, { ...entry, by: { kind: "operator", id: null } });
  }
}

type Base = Omit<Scope, "actor" | "request" | "signal" | "progress" | "afterCommit" | "changed" | "used">;

/** The process itself, where others have a request. */
const atStart = (base: Base): Scope => ({
  ...base,
  actor: null,
  request: {
    id: "start",
    ip: "",
    userAgent: null,
    ifMatch: null,
    headers: {},
    method: "START",
    isLocal: true,
  },
  signal: new AbortController().signal,
  progress: () => undefined,
  afterCommit: (effect) => effect(),
  changed: refuseChange,
  used: () => undefined,
});

/**
 * Part of every start: grants what the list says by now. Of several starts at once, the first finds the accounts and the
 * others find nothing left to do.
 */
export async function grantListedAdministrators(base: Base): Promise<void> {
  if (base.settings.adminEmails.length === 0) return;
  await atomically(through(atStart(base), AS_AUTH), (inner) => grantIfListed(inner, null));
}
