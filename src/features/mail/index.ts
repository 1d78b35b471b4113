import type { Feature } from "../../feature.ts";
import { handlers } from "./handlers.ts";
import { sendMail, tellOpenings } from "./jobs.ts";
import { previewRoutes } from "./preview-routes.ts";
import { routes } from "./routes.ts";
import { settingsRoutes } from "./settings-routes.ts";

export { deliver, unsubscribeUrlOf } from "./deliver.ts";
export { sendMail, tellOpenings } from "./jobs.ts";
export { apiKeysLeft } from "./keys-left.ts";
export type { OptionalKind } from "./kinds.ts";
export { digestOfLink, isLinkToken } from "./link-token.ts";
export { MAIL_TEMPLATES, type MailData, type MailTemplate, renderMail } from "./templates.ts";
export { type Reader, whoWants } from "./wanted.ts";
export const mail: Feature = {
  name: "mail",
  routes: [...routes, ...previewRoutes, ...settingsRoutes],
  jobs: [sendMail, tellOpenings],
  handlers,
};
