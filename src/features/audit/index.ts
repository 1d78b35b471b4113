export { type ChainFault, type ChainHead, type ChainReport, verifyChain } from "./chain.ts";
export { type AuditEntry, record, recordDenied } from "./record.ts";
