export type TreeNode = { readonly id: string; readonly parent_id: string | null };

/** How deep folders may lie in each other, counted from 1 at the top. */
export const DEPTH_MAX = 32;

/** All folders of one person. Stored trees have no cycles and are `DEPTH_MAX` deep at most. */
export class Tree {
  readonly #parents: Map<string, string | null>;
  readonly #children = new Map<string | null, string[]>();

  constructor(nodes: readonly TreeNode[]) {
    this.#parents = new Map(nodes.map(({ id, parent_id }) => [id, parent_id]));
    for (const { id, parent_id } of nodes) this.#children.set(parent_id, [...this.#childrenOf(parent_id), id]);
  }

  #childrenOf(id: string | null): readonly string[] {
    return this.#children.get(id) ?? [];
  }

  has(id: string): boolean {
    return this.#parents.has(id);
  }

  /** 1 for a folder at the top, 0 for the top itself. */
  depthOf(id: string | null): number {
    let depth = 0;
    for (let at = id; at !== null; at = this.#parents.get(at) ?? null) depth += 1;
    return depth;
  }

  /** The folder and everything below it. */
  below(id: string): string[] {
    const found = [id];
    for (const one of found) found.push(...this.#childrenOf(one));
    return found;
  }

  /** How many levels a folder and what lies below it take: 1 for one without subfolders. */
  heightOf(id: string): number {
    const own = this.depthOf(id);
    return Math.max(...this.below(id).map((one) => this.depthOf(one))) - own + 1;
  }
}
