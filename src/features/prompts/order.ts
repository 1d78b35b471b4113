import { z } from "zod";
import { bothWays, counter, moment, words } from "../listing/index.ts";
import { RELEVANCE } from "../search/index.ts";

/** What lists of prompts can be sorted by. */
export const ORDERS = bothWays({
  createdAt: { column: "created_at", value: moment },
  updatedAt: { column: "updated_at", value: moment },
  title: { column: "title", value: words(200) },
  viewCount: { column: "view_count", value: counter },
  qualityScore: { column: "quality_score", value: z.number().min(0).max(1) },
});
export type OrderName = keyof typeof ORDERS;
export type PromptOrder = (typeof ORDERS)[OrderName];
/** Orders of columns, and how well a prompt answers a search. */
export const ORDER_NAMES = [...(Object.keys(ORDERS) as OrderName[]), RELEVANCE] as const;

/** The order of the ids a page was asked for by. */
export const AS_LISTED = { name: "place", column: "place", value: z.number(), direction: "asc" } as const;
