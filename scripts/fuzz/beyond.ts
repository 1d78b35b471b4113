/** Rules no schema of the document can state: a request that breaks one fits and is refused all the same. */
import type { Finding } from "./judge.ts";

type Rule = { readonly check: string; readonly operations?: RegExp; readonly detail: RegExp; readonly why: string };
const RULES: readonly Rule[] = [
  { check: "positive_data_acceptance", detail: / custom /, why: "a rule between fields, told in the description" },
  { check: "positive_data_acceptance", detail: / (nul|ill_formed|too_deep) /, why: "true of every text and body" },
  { check: "positive_data_acceptance", detail: /^400 malformed_json/, why: "the name __proto__ is taken by nobody" },
  {
    check: "positive_data_acceptance",
    detail: / unknown_\w+ | refused_url | conflict | not_taken /,
    why: "whether a name means something",
  },
  {
    check: "positive_data_acceptance",
    detail: / invalid_format holds a control character/,
    why: "told in the description: line breaks become spaces before the pattern is tried",
  },
  {
    check: "positive_data_acceptance",
    detail: / too_(big|small) (must|page) /,
    why: "one value compared with another",
  },
  {
    check: "positive_data_acceptance",
    detail: / too_small Too small: expected string to have >=1 characters/,
    why: "spaces around a text are removed before it is measured",
  },
  {
    check: "name_space_and_use_after_free",
    operations: /^replayWebhookDelivery$/,
    detail: /^409 webhook_disabled/,
    why: "the webhook is there and its asker's own; what is below it is not looked for",
  },
  {
    check: "unsupported_method",
    operations: /^openDashboardByForm$/,
    detail: /401/,
    why: "the package behind the dashboard answers there, outside the document",
  },
  {
    check: "name_space_and_use_after_free",
    operations: /^updateWebhook$/,
    detail: /^403 forbidden/,
    why: "an event that is for administrators is refused before anything is looked for",
  },
];

export const isUnstated = (operation: string, { check, detail }: Finding): boolean =>
  RULES.some((rule) => rule.check === check && (rule.operations?.test(operation) ?? true) && rule.detail.test(detail));
