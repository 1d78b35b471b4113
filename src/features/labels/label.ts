import { z } from "zod";

/** Not the number of a version, and no name another store's label could not have (FIELD.md: Langfuse, PostHog). */
const GRAMMAR = /^[a-z0-9]([a-z0-9._-]{0,34}[a-z0-9])?$/;
/** Always means the newest version. */
export const LATEST = "latest";

const wellFormed = z
  .string()
  .regex(GRAMMAR, "wants 1 to 36 of a-z, 0-9, `.`, `_` and `-`, a letter or digit at both ends")
  .refine((label) => !/^\d+$/.test(label), "is only digits, which would read as a version");

/** A label that can be set. */
export const LabelName = wellFormed.refine((label) => label !== LATEST, {
  message: "is reserved: it always means the newest version",
});
/** A label that can be asked for: `latest` as well. */
export const ReadableLabel = wellFormed.meta({ description: "`latest` is always the newest version" });

type Revised = { readonly promptId: string; readonly label: string; readonly revision: number };
export const etagOf = ({ promptId, label, revision }: Revised): string => `"${promptId}-${label}-r${revision}"`;
