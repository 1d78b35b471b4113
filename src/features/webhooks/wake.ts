import type { Scope } from "../../scope.ts";
import { anythingDue } from "./delivery-queries.ts";
import { deliverWebhooks } from "./jobs.ts";

/**
 * Puts a round of deliveries in the queue when something is due; one a second at most, however many processes look. One
 * small statement while nothing is.
 */
export async function wakeDeliveries({ db, jobs, now }: Pick<Scope<null>, "db" | "jobs" | "now">): Promise<void> {
  if (!(await db.first(anythingDue(now())))) return;
  await jobs.send(deliverWebhooks, {}, { key: String(Math.floor(Date.now() / 1_000)) });
}
