import { z } from "zod";
import { bothWays, counter, moment, words } from "../listing/index.ts";
import { RELEVANCE } from "../search/index.ts";

const COLUMNS = bothWays({
  newest: { column: "published_at", value: moment },
  trending: { column: "trend_score", value: z.number() },
  stars: { column: "star_count", value: counter },
  title: { column: "title", value: words(200) },
});
/** What the library can be sorted by: each the way round people mean. */
export const LIBRARY_ORDERS = {
  newest: COLUMNS["-newest"],
  trending: COLUMNS["-trending"],
  stars: COLUMNS["-stars"],
  title: COLUMNS.title,
} as const;
export type LibraryOrder = (typeof LIBRARY_ORDERS)[keyof typeof LIBRARY_ORDERS];
// Object.keys forgets what the keys are.
const NAMES = Object.keys(LIBRARY_ORDERS) as (keyof typeof LIBRARY_ORDERS)[];
/** Orders of columns, and how well a prompt answers a search. */
export const LIBRARY_ORDER_NAMES = [...NAMES, RELEVANCE] as const;
