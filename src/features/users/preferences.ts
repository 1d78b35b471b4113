import { z } from "zod";
import { Model } from "../prompts/index.ts";

/** The longest tag an implementation must take (RFC 5646 §4.4.1). */
const LOCALE_MAX = 35;
const TIMEZONE_MAX = 64;

function accepts(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch {
    return false; // Intl says no by throwing
  }
}
const isLocale = (text: string): boolean => accepts(() => Intl.getCanonicalLocales(text));
/** Offsets such as `+01:00`, which Intl takes as well, know no summer time and are no names. */
const isTimezone = (text: string): boolean =>
  /^[a-z]/i.test(text) && accepts(() => new Intl.DateTimeFormat("en", { timeZone: text }));

const locale = z.string().max(LOCALE_MAX).refine(isLocale, "is not a language tag (BCP 47)");
const timezone = z.string().max(TIMEZONE_MAX).refine(isTimezone, "is not a time zone (IANA)");
const described = {
  locale: locale.meta({ description: "BCP 47, `de-CH`" }),
  timezone: timezone.meta({ description: "IANA, `Europe/Zurich`" }),
  theme: z.enum(["system", "light", "dark"]),
  defaultModel: Model.meta({ description: "Offered first where a model is chosen" }),
};

/** A merge patch (RFC 7396): what is absent stays as it is, null removes it. */
export const PreferenceChanges = z
  .strictObject({
    locale: described.locale.nullable().exactOptional(),
    timezone: described.timezone.nullable().exactOptional(),
    theme: described.theme.nullable().exactOptional(),
    defaultModel: described.defaultModel.nullable().exactOptional(),
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
