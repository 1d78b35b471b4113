import { z } from "zod";
import { Password } from "../auth/index.ts";

export const ExportId = z.strictObject({ id: z.uuid() });

/** Any text: one that is no token is a link that does not exist, never a fault of the input. */
export const DownloadToken = z.strictObject({ token: z.string().meta({ description: "From the mailed link" }) });

export const DataExport = z
  .object({
    id: z.uuid(),
    state: z.enum(["queued", "running", "ready"]),
    createdAt: z.iso.datetime(),
    expiresAt: z.iso.datetime().meta({ description: "The file is removed then" }),
    bytes: z.int().nullable().meta({ description: "Size of the zip file, once it is ready" }),
    sha256: z.string().nullable().meta({ description: "Of the zip file, in hex, once it is ready" }),
    downloadUrl: z.url().nullable().meta({ description: "Wants your access token; null until it is ready" }),
  })
  .meta({ id: "DataExport" });
export type DataExport = z.output<typeof DataExport>;

export const AccountErasure = z
  .strictObject({
    password: Password.exactOptional().meta({
      description: "Yours. Who signs in with Supabase needs a sign-in within five minutes instead",
    }),
  })
  .meta({ id: "AccountErasure" });
export type AccountErasure = z.output<typeof AccountErasure>;

export const ErasureScheduled = z.object({ erasure: z.literal("scheduled") }).meta({ id: "ErasureScheduled" });
