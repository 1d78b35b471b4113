/** Where an edit stands in a reply: inside the object, inside its array. */
const EDIT_DEPTH = 3;

/** Finds the finished edits in a reply that arrives in pieces; reads each character once, and keeps those of one edit. */
export class EditReader {
  /** What earlier pieces hold of the edit that is not finished; null outside of edits. */
  #begun: string | null = null;
  #depth = 0;
  #inString = false;
  #escaped = false;

  /** The JSON texts of the objects that this piece completed. */
  push(piece: string): readonly string[] {
    const finished: string[] = [];
    let start = 0;
    for (let position = 0; position < piece.length; position += 1) {
      const border = this.#read(piece.charAt(position));
      if (border === "begins") [this.#begun, start] = ["", position];
      if (border !== "ends" || this.#begun === null) continue;
      finished.push(this.#begun + piece.slice(start, position + 1));
      this.#begun = null;
    }
    if (this.#begun !== null) this.#begun += piece.slice(start);
    return finished;
  }

  #read(character: string): "begins" | "ends" | null {
    if (this.#inString) {
      if (this.#escaped) this.#escaped = false;
      else if (character === "\\") this.#escaped = true;
      else if (character === '"') this.#inString = false;
      return null;
    }
    if (character === '"') this.#inString = true;
    if (character === "{" || character === "[") {
      this.#depth += 1;
      return character === "{" && this.#depth === EDIT_DEPTH ? "begins" : null;
    }
    if (character !== "}" && character !== "]") return null;
    this.#depth -= 1;
    return character === "}" && this.#depth === EDIT_DEPTH - 1 ? "ends" : null;
  }
}
