import { z } from "zod";
import { pageOf } from "../../../contract/page.ts";

export const SessionId = z.strictObject({ id: z.uuid() });

export const OpenSession = z
  .object({
    id: z.uuid(),
    createdAt: z.iso.datetime(),
    lastUsedAt: z.iso.datetime().meta({ description: "When its tokens were last renewed" }),
    expiresAt: z.iso.datetime().meta({ description: "The latest end; 30 days without use end it earlier" }),
    ip: z.string().nullable().meta({ description: "Where it was opened from; of an IPv6 address, the /64" }),
    userAgent: z.string().nullable(),
    current: z.boolean().meta({ description: "Whether it is the one that asks" }),
  })
  .meta({ id: "OpenSession" });
export type OpenSession = z.output<typeof OpenSession>;

export const SessionPage = pageOf(OpenSession);
