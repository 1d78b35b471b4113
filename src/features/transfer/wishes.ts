import type { Fields } from "../prompts/index.ts";
import type { ExistingRow } from "./import-queries.ts";
import type { Incoming, IncomingVersion } from "./incoming.ts";
import type { Losses } from "./reading/losses.ts";
import type { State } from "./state.ts";

const GENERAL = "general";

/** All of a prompt but the content of its versions. */
export type Beside = Omit<Fields, keyof IncomingVersion["content"]>;

/** What a file wants of everything beside the content; what it does not know of stays. */
export class Wishes {
  readonly #state: State;
  readonly #losses: Losses;
  readonly #publish: boolean;
  constructor(state: State, losses: Losses, publish: boolean) {
    this.#state = state;
    this.#losses = losses;
    this.#publish = publish;
  }

  #category({ category, place }: Incoming): string {
    if (category === null || this.#state.categories.has(category)) return category ?? GENERAL;
    this.#losses.add(place, `the category ${category}`, `there is none of this name here; it became ${GENERAL}`);
    return GENERAL;
  }

  ofNew(incoming: Incoming): Beside {
    const { title, description, tags, folder, isPublic, place } = incoming;
    if (isPublic && !this.#publish)
      this.#losses.add(place, "its publication", "new prompts are private unless publish is true");
    return {
      title,
      description,
      tags: [...tags],
      category: this.#category(incoming),
      isPublic: isPublic && this.#publish,
      folderId: this.#state.folders.reach(folder),
    };
  }

  ofKnown(incoming: Incoming, row: ExistingRow, isNewest: boolean): Beside {
    const { title, description, category, tags, folder_id: folderId, is_public: isPublic } = row;
    if (!incoming.isOurs || !isNewest) return { title, description, category, tags, folderId, isPublic };
    return {
      title: incoming.title,
      description: incoming.description,
      tags: [...incoming.tags],
      isPublic,
      category: incoming.category === null ? category : this.#category(incoming),
      folderId: this.#state.folders.reach(incoming.folder),
    };
  }
}
