import type { VisitEnd } from "../../contract/ports.ts";
import type { Db } from "../../db/database.ts";
import { DayCounter } from "../../db/day-counter.ts";
import { countVisits } from "./day-queries.ts";

type Parts = { readonly db: Db; readonly onError: (error: unknown) => void };

/** Counts what becomes of visits to links, in memory, and writes them together. */
export const visitCounter = (parts: Parts): DayCounter<VisitEnd> =>
  new DayCounter({ ...parts, kinds: ["views", "refused", "ended"], write: countVisits });
