import { newId } from "../../contract/id.ts";
import { Failure } from "../../errors.ts";
import { FOLDERS_MAX } from "../folders/index.ts";

type FolderRow = { readonly id: string; readonly parent_id: string | null; readonly name: string };
type NewFolder = FolderRow & { readonly path: readonly string[] };
const keyOf = (parentId: string | null, name: string): string => `${parentId ?? ""}/${name}`;

/** A person's folders by name, and those a file adds to them. */
export class FolderPaths {
  readonly #ids: Map<string, string>;
  readonly #rows: ReadonlyMap<string, FolderRow>;
  readonly #now: number;
  readonly added: NewFolder[] = [];

  constructor(rows: readonly FolderRow[], now: Date) {
    this.#ids = new Map(rows.map(({ id, parent_id: parentId, name }) => [keyOf(parentId, name), id]));
    this.#rows = new Map(rows.map((row) => [row.id, row]));
    this.#now = now.getTime();
  }

  /** The names from the top down to a folder that is stored. */
  pathOf(id: string | null): string[] {
    const names: string[] = [];
    for (
      let row = id === null ? undefined : this.#rows.get(id);
      row;
      row = row.parent_id === null ? undefined : this.#rows.get(row.parent_id)
    )
      names.unshift(row.name);
    return names;
  }

  /** All stored folders as paths, in one order everywhere. */
  paths(): string[][] {
    return [...this.#rows.keys()].map((id) => this.pathOf(id)).sort(byNames);
  }

  /** The folder at the end of a path; what is missing on the way is added. Throws `folder_limit_reached`. */
  reach(path: readonly string[]): string | null {
    let parentId: string | null = null;
    for (const [depth, name] of path.entries()) {
      const key = keyOf(parentId, name);
      let id = this.#ids.get(key);
      if (id === undefined) {
        if (this.#ids.size >= FOLDERS_MAX) throw new Failure("folder_limit_reached");
        id = newId(this.#now);
        this.#ids.set(key, id);
        this.added.push({ id, parent_id: parentId, name, path: path.slice(0, depth + 1) });
      }
      parentId = id;
    }
    return parentId;
  }
}

/** By code units, name by name: the same order whatever language a database sorts in. */
function byNames(a: readonly string[], b: readonly string[]): number {
  for (const [index, name] of a.entries()) {
    const other = b[index];
    if (other === undefined) return 1;
    if (name !== other) return name < other ? -1 : 1;
  }
  return a.length - b.length;
}
