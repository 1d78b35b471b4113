import { newId } from "../../contract/id.ts";
import type { ForeignIdentity, Ports, Settings } from "../../contract/ports.ts";
import type { Db } from "../../db/database.ts";
import { AS_AUTH } from "../../db/identity.ts";
import { Failure } from "../../errors.ts";
import type { Actor, RequestFacts } from "../../scope.ts";
import { record } from "../audit/index.ts";
import { isOn } from "../system/index.ts";
import { accountOfSubject, insertForeignAccount, standingOfAccount } from "./foreign-queries.ts";
import { userTag } from "./tags.ts";

/** SPEC §7. Changes of role, tier, suspension and erasure drop it on all processes; what a hand changes in the database shows after this. */
const STANDING_CACHED_MS = 60_000;
/** Whose account a subject is never changes, except that an erased one is gone: that is noticed when it is looked at. */
const ACCOUNT_CACHED_MS = 600_000;

type Parts = {
  readonly db: Db;
  readonly ports: Pick<Ports, "cache">;
  readonly settings: Settings;
  readonly now: () => Date;
  readonly request: Pick<RequestFacts, "id" | "ip">;
};
type Account = { readonly userId: string };
type Standing = Pick<Actor, "tier" | "role"> & { readonly isOpen: boolean };

const subjectTag = (subject: string): string => `supabase:${subject}`;

/**
 * Whom another issuer's token speaks for: the account of its subject, made on first sight. Null for a suspended account
 * and for one that is being erased; `unauthenticated` for somebody new while `registration` is off. An address joins nobody: accounts of ours with the same one stay apart (SPEC §4).
 */
export async function identifyForeign(parts: Parts, identity: ForeignIdentity): Promise<Actor | null> {
  const { db, ports } = parts;
  const tag = subjectTag(identity.subject);
  const { userId } = await ports.cache.get(tag, { tags: [tag], ttlMs: ACCOUNT_CACHED_MS }, () =>
    accountOf(parts, identity),
  );
  const { standing } = await ports.cache.get(
    `${tag}:${userId}`,
    { tags: [userTag(userId)], ttlMs: STANDING_CACHED_MS },
    async (): Promise<{ standing: Standing | null }> => {
      const found = await db.as(AS_AUTH).first(standingOfAccount({ userId }));
      if (!found) return { standing: null };
      const { role, tier, suspendedAt, erasedAt } = found;
      return { standing: { role, tier, isOpen: suspendedAt === null && erasedAt === null } };
    },
  );
  if (!standing) ports.cache.drop(tag); // erased altogether: who comes back is somebody new
  if (!standing?.isOpen) return null;
  const { tier, role } = standing;
  const { authenticatedAt, expiresAt: endsAt } = identity;
  return { userId, tier, role, credential: { kind: "supabase", authenticatedAt, endsAt } };
}

async function accountOf(parts: Parts, identity: ForeignIdentity): Promise<Account> {
  const door = parts.db.as(AS_AUTH);
  const known = await door.first(accountOfSubject(identity));
  if (known) return known;
  if (!(await isOn(parts, "registration")))
    throw new Failure("unauthenticated", {
      detail: "No account belongs to this token, and new ones cannot be made here",
    });
  return (await createAccount(parts, identity)) ?? door.one(accountOfSubject(identity));
}

/** The account and its audit row; undefined when another process was first. */
async function createAccount({ db, now, request }: Parts, identity: ForeignIdentity): Promise<Account | undefined> {
  const at = now();
  const { subject, email } = identity;
  const fullName = identity.fullName ?? email?.split("@")[0] ?? "User";
  return db.as(AS_AUTH).transaction(async (inner) => {
    const made = await inner.first(
      insertForeignAccount({ userId: newId(at.getTime()), subject, email, fullName, now: at }),
    );
    if (!made) return undefined;
    await record(
      { db: inner, actor: null, request },
      {
        action: "account.create_foreign",
        subject: { type: "account", id: made.userId },
        ownerId: made.userId,
        by: { kind: "supabase", id: made.userId },
      },
    );
    return made;
  });
}
