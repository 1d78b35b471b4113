import { z } from "zod";

const NAME_MAX = 200;

/**
 * No control character and no invisible one (\p{Cf}): line breaks would write headers of mails, direction marks turn
 * around what stands behind them (CVE-2021-42574), and the rest lets two names look alike. Persian, Indic scripts and
 * emoji need the two joiners.
 */
const ONLY_WRITING = /^(?:[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|[\u200C\u200D])*$/u;
const SOMETHING_TO_SEE = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** One line of plain writing that can be seen; trimmed, 1 to `max` characters. */
export const oneLine = (max: number) =>
  z
    .string()
    .trim()
    .min(1, { abort: true })
    .max(max)
    .regex(ONLY_WRITING, "holds a control character, a direction mark or another invisible character")
    .refine((text) => SOMETHING_TO_SEE.test(text), "holds nothing that can be seen");

/** What a person is called. */
export const PersonName = oneLine(NAME_MAX);
