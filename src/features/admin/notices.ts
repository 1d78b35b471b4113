import type { Role, Tier } from "../../contract/tier.ts";
import type { Notice } from "../notifications/index.ts";

/** What administrators decide about an account. */
export type Account = { readonly subscriptionTier: Tier; readonly role: Role; readonly suspended: boolean };

/**
 * What the person is told of a change of their account, each with the administrator's reason; of a suspension they read
 * when it has ended.
 */
export function noticesOf(before: Account, after: Account, reason?: string): Notice[] {
  const why = reason === undefined ? "" : ` The reason given: ${reason}`;
  return changesOf(before, after).map((notice) => ({ ...notice, body: notice.body + why }));
}

function changesOf(before: Account, after: Account): Notice[] {
  const notices: Notice[] = [];
  if (before.subscriptionTier !== after.subscriptionTier) {
    notices.push({
      kind: "tier_changed",
      title: `Your plan is ${after.subscriptionTier} now`,
      body: `An administrator changed your plan from ${before.subscriptionTier} to ${after.subscriptionTier}. Its limits hold from now on.`,
    });
  }
  if (before.role !== after.role) {
    notices.push({
      kind: "role_changed",
      title: after.role === "admin" ? "You are an administrator now" : "You are no administrator any more",
      body: `An administrator changed your role from ${before.role} to ${after.role}.`,
    });
  }
  if (before.suspended !== after.suspended) notices.push(after.suspended ? SUSPENDED : SUSPENSION_ENDED);
  return notices;
}

const SUSPENDED: Notice = {
  kind: "suspended",
  title: "Your account was suspended",
  body: "An administrator suspended it: your sessions and API keys were refused until the suspension ended.",
};
const SUSPENSION_ENDED: Notice = {
  kind: "suspension_ended",
  title: "Your account works again",
  body: "An administrator ended its suspension. Your sessions and API keys work as before.",
};
