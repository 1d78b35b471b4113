import type { Feature } from "../feature.ts";
import { admin } from "./admin/index.ts";
import { apiKeys } from "./api-keys/index.ts";
import { auth } from "./auth/index.ts";
import { enrichment } from "./enrichment/index.ts";
import { events } from "./events/index.ts";
import { library } from "./library/index.ts";
import { mail } from "./mail/index.ts";
import { maintenance } from "./maintenance/index.ts";
import { notifications } from "./notifications/index.ts";
import { privacy } from "./privacy/index.ts";
import { prompts } from "./prompts/index.ts";
import { sharing } from "./sharing/index.ts";
import { system } from "./system/index.ts";
import { users } from "./users/index.ts";

/** The table of contents of the product. */
export const features: readonly Feature[] = [
  auth,
  prompts,
  events,
  library,
  enrichment,
  sharing,
  users,
  privacy,
  apiKeys,
  notifications,
  admin,
  system,
  mail,
  maintenance,
];
