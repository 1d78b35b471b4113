import { z } from "zod";
import { FORMATS } from "./reading/found.ts";

export const EXPORT_FORMATS = ["json", "csv", "markdown"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];
export const ExportQuery = z.strictObject({
  format: z.enum(EXPORT_FORMATS).default("json").meta({
    description: "`json` holds everything and can be imported again; `csv` and `markdown` hold the current versions",
  }),
});

export const ImportQuery = z.strictObject({
  dryRun: z
    .enum(["true", "false"])
    .default("false")
    .transform((value) => value === "true")
    .meta({ description: "`true` answers the plan and writes nothing" }),
});

export const ImportRequest = z
  .strictObject({
    format: z
      .enum(["auto", ...FORMATS])
      .default("auto")
      .meta({ description: "What the content is; `auto` looks at its shape" }),
    content: z
      .union([z.string().min(1), z.array(z.unknown()).min(1), z.record(z.string(), z.unknown())])
      .meta({ description: "The file: its text, the value of its JSON, or several as `{files: {name: text}}`" }),
    moveLabels: z
      .boolean()
      .default(false)
      .meta({ description: "Labels of prompts that are here move to where the file has them" }),
    publish: z.boolean().default(false).meta({
      description: "What our own file says is published becomes public again; otherwise new prompts are private",
    }),
  })
  .meta({ id: "ImportRequest" });
export type ImportRequest = z.output<typeof ImportRequest>;

const slug = z.string();
export const ImportPlan = z
  .object({
    dryRun: z.boolean(),
    formats: z.array(z.enum(FORMATS)),
    create: z.array(
      z.object({
        slug,
        title: z.string(),
        id: z.uuid().nullable().meta({ description: "Null while it is only a plan" }),
        versions: z.int(),
      }),
    ),
    update: z.array(
      z.object({
        slug,
        id: z.uuid(),
        from: z.int().meta({ description: "The newest version before" }),
        to: z.int().meta({ description: "The newest version after; the same where only the fields change" }),
        fields: z.array(z.string()).meta({ description: "Fields beside the content that change" }),
      }),
    ),
    unchanged: z.array(z.object({ slug, id: z.uuid() })),
    conflict: z
      .array(z.object({ slug, code: z.string(), message: z.string() }))
      .meta({ description: "What keeps the file from being imported; empty in an answer that is no dry run" }),
    labels: z
      .array(
        z.object({
          slug,
          label: z.string(),
          from: z.int().nullable(),
          to: z.int(),
          action: z.enum(["move", "keep"]),
        }),
      )
      .meta({ description: "Labels that stand, or would stand, elsewhere than in the file" }),
    folders: z.array(z.array(z.string())).meta({ description: "Folders that are made, as paths" }),
    quota: z.object({
      needed: z.int(),
      remaining: z.int().meta({ description: "New prompts the month has left, before this import" }),
    }),
    lost: z
      .array(z.object({ what: z.string(), why: z.string(), count: z.int(), places: z.array(z.string()) }))
      .meta({ description: "What the file has and Promptr has no place for; `places` are the first ten" }),
  })
  .meta({ id: "ImportPlan" });
export type ImportPlan = z.output<typeof ImportPlan>;
