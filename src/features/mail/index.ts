import type { Feature } from "../../feature.ts";
import { handlers } from "./handlers.ts";
import { sendMail } from "./jobs.ts";
import { routes } from "./routes.ts";

export { sendMail } from "./jobs.ts";
export { apiKeysLeft } from "./keys-left.ts";
export { digestOfLink, isLinkToken } from "./link-token.ts";
export { type MailData, renderMail } from "./templates.ts";
export const mail: Feature = { name: "mail", routes, jobs: [sendMail], handlers };
