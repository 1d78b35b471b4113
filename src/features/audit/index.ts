export { type AuditEntry, record, recordDenied } from "./record.ts";
