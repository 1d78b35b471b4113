import { hash } from "node:crypto";
import type { Presented } from "../contract/credential.ts";

const KEPT_MAX = 20_000;

/** Digests of credentials that were good here lately: known without asking the database. */
export class Proven {
  readonly #digests = new Set<string>();

  add(presented: Presented): void {
    const digest = digestOf(presented);
    this.#digests.delete(digest);
    this.#digests.add(digest); // a set keeps the order of adding, so the first one is the longest unused
    const [oldest] = this.#digests;
    if (this.#digests.size > KEPT_MAX && oldest !== undefined) this.#digests.delete(oldest);
  }

  has(presented: Presented): boolean {
    return this.#digests.has(digestOf(presented));
  }
}

const digestOf = (presented: Presented): string =>
  hash("sha256", presented.kind === "api_key" ? presented.key : presented.token, "base64url");
