/** What every list of the API is made of: orders, places in them, and the link to the next page. */
export { nextLink } from "./next-link.ts";
export { bothWays, counter, cursorAt, isBeyond, moment, NEWEST_FIRST, placeOf, words } from "./order.ts";
export type { Order, Place } from "./order.ts";
export { type Cut, cutOut, preparedPages, type Span } from "./prepared.ts";
