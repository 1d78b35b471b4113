import { z } from "zod";

const TIMEZONE_MAX = 64;

function isTimezone(text: string): boolean {
  // Offsets such as `+01:00`, which Intl takes as well, know no summer time and are no names.
  if (!/^[a-z]/i.test(text)) return false;
  try {
    return Boolean(new Intl.DateTimeFormat("en", { timeZone: text }));
  } catch {
    return false; // Intl says no by throwing
  }
}

/** A time zone by its IANA name, `Europe/Zurich`. */
export const Timezone = z.string().max(TIMEZONE_MAX).refine(isTimezone, "is not a time zone (IANA)");
