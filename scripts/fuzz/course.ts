/** One sequence of steps on one kind of thing, beside a plain account of what must be there. */
import { isDeepStrictEqual } from "node:util";
import { Asking } from "./asking.ts";
import { words } from "./hostile.ts";
import type { Failure } from "./hunt.ts";
import type { Person } from "./people.ts";
import type { Runner } from "./run.ts";
import { type Answered, bodyOf } from "./send.ts";
import type { Family, Step } from "./sequences.ts";

/** The ids in the thing's path. */
type Made = readonly string[];
const LEFT_OUT = new Set(words("folderId parentId version label expiresAt password maxViews"));
const isHidden = ({ status }: Answered): boolean => status === 404 || status === 410;

export class Course {
  readonly #asking: Asking;
  readonly #family: Family;
  readonly #ann: Person;
  readonly #bob: Person;
  /** The prompt that the things lie below or name, and one they do not. */
  readonly #parents: readonly [own: string, other: string];
  readonly #live: Made[] = [];
  readonly #gone: Made[] = [];
  private constructor(runner: Runner, family: Family, [ann, bob]: [Person, Person], parents: [string, string]) {
    this.#asking = new Asking(runner);
    this.#family = family;
    this.#ann = ann;
    this.#bob = bob;
    this.#parents = parents;
  }

  static async run(runner: Runner, family: Family, steps: readonly Step[]): Promise<Failure[]> {
    const { people, things } = runner.world;
    const [ann, bob] = [await people.get("ann"), await people.get("bob")];
    const parent = async (): Promise<string> =>
      family.isBelow === undefined ? "" : ((await things.make("prompt", ann, 0))?.id ?? "");
    const course = new Course(runner, family, [ann, bob], [await parent(), await parent()]);
    for (const step of steps) if (course.#asking.failures.length === 0) await course.#take(step);
    for (const made of course.#live) await course.#ask(family.remove, made);
    return course.#asking.failures;
  }

  #ask(name: string, made: Made = this.#above, body?: object, by = this.#ann): Promise<Answered> {
    return this.#asking.ask(name, by, made, body);
  }

  get #above(): Made {
    return this.#family.isBelow === "path" ? [this.#parents[0]] : [];
  }

  #expect(isRight: boolean, check: string, detail: string, answer: Answered): void {
    this.#asking.expect(isRight, this.#family.create, { check, detail }, answer);
  }

  /** Drawn references lead nowhere, and what closes or hides a thing would end the account of it. */
  #placed(body: unknown): object {
    const kept = Object.entries(body as object).filter(([name]) => !LEFT_OUT.has(name));
    const whole: Record<string, unknown> = Object.fromEntries(kept);
    return "promptId" in whole ? { ...whole, promptId: this.#parents[0] } : whole;
  }

  /** Everything of this kind, as it is listed. */
  async #listed(): Promise<unknown[]> {
    const { data = [] } = bodyOf(await this.#ask(this.#family.list)) as { data?: unknown[] };
    return data;
  }

  /** What shows a thing by its name; folders have only their list. */
  async #read(made: Made, by = this.#ann): Promise<Answered> {
    const { read, list } = this.#family;
    if (read !== list) return this.#ask(read, made, undefined, by);
    const answer = await this.#ask(list, [], undefined, by);
    return answer.status === 200 && !answer.text.includes(made[0] ?? "") ? { ...answer, status: 404 } : answer;
  }

  async #expectThere(made: Made, check: string, when: string): Promise<void> {
    const read = await this.#read(made);
    this.#expect(read.status === 200, check, `${read.status} ${when}`, read);
  }

  async #take(step: Step): Promise<void> {
    const { verb, pick, created, changed } = step;
    if (verb === "create wrong") return this.#wrongly(this.#family.create, this.#above, this.#spoiled(step));
    const made = this.#live[pick % this.#live.length];
    if (verb === "create" || !made) return this.#create(created);
    if (verb === "read") await this.#expectThere(made, "ensure_resource_availability", "after other steps");
    if (verb === "change") await this.#ask(this.#family.change, made, this.#placed(changed));
    if (verb === "change wrong") await this.#wrongly(this.#family.change, made, { unknown: step.wrong });
    if (verb === "remove") {
      const { status } = await this.#ask(this.#family.remove, made);
      if (status === 204) this.#gone.push(...this.#live.splice(this.#live.indexOf(made), 1));
    }
    const removed = this.#gone[pick % this.#gone.length];
    if (removed && (verb === "remove" || verb === "use removed"))
      await this.#useHidden("use_after_free", removed, changed);
    if (verb === "use another's") {
      await this.#useHidden("name_space", made, changed, this.#bob);
      await this.#expectThere(made, "name_space", "after somebody else tried it");
    }
    if (verb === "use below another" && this.#family.isBelow === "path") {
      await this.#useHidden("resource_hierarchy", [this.#parents[1], ...made.slice(1)], changed);
      await this.#expectThere(made, "resource_hierarchy", "after it was tried below another parent");
    }
  }

  async #create(body: unknown): Promise<void> {
    const answer = await this.#ask(this.#family.create, this.#above, this.#placed(body));
    if (answer.status !== 201) return;
    const { id, token } = bodyOf(answer) as { id: string; token?: string };
    const made = [...this.#above, token ?? id];
    this.#live.push(made);
    await this.#expectThere(made, "ensure_resource_availability", "right after it was made");
  }

  /** A creation with one wrong value and a field nobody knows. */
  #spoiled({ created, pick, wrong }: Step): object {
    const names = Object.keys(created as object);
    return { ...this.#placed(created), [names[pick % Math.max(1, names.length)] ?? "x"]: wrong, unknown: 1 };
  }

  /** What is refused leaves everything as it was. */
  async #wrongly(name: string, made: Made, body: object): Promise<void> {
    const before = await this.#listed();
    const answer = await this.#ask(name, made, body);
    this.#expect(answer.status >= 400, "negative_data_rejection", `${answer.status} for an unknown field`, answer);
    this.#expect(isDeepStrictEqual(before, await this.#listed()), "leakage", `a refused ${name} left a trace`, answer);
  }

  async #useHidden(check: string, made: Made, changed: unknown, by = this.#ann): Promise<void> {
    const { create, read, change, remove } = this.#family;
    // Whoever has a link may open it.
    const mayRead = create === "createShare" && by !== this.#ann;
    const shown = mayRead ? undefined : await this.#read(made, by);
    if (shown) this.#expect(isHidden(shown), check, `${read}: ${shown.status}`, shown);
    // A body that breaks a rule is refused before anything is looked for.
    const answer = await this.#ask(change, made, this.#placed(changed), by);
    const isRight = isHidden(answer) || [400, 403, 422].includes(answer.status);
    this.#expect(isRight, check, `${change}: ${answer.status}`, answer);
    const removed = await this.#ask(remove, made, undefined, by);
    this.#expect(isHidden(removed), check, `${remove}: ${removed.status}`, removed);
  }
}
