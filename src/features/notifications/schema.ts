import { z } from "zod";
import { pageOf, PageQuery } from "../../contract/page.ts";

const IDS_MAX = 100;

export const Notification = z
  .object({
    id: z.uuid(),
    kind: z.string().meta({ description: "What kind of thing happened, `password_changed`: choose an icon by it" }),
    title: z.string(),
    body: z.string().meta({ description: "Plain text" }),
    createdAt: z.iso.datetime(),
    readAt: z.iso.datetime().nullable(),
  })
  .meta({ id: "Notification" });
export type Notification = z.output<typeof Notification>;

const unread = z.int().min(0).meta({ description: "How many are unread, on this page or not" });
export const NotificationPage = pageOf(Notification).extend({ unread }).meta({ id: "NotificationPage" });
export const Unread = z.object({ unread }).meta({ id: "Unread" });
export type Unread = z.output<typeof Unread>;

export const NotificationQuery = z.strictObject({
  ...PageQuery.shape,
  unread: z
    .enum(["true", "false"])
    .transform((value) => value === "true")
    .optional()
    .meta({ description: "`true` leaves out what was read" }),
});
export type NotificationQuery = z.output<typeof NotificationQuery>;

export const Marking = z
  .strictObject({
    ids: z.array(z.uuid()).min(1).max(IDS_MAX).exactOptional(),
    all: z.literal(true).exactOptional(),
  })
  .refine(({ ids, all }) => (ids === undefined) !== (all === undefined), "wants either ids or all")
  .meta({ id: "Marking", examples: [{ all: true }] });
export type Marking = z.output<typeof Marking>;
