import type { z } from "zod";

export type Variable = {
  readonly schema: z.ZodType;
  readonly group: string;
  readonly doc: string;
  readonly example: string;
};
export const variable = <T extends z.ZodType>(group: string, schema: T, example: string, doc: string) => ({
  group,
  schema,
  example,
  doc,
});
