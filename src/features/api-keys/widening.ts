import type { Notice } from "../notifications/index.ts";
import type { KeyRow } from "./present.ts";

type Policy = Pick<KeyRow, "scopes" | "expiresAt" | "allowedCidrs">;

/** What a key may do since a change that it could not do before, in words; nothing when it may do less or the same. */
function gained(before: Policy, after: Policy): string[] {
  const scopes = after.scopes.filter((scope) => !before.scopes.includes(scope));
  const cidrs = after.allowedCidrs?.filter((cidr) => !before.allowedCidrs?.includes(cidr)) ?? [];
  const isNarrowed = before.allowedCidrs !== null;
  const isLonger = before.expiresAt !== null && (after.expiresAt === null || after.expiresAt > before.expiresAt);
  return [
    ...(scopes.length > 0 ? [`It may also: ${scopes.join(", ")}.`] : []),
    ...(isNarrowed && after.allowedCidrs === null ? ["It may be used from every address."] : []),
    ...(isNarrowed && cidrs.length > 0 ? [`It may also be used from: ${cidrs.join(", ")}.`] : []),
    ...(isLonger ? [`It works ${after.expiresAt ? `until ${after.expiresAt.toISOString()}` : "without an end"}.`] : []),
  ];
}

/** What the owner is told of a key that may do more than before; null when it may not. */
export function noticeOfWidening({ name, prefix }: KeyRow, before: Policy, after: Policy): Notice | null {
  const words = gained(before, after);
  if (words.length === 0) return null;
  return {
    kind: "api_key_widened",
    title: "An API key may do more than before",
    body: `“${name}” (${prefix}…) was changed. ${words.join(" ")} If it was not you, delete it and change your password.`,
  };
}
