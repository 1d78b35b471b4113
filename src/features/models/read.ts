import { PROVIDERS } from "../../contract/ai.ts";
import type { Scope } from "../../scope.ts";
import { Catalogue } from "./catalogue.ts";
import { refreshModels } from "./jobs.ts";
import { overlay } from "./overlay.ts";
import { listedModels } from "./queries.ts";

/** Everything read from the providers' lists is cached under this tag. */
export const MODELS_TAG = "models";
const KEPT_MS = 3_600_000;
/** More than all lists together may have (`LISTED_MAX`), and then those they have dropped. */
const ROWS_MAX = 6_000;
/** How often a list that cannot be read is asked for again in between. */
const MISSING_MS = 6 * 3_600_000;

type Reading = Pick<Scope, "db" | "ports" | "jobs" | "now">;

/**
 * The catalogue as it is now: what this program was built with, under what the providers' lists say. Costs nothing while it
 * is cached. A provider whose list was never read is asked for it soon, not only in the night.
 */
export function readCatalogue(scope: Reading): Promise<Catalogue> {
  const { cache, ai } = scope.ports;
  const lists = PROVIDERS.map((name) => ai.providers.get(name)?.listName ?? name);
  return cache.get(`models:${lists.join()}`, { tags: [MODELS_TAG], ttlMs: KEPT_MS }, async () => {
    const rows = await scope.db.rows(listedModels({ lists, limit: ROWS_MAX }));
    const unread = [...ai.providers.values()].map(({ listName }) => listName);
    const missing = unread.filter((list) => !rows.some(({ provider }) => provider === list));
    if (missing.length > 0) {
      const turn = Math.floor(scope.now().getTime() / MISSING_MS);
      await scope.jobs.send(refreshModels, {}, { key: `${missing.join()} ${turn}` });
    }
    return new Catalogue(overlay(rows));
  });
}
