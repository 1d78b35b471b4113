import { type Feature, handle } from "../../feature.ts";
import { eraseEverything } from "./erase-job.ts";
import { buildExport } from "./export-job.ts";
import { eraseAccount, makeExport } from "./jobs.ts";
import { routes } from "./routes.ts";

export { type ArchiveFile, zipOf } from "./archive.ts";
export { resumeErasures } from "./resume.ts";
export { EXPORT_KEPT_MS } from "./exports.ts";
export { IMPERSONAL_TABLES, PERSONAL_TABLES } from "./personal-data.ts";
export type { PersonalTable } from "./personal-table.ts";
export { eraseAccount, makeExport } from "./jobs.ts";

/** The rights of a person over their data: a copy of it, and its end. */
export const privacy: Feature = {
  name: "privacy",
  routes,
  jobs: [makeExport, eraseAccount],
  handlers: [
    handle(makeExport, (scope, { exportId }) => buildExport(scope, exportId)),
    handle(eraseAccount, (scope, { userId }, { id }) => eraseEverything(scope, userId, id)),
  ],
};
