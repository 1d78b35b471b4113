import { z } from "zod";
import { pageOf, PageQuery } from "../../contract/page.ts";

export const AuditRow = z
  .object({
    seq: z.int().meta({ description: "Its number in the chain" }),
    at: z.iso.datetime(),
    actorKind: z.enum(["session", "supabase", "api_key", "operator", "job", "nobody"]),
    actorId: z.uuid().nullable(),
    action: z.string(),
    outcome: z.enum(["done", "denied"]),
    subjectType: z.string(),
    subjectId: z.string().nullable(),
    ownerId: z.uuid().nullable().meta({ description: "Whose account it concerns" }),
    requestId: z.string().nullable(),
    network: z.string().nullable().meta({ description: "Of the caller's address only the network" }),
    details: z.record(z.string(), z.unknown()),
  })
  .meta({ id: "AuditRow" });
export type AuditRow = z.output<typeof AuditRow>;
export const AuditPage = pageOf(AuditRow).meta({ id: "AuditPage" });

const WORD = "[a-z_]{1,40}";
const moment = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

const filter = {
  actorId: z.uuid().optional().meta({ description: "Who did it" }),
  action: z
    .string()
    .regex(new RegExp(`^${WORD}\\.(?:${WORD}|\\*)$`))
    .optional()
    .meta({ description: "`user.update`, or `user.*` for all of an area" }),
  subjectType: z
    .string()
    .regex(new RegExp(`^${WORD}$`))
    .optional(),
  subjectId: z
    .string()
    .regex(/^[\w-]{1,64}$/)
    .optional()
    .meta({ description: "What it was done to" }),
  ownerId: z.uuid().optional().meta({ description: "Whose account it concerns" }),
  outcome: z.enum(["done", "denied"]).optional(),
  from: moment.optional().meta({ description: "From this time on" }),
  to: moment.optional().meta({ description: "Before this time" }),
};
const inOrder = ({ from, to }: { from?: Date | undefined; to?: Date | undefined }): boolean =>
  !from || !to || from < to;
const ORDERED = { path: ["to"], message: "must be after `from`" };

export const AuditQuery = z
  .strictObject({ ...PageQuery.omit({ page: true, include: true }).shape, ...filter })
  .refine(inOrder, ORDERED);
export type AuditQuery = z.output<typeof AuditQuery>;
export const AuditExportQuery = z
  .strictObject({ ...filter, format: z.enum(["csv", "jsonl"]).default("csv") })
  .refine(inOrder, ORDERED);
export type AuditExportQuery = z.output<typeof AuditExportQuery>;
