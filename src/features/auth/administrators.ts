import { Failure } from "../../errors.ts";
import type { Inner, Scope } from "../../scope.ts";
import { lockAdministrators } from "./administrator-queries.ts";

/**
 * Refuses (`last_admin`) what would leave the installation without an administrator. Call it in the transaction, through
 * `AS_AUTH`, before the account is demoted, suspended or erased.
 */
export async function refuseLastAdministrator({ db }: Pick<Inner<Scope>, "db">, userId: string): Promise<void> {
  const administrators = await db.rows(lockAdministrators({}));
  if (administrators.length === 1 && administrators[0]?.id === userId) throw new Failure("last_admin");
}
