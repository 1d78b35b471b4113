import type { Feature } from "../../feature.ts";
import { routes } from "./search-routes.ts";

export { type ChainFault, type ChainHead, type ChainReport, verifyChain } from "./chain.ts";
export { type AuditEntry, record, recordDenied } from "./record.ts";

/** The log of what was done, and by whom: written by every feature, read by administrators. */
export const audit: Feature = { name: "audit", routes, jobs: [], handlers: [] };
