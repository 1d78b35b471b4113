import { z } from "zod";

export const FlagState = z
  .object({
    name: z.string(),
    description: z.string(),
    enabled: z.boolean().meta({ description: "What holds" }),
    stored: z.boolean().meta({ description: "What the table says" }),
    overridden: z.boolean().meta({ description: "PROMPTR_FLAGS decides, whatever the table says" }),
    builtIn: z.boolean().meta({ description: "The product itself reads it; others are for front ends" }),
  })
  .meta({ id: "FlagState" });
export type FlagState = z.output<typeof FlagState>;
export const FlagList = z.object({ flags: z.array(FlagState) }).meta({ id: "FlagList" });

export const FlagPath = z.strictObject({ flag: z.string().regex(/^[a-z][a-z0-9_]{0,49}$/) });
export const FlagChange = z
  .strictObject({
    enabled: z.boolean(),
    description: z
      .string()
      .trim()
      .min(1)
      .max(200)
      .refine((text) => !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text) && text.isWellFormed(), "must be one line of text")
      .exactOptional()
      .meta({ description: "For people; a new flag without one is described by its name" }),
  })
  .meta({ id: "FlagChange" });
export type FlagChange = z.output<typeof FlagChange>;
