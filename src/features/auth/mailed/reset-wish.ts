import { newId } from "../../../contract/id.ts";
import { AS_AUTH } from "../../../db/identity.ts";
import { type Scope, through } from "../../../scope.ts";
import { sendMail } from "../../mail/index.ts";
import { accountToReset } from "./queries.ts";
import type { ResetWish, Taken } from "./schema.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const TAKEN = { message: "If there is an account with this address, a mail with a link is on its way." };

/**
 * How long one mail to an account must do, from how many it may get in an hour: no hour touches more slots than that.
 * Of the 5 an hour (RELIABILITY case 6) it makes 15 minutes, half of what a link lives: an owner who asks in a slot that
 * strangers have used finds a mail whose link works, so nobody can be cut off by others who ask on their behalf.
 */
const slotMs = (mailsPerHour: number): number => Math.max(MINUTE_MS, HOUR_MS / Math.max(1, mailsPerHour - 1));

/**
 * Asks for a mail with a reset link. Known and unknown addresses cost the same and get the same answer: one look-up and
 * one job, which for an unknown address is addressed to nobody. Of all wishes of a slot the first becomes the mail.
 */
export async function askForReset(scope: Scope, { email }: ResetWish): Promise<Taken> {
  const { throttle, tokens } = scope.ports;
  await throttle.spend("forgotPasswordPerAddress", scope.request.ip);
  const now = scope.now();
  const door = through(scope, AS_AUTH);
  const account = await door.db.first(accountToReset({ email }));
  // Ids of jobs can be read by every request, so an address must not be guessable from one.
  const mark = tokens.mac("reset", email);
  const length = slotMs(scope.settings.limits.forgotPassword);
  // Slots of each address begin at a time of their own: a stranger who knew it could have two mails sent around it.
  const slot = Math.floor((now.getTime() + (mark.readUInt32BE() % length)) / length);
  const passwordSince = account?.passwordSince?.toISOString();
  await door.jobs.send(
    sendMail,
    { to: account?.id ?? newId(now.getTime()), template: "reset_password", ...(passwordSince && { passwordSince }) },
    { key: `reset:${mark.toString("hex")}:${slot}` },
  );
  return TAKEN;
}
