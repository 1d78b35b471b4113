import type { Feature } from "../feature.ts";
import { admin } from "./admin/index.ts";
import { analytics } from "./analytics/index.ts";
import { apiKeys } from "./api-keys/index.ts";
import { audit } from "./audit/index.ts";
import { auth } from "./auth/index.ts";
import { broadcasts } from "./broadcasts/index.ts";
import { dashboard } from "./dashboard/index.ts";
import { enrichment } from "./enrichment/index.ts";
import { events } from "./events/index.ts";
import { flags } from "./flags/index.ts";
import { folders } from "./folders/index.ts";
import { improving } from "./improving/index.ts";
import { jobControl } from "./job-control/index.ts";
import { labels } from "./labels/index.ts";
import { library } from "./library/index.ts";
import { lifecycle } from "./lifecycle/index.ts";
import { mail } from "./mail/index.ts";
import { maintenance } from "./maintenance/index.ts";
import { moderation } from "./moderation/index.ts";
import { models } from "./models/index.ts";
import { notifications } from "./notifications/index.ts";
import { privacy } from "./privacy/index.ts";
import { prompts } from "./prompts/index.ts";
import { rendering } from "./rendering/index.ts";
import { runs } from "./runs/index.ts";
import { sharing } from "./sharing/index.ts";
import { system } from "./system/index.ts";
import { transfer } from "./transfer/index.ts";
import { usage } from "./usage/index.ts";
import { users } from "./users/index.ts";
import { webhooks } from "./webhooks/index.ts";

/** The table of contents of the product. */
export const features: readonly Feature[] = [
  auth,
  folders,
  prompts,
  labels,
  rendering,
  transfer,
  events,
  library,
  models,
  enrichment,
  lifecycle,
  runs,
  improving,
  sharing,
  webhooks,
  users,
  privacy,
  apiKeys,
  notifications,
  analytics,
  admin,
  moderation,
  broadcasts,
  jobControl,
  dashboard,
  flags,
  audit,
  system,
  mail,
  usage,
  maintenance,
];
