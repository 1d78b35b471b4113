import type { Log } from "../adapters/log.ts";
import type { Config } from "../config.ts";
import { insertChanges } from "../db/change-queries.ts";
import type { Db } from "../db/database.ts";
import { AS_AUTH } from "../db/identity.ts";
import { record } from "../features/audit/index.ts";
import { accountsNamed, setAdministrator, userTag } from "../features/auth/index.ts";
import { besideServer } from "./data.ts";
import { type Out, Refusal } from "./refusal.ts";

const VERBS = ["grant", "revoke"] as const;
type Verb = (typeof VERBS)[number];

/** The one account that is meant. An address a Supabase account gives is nobody's proof: such an account is named by id. */
async function accountOf(db: Db, verb: Verb, name: string): Promise<string> {
  const found = await accountsNamed(db, name);
  const [first] = found;
  if (!first) throw new Refusal(`There is no account ${name}`);
  if (found.length === 1 && (first.origin === "local" || first.id === name.trim().toLowerCase())) return first.id;
  const ids = found.map(({ id, origin }) => `${id} (${origin === "local" ? "ours" : "Supabase"})`).join(", ");
  throw new Refusal(
    `${name} does not say for certain who is meant. Say promptr admin ${verb} with the id of the account: ${ids}`,
  );
}

/** Changes the role, tells every process, and records it, all or nothing; false when there was nothing to change. */
async function change(db: Db, verb: Verb, userId: string): Promise<boolean> {
  if (!(await setAdministrator(db, userId, verb === "grant"))) return false;
  await db.rows(insertChanges([{ tags: [userTag(userId)] }]));
  await record(
    { db, actor: null, request: { id: "cli", ip: "" } },
    {
      action: `account.${verb}_admin`,
      subject: { type: "account", id: userId },
      ownerId: userId,
      by: { kind: "operator", id: null },
    },
  );
  return true;
}

const SAID: Readonly<Record<Verb, (changed: boolean) => string>> = {
  grant: (changed) => (changed ? "is an administrator now" : "is an administrator already"),
  revoke: (changed) => (changed ? "is no administrator any more" : "is no administrator"),
};

/** `promptr admin grant|revoke <email|userId>`: a running server follows within a second. */
export async function changeAdministrator(
  config: Config,
  log: Log,
  out: Out,
  words: readonly string[],
): Promise<number> {
  const [first, name, ...rest] = words;
  const verb = VERBS.find((known) => known === first);
  if (!verb || name === undefined || rest.length > 0)
    throw new Refusal("Say promptr admin grant <email|userId> or promptr admin revoke <email|userId>");
  return besideServer(config, log, async ({ database }) => {
    const [userId, changed] = await database.as(AS_AUTH).transaction(async (db) => {
      const id = await accountOf(db, verb, name);
      return [id, await change(db, verb, id)] as const;
    });
    out.print({ userId, role: verb === "grant" ? "admin" : "user" }, `${name} ${SAID[verb](changed)}\n`);
    return 0;
  });
}
