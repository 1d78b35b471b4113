import { type Feature, handle } from "../../feature.ts";
import { fanOutBatch } from "./fan-out.ts";
import { fanOut, mailBroadcast, resumeBroadcasts } from "./jobs.ts";
import { mailSlice } from "./mail.ts";
import { resumeStuck } from "./resume.ts";
import { routes } from "./routes.ts";

export { fanOut, mailBroadcast, resumeBroadcasts } from "./jobs.ts";

/** What administrators tell many people at once. */
export const broadcasts: Feature = {
  name: "broadcasts",
  routes,
  jobs: [fanOut, mailBroadcast, resumeBroadcasts],
  handlers: [handle(fanOut, fanOutBatch), handle(mailBroadcast, mailSlice), handle(resumeBroadcasts, resumeStuck)],
};
