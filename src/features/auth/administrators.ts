import { z } from "zod";
import type { Db } from "../../db/database.ts";
import { Failure } from "../../errors.ts";
import type { Inner, Scope } from "../../scope.ts";
import { accountOfId, accountsOfEmail, changeRole, lockWithAdministrators } from "./administrator-queries.ts";

/**
 * Refuses (`last_admin`) what would leave the installation without an administrator. Call it in the transaction, through
 * `AS_AUTH`, before the account is demoted, suspended or erased.
 */
export async function refuseLastAdministrator({ db }: Pick<Inner<Scope>, "db">, userId: string): Promise<void> {
  const isLast = async (): Promise<boolean> => {
    const administrators = (await db.rows(lockWithAdministrators({ userId }))).filter(({ role }) => role === "admin");
    return administrators.length === 1 && administrators[0]?.id === userId;
  };
  // Asked again: of an account that became an administrator while its lock was waited for, the others were not looked at.
  if ((await isLast()) && (await isLast())) throw new Failure("last_admin");
}

/** The accounts an operator may mean by an e-mail address or an id. Call it through `AS_AUTH`. */
export async function accountsNamed(db: Db, name: string): Promise<{ id: string; origin: "local" | "supabase" }[]> {
  const text = name.trim().toLowerCase();
  return db.rows(z.uuid().safeParse(text).success ? accountOfId({ userId: text }) : accountsOfEmail({ email: text }));
}

/**
 * Makes an account an administrator, or none; false when it is so already. Call it in a transaction through `AS_AUTH`,
 * and say that the account has changed. Refuses (`last_admin`) to leave nobody.
 */
export async function setAdministrator(db: Db, userId: string, administrator: boolean): Promise<boolean> {
  if (!administrator) await refuseLastAdministrator({ db }, userId);
  return (await db.first(changeRole({ userId, role: administrator ? "admin" : "user" }))) !== undefined;
}
