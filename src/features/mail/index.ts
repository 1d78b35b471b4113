import type { Feature } from "../../feature.ts";
import { handlers } from "./handlers.ts";
import { sendMail } from "./jobs.ts";
import { routes } from "./routes.ts";

export { sendMail } from "./jobs.ts";
export const mail: Feature = { name: "mail", routes, jobs: [sendMail], handlers };
