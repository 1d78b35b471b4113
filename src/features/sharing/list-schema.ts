import { z } from "zod";
import { pageOf, PageQuery } from "../../contract/page.ts";
import { OwnLink } from "./schema.ts";

export const MySharesQuery = PageQuery.extend({ promptId: z.uuid().toLowerCase().optional() });
export type MySharesQuery = z.output<typeof MySharesQuery>;
export const OwnLinkPage = pageOf(OwnLink);

export const ListedQuery = PageQuery.pick({ limit: true, cursor: true });
export type ListedQuery = z.output<typeof ListedQuery>;
export const ListedPage = pageOf(
  z
    .object({
      url: z.url(),
      title: z.string(),
      description: z.string().nullable(),
      sharedBy: z.string().meta({ description: "Display name" }),
      createdAt: z.iso.datetime(),
    })
    .meta({ id: "ListedShare" }),
);
