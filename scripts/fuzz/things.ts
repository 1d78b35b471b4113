/** What the requests before have made: ids that mean something, whose they are, and whether they still exist. */
import { endpointNamed } from "./contract.ts";
import { type Kind, MADE_BY, RECIPES, REMOVED_BY } from "./kinds.ts";
import type { Person } from "./people.ts";
import type { Answered, Send } from "./send.ts";

export type Thing = {
  readonly kind: Kind;
  readonly id: string;
  readonly owner: string;
  readonly parent?: string;
  isGone: boolean;
};

const EACH_MAX = 200;

export class Things {
  readonly #known = new Map<Kind, Thing[]>();
  readonly #send: Send;
  #made = 0;
  constructor(send: Send) {
    this.#send = send;
  }

  all(kind: Kind): readonly Thing[] {
    return this.#known.get(kind) ?? [];
  }

  add(thing: Thing): void {
    const known = this.#known.get(thing.kind) ?? [];
    this.#known.set(thing.kind, known);
    if (known.some(({ id }) => id === thing.id)) return;
    known.push(thing);
    if (known.length > EACH_MAX) known.splice(0, EACH_MAX / 4);
  }

  /** Remembers what an answer shows to exist, or to exist no more. */
  learn(operation: string, owner: string, ids: { own?: string; parent?: string }, body: unknown): void {
    const kind = MADE_BY[operation];
    const { data: rows, changes = [] } = (body ?? {}) as { data?: unknown; changes?: { id: string }[] };
    if (operation === "enhancePrompt")
      for (const { id } of changes) this.add({ kind: "change", id, owner, isGone: false });
    for (const one of kind ? (Array.isArray(rows) ? rows : [body]) : []) {
      const { id, token } = (one ?? {}) as { id?: unknown; token?: unknown };
      const name = kind === "share" ? token : id;
      const { parent } = ids;
      if (kind && typeof name === "string")
        this.add({ kind, id: name, owner, isGone: false, ...(parent !== undefined && { parent }) });
    }
    if (operation === "restorePrompt") this.#mark(ids.own, false);
    if (REMOVED_BY.has(operation)) this.#mark(ids.own, true);
  }

  #mark(id: string | undefined, isGone: boolean): void {
    for (const thing of [...this.#known.values()].flat()) {
      // What hangs on it goes and comes with it.
      if (id !== undefined && (thing.id === id || (thing.parent === id && !isGone === thing.isGone)))
        thing.isGone = isGone;
    }
  }

  /** One that is there, made now when there is none. */
  async need(kind: Kind, owner: Person, pick: number): Promise<Thing | undefined> {
    const mine = this.all(kind).filter((one) => one.owner === owner.id && !one.isGone);
    return mine[pick % Math.max(mine.length, 1)] ?? this.make(kind, owner, pick);
  }

  async make(kind: Kind, owner: Person, pick: number): Promise<Thing | undefined> {
    const recipe = RECIPES[kind];
    if (!recipe) return undefined;
    const above = recipe.parent && (await this.need(recipe.parent, owner, pick));
    const parent = recipe.isBeside ? above?.parent : above?.id;
    this.#made += 1;
    const answer = await this.#ask(recipe.operation, owner, parent, recipe.body?.(parent ?? "", this.#made));
    if (answer.status >= 300) return undefined;
    this.learn(recipe.operation, owner.id, parent === undefined ? {} : { parent }, JSON.parse(answer.text));
    const made = this.all(kind).findLast((one) => one.owner === owner.id && !one.isGone);
    if (made && recipe.after) await this.#ask(recipe.after.operation, owner, made.id, recipe.after.body);
    return made;
  }

  /** With the ids its path has: a thing's or its parent's, and the one label that all prompts made here have. */
  #ask(operation: string, { token }: Person, id = "", body?: object): Promise<Answered> {
    const { method, path } = endpointNamed(operation);
    return this.#send({
      method,
      target: path.replace("{label}", "production").replace(/\{\w+\}/, id),
      headers: { authorization: `Bearer ${token}`, ...(body && { "content-type": "application/json" }) },
      ...(body && { body: Buffer.from(JSON.stringify(body)) }),
    });
  }
}
