import { newId } from "../../contract/id.ts";
import type { Scope } from "../../scope.ts";
import { insertNotification } from "./queries.ts";

/** What a person is told inside the product: plain text, at most 200 and 2,000 characters. */
export type Notice = {
  /** What kind of thing happened, `password_changed`: clients choose an icon by it. */
  readonly kind: string;
  readonly title: string;
  readonly body: string;
};

/** Tells one person something, in the transaction of what it tells of. */
export async function notify(
  { db, now }: Pick<Scope, "db" | "now">,
  userId: string,
  { kind, title, body }: Notice,
): Promise<void> {
  const at = now();
  await db.rows(insertNotification({ id: newId(at.getTime()), userId, kind, title, body, now: at }));
}
