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

/** Tells one person something, in the transaction of what it tells of; gives the id of the notification. */
export async function notify(
  { db, now }: Pick<Scope, "db" | "now">,
  userId: string,
  { kind, title, body }: Notice,
): Promise<string> {
  const at = now();
  const id = newId(at.getTime());
  await db.rows(insertNotification({ id, userId, kind, title, body, now: at }));
  return id;
}
