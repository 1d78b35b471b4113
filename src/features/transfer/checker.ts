import type { z } from "zod";
import { Faults } from "./reading/faults.ts";
import type { FoundPrompt } from "./reading/found.ts";
import type { Losses } from "./reading/losses.ts";
import { apart, slugOfName } from "./reading/names.ts";
import { placeAt } from "./reading/promptr.ts";

/** Postgres cannot keep NUL, and what was not UTF-8 would be kept changed. */
const isStorable = (text: string): boolean => !text.includes("\0") && !text.includes("\u{FFFD}") && text.isWellFormed();

/** What a file is held against while it is read, prompt by prompt. */
export class Checker {
  readonly faults = new Faults();
  readonly losses: Losses;
  readonly #slugs = new Map<string, string>();
  constructor(losses: Losses) {
    this.losses = losses;
  }

  /** The slug, or null for a prompt that is there twice, word for word. */
  slugOf({ identity, place, versions }: FoundPrompt): string | null {
    const text = JSON.stringify(versions.map(({ parts }) => parts));
    const wanted = "slug" in identity ? identity.slug : slugOfName(identity.name, identity.isPath);
    if (!this.#slugs.has(wanted)) {
      this.#slugs.set(wanted, text);
      return wanted;
    }
    if ("slug" in identity) this.faults.add(`${place}.slug`, "duplicate", "is the slug of another prompt in the file");
    if (this.#slugs.get(wanted) === text) {
      this.losses.add(place, "a prompt that is in the file twice", "it is imported once");
      return null;
    }
    const other = apart(wanted, text);
    if (this.#slugs.has(other)) return null;
    this.#slugs.set(other, text);
    return other;
  }

  collect(place: string, { issues }: Pick<z.ZodError, "issues">): void {
    for (const { path, code, message } of issues) this.faults.add(placeAt(place, path), code, message);
  }

  storable(place: string, value: unknown): void {
    for (const [path, text] of textsIn(value, place))
      if (!isStorable(text)) this.faults.add(path, "ill_formed", "holds NUL, U+FFFD or half a character");
  }
}

function* textsIn(value: unknown, path: string): Generator<readonly [string, string]> {
  if (typeof value === "string") yield [path, value];
  else if (Array.isArray(value)) for (const [index, item] of value.entries()) yield* textsIn(item, `${path}[${index}]`);
  else if (typeof value === "object" && value !== null)
    for (const [key, item] of Object.entries(value)) {
      yield [path, key];
      yield* textsIn(item, `${path}.${key.slice(0, 40)}`);
    }
}
