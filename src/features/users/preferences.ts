import { z } from "zod";
import { Timezone } from "../../contract/timezone.ts";
import { Model } from "../prompts/index.ts";

/** The longest tag an implementation must take (RFC 5646 §4.4.1). */
const LOCALE_MAX = 35;

function accepts(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch {
    return false; // Intl says no by throwing
  }
}
const isLocale = (text: string): boolean => accepts(() => Intl.getCanonicalLocales(text));
const locale = z.string().max(LOCALE_MAX).refine(isLocale, "is not a language tag (BCP 47)");
const described = {
  locale: locale.meta({ description: "BCP 47, `de-CH`" }),
  timezone: Timezone.meta({ description: "IANA, `Europe/Zurich`" }),
  theme: z.enum(["system", "light", "dark"]),
  defaultModel: Model.meta({ description: "Offered first where a model is chosen" }),
  weeklyReport: z.boolean().meta({ description: "On Mondays, how your prompts were used; by mail too" }),
};

/** A merge patch (RFC 7396): what is absent stays as it is, null removes it. */
export const PreferenceChanges = z
  .strictObject({
    locale: described.locale.nullable().exactOptional(),
    timezone: described.timezone.nullable().exactOptional(),
    theme: described.theme.nullable().exactOptional(),
    defaultModel: described.defaultModel.nullable().exactOptional(),
    weeklyReport: described.weeklyReport.nullable().exactOptional(),
  })
  .meta({ id: "PreferenceChanges" });
export type PreferenceChanges = z.output<typeof PreferenceChanges>;

/** What was never chosen is absent. */
export const Preferences = z
  .object({
    locale: z.string().exactOptional(),
    timezone: z.string().exactOptional(),
    theme: described.theme.exactOptional(),
    defaultModel: z.string().exactOptional(),
    weeklyReport: z.boolean().exactOptional(),
  })
  .meta({ id: "Preferences", description: "What was never chosen is absent" });
export type Preferences = z.output<typeof Preferences>;

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

/** RFC 7396, as far as preferences go: none of them is an object of its own. */
export const merged = (before: Preferences, changes: PreferenceChanges): Record<string, unknown> =>
  Object.fromEntries(Object.entries({ ...before, ...changes }).filter(([, value]) => value !== null));

/** What is stored, as far as today's contract knows it: a key an older release wrote must not break the profile. */
export function toPreferences(stored: unknown): Preferences {
  const known = Object.entries(isObject(stored) ? stored : {}).filter(
    ([key, value]) => Preferences.safeParse({ [key]: value }).success,
  );
  return Preferences.parse(Object.fromEntries(known));
}
