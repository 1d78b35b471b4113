/** Mail that a person can switch off, as tables, tokens and settings name it, and whether it is sent until they choose. */
export const OPTIONAL_KINDS = {
  announcements: { isUsual: true, label: "announcements" },
  model_retiring: { isUsual: true, label: "warnings of models that come to an end" },
  weekly_report: { isUsual: true, label: "weekly reports" },
  quota_reached: { isUsual: true, label: "word of quotas that are used up" },
  share_opened: { isUsual: false, label: "word of links that were opened" },
} as const;
export type OptionalKind = keyof typeof OPTIONAL_KINDS;

/** Tokens hold the place of a kind in this list, so a new one goes at its end. (Object.keys loses what the keys are.) */
export const KINDS = Object.keys(OPTIONAL_KINDS) as readonly OptionalKind[];
