import { z } from "zod";
import { AS_AUTH } from "../../db/identity.ts";
import { Failure } from "../../errors.ts";
import { type Actor, atomically, type Scope, through } from "../../scope.ts";
import { addressOf, choicesOf, keepChoice, suppress, suppressionsOf, unsuppress } from "./choice-queries.ts";
import { KINDS, OPTIONAL_KINDS, type OptionalKind } from "./kinds.ts";
import { hashOfAddress } from "./unsubscribe-token.ts";

/** Each kind as the settings name it. */
const NAMES = {
  announcements: "announcements",
  model_retiring: "modelRetiring",
  weekly_report: "weeklyReport",
  quota_reached: "quotaReached",
  share_opened: "shareOpened",
} as const satisfies Record<OptionalKind, string>;

const mails = {
  announcements: z.boolean().meta({ description: "What administrators tell everybody" }),
  modelRetiring: z.boolean().meta({ description: "A model that prompts of yours are written for comes to an end" }),
  weeklyReport: z
    .boolean()
    .meta({ description: "What the week came to, for who asked for it in the preferences (`weeklyReport`)" }),
  quotaReached: z.boolean().meta({ description: "A month's quota is used up" }),
  shareOpened: z.boolean().meta({ description: "A link of yours was opened; at most once a day and link" }),
};
export const NotificationSettings = z
  .object({
    mail: z.object(mails),
    isMailRefused: z.boolean().meta({
      description: "The mail server of your address said there is no such mailbox, so nothing of `mail` is sent",
    }),
  })
  .meta({ id: "NotificationSettings" });
export type NotificationSettings = z.output<typeof NotificationSettings>;

const change = z.boolean().exactOptional();
export const NotificationSettingsChanges = z
  .strictObject({
    mail: z.strictObject({
      announcements: change,
      modelRetiring: change,
      weeklyReport: change,
      quotaReached: change,
      shareOpened: change,
    }),
  })
  .meta({ id: "NotificationSettingsChanges" });
export type NotificationSettingsChanges = z.output<typeof NotificationSettingsChanges>;

type Parts = Pick<Scope<Actor>, "actor" | "db"> & { readonly ports: Pick<Scope["ports"], "tokens"> };

async function hashOfActor({ actor, db, ports }: Parts): Promise<Buffer | null> {
  const row = await db.first(addressOf({ userId: actor.userId }));
  if (!row) throw new Failure("unauthenticated"); // the account was erased while it asked
  return row.email === null ? null : hashOfAddress(ports.tokens, row.email);
}

/** `db` goes through `AS_AUTH`. */
async function settingsOf(scope: Parts, hash: Buffer | null): Promise<NotificationSettings> {
  const { db, actor } = scope;
  const chosen = new Map(
    (await db.rows(choicesOf({ userId: actor.userId }))).map(({ kind, wanted }) => [kind, wanted]),
  );
  const suppressed = hash === null ? [] : await db.rows(suppressionsOf({ addressHashes: [hash] }));
  const refused = new Set(suppressed.map(({ kind }) => kind));
  const isOn = (kind: OptionalKind) => (chosen.get(kind) ?? OPTIONAL_KINDS[kind].isUsual) && !refused.has(kind);
  return {
    mail: {
      announcements: isOn("announcements"),
      modelRetiring: isOn("model_retiring"),
      weeklyReport: isOn("weekly_report"),
      quotaReached: isOn("quota_reached"),
      shareOpened: isOn("share_opened"),
    },
    isMailRefused: refused.has("all"),
  };
}

export async function readNotificationSettings(scope: Scope<Actor>): Promise<NotificationSettings> {
  const door = through(scope, AS_AUTH);
  return settingsOf(door, await hashOfActor(door));
}

/**
 * Changes what is named and keeps the rest. Switching on also takes back what was unsubscribed from a mail; switching off
 * is kept for the address as well, as a mail's own link would.
 */
export function changeNotificationSettings(
  scope: Scope<Actor>,
  { mail }: NotificationSettingsChanges,
): Promise<NotificationSettings> {
  return atomically(through(scope, AS_AUTH), async (inner) => {
    const hash = await hashOfActor(inner);
    const now = inner.now();
    for (const kind of KINDS) {
      const wanted = mail[NAMES[kind]];
      if (wanted === undefined) continue;
      await inner.db.rows(keepChoice({ userId: inner.actor.userId, kind, wanted, now }));
      if (hash === null) continue;
      const addressHash = hash;
      if (wanted) await inner.db.rows(unsuppress({ addressHash, kind }));
      else await inner.db.rows(suppress({ addressHash, kind, reason: "unsubscribed", now }));
    }
    return settingsOf(inner, hash);
  });
}
