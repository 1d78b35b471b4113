/** Why temperature, tools and their like are lost, whoever kept them. */
export const SETTING = "settings of the model call are not part of a prompt here";
const KINDS_MAX = 200;
const PLACES_MAX = 10;

/** Something of a file that has no place here. */
export type Loss = {
  readonly what: string;
  readonly why: string;
  readonly count: number;
  /** The first ones. */
  readonly places: readonly string[];
};

/** What cannot be carried over: said once for each kind, with how often and where, so that nothing is dropped silently. */
export class Losses {
  readonly #kinds = new Map<string, { what: string; why: string; count: number; places: string[] }>();

  add(place: string, what: string, why: string): void {
    const isNew = !this.#kinds.has(`${what}\0${why}`);
    const kept =
      isNew && this.#kinds.size >= KINDS_MAX
        ? { what: "more", why: "there are too many kinds to name" }
        : { what, why };
    const key = `${kept.what}\0${kept.why}`;
    const loss = this.#kinds.get(key) ?? { ...kept, count: 0, places: [] };
    loss.count += 1;
    if (loss.places.length < PLACES_MAX) loss.places.push(place);
    this.#kinds.set(key, loss);
  }

  /** Names every key of a setting that has no place here. */
  addKeys(place: string, what: string, value: unknown, why: string): void {
    if (typeof value !== "object" || value === null) return;
    for (const key of Object.keys(value)) this.add(place, `${what}.${key.slice(0, 100)}`, why);
  }

  copy(): Losses {
    const copied = new Losses();
    for (const [key, loss] of this.#kinds) copied.#kinds.set(key, { ...loss, places: [...loss.places] });
    return copied;
  }

  list(): Loss[] {
    return [...this.#kinds.values()];
  }
}
