import { BUNDLED } from "./bundled.ts";
import type { Model } from "./model.ts";

/** Every model this server knows, and the names it goes by. */
export class Catalogue {
  readonly models: readonly Model[];
  readonly #byName: ReadonlyMap<string, Model>;

  constructor(models: readonly Model[]) {
    this.models = models;
    // An id goes before an alias, which may be the id of a model of its own by now.
    const aliases = models.flatMap((model) => model.aliases.map((name) => [name, model] as const));
    this.#byName = new Map([...aliases, ...models.map((model) => [model.id, model] as const)]);
  }

  /** The model of this id or alias, dead or alive. */
  resolve(idOrAlias: string): Model | undefined {
    return this.#byName.get(idOrAlias);
  }
}

/** As this version of the program was built. */
export const BUNDLED_CATALOGUE = new Catalogue(BUNDLED);
