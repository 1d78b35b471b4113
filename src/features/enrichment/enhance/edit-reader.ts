/** Where an edit stands in a reply: inside the object, inside its array. */
const EDIT_DEPTH = 3;

/** Finds the finished edits in a reply that arrives in pieces; reads each character once. */
export class EditReader {
  #text = "";
  #position = 0;
  #depth = 0;
  #start = -1;
  #inString = false;
  #escaped = false;

  /** The JSON texts of the objects that this piece completed. */
  push(piece: string): readonly string[] {
    this.#text += piece;
    const finished: string[] = [];
    for (; this.#position < this.#text.length; this.#position += 1) {
      const end = this.#read(this.#text.charAt(this.#position));
      if (end) finished.push(this.#text.slice(this.#start, this.#position + 1));
    }
    return finished;
  }

  /** True at the end of an edit. */
  #read(character: string): boolean {
    if (this.#inString) {
      if (this.#escaped) this.#escaped = false;
      else if (character === "\\") this.#escaped = true;
      else if (character === '"') this.#inString = false;
      return false;
    }
    if (character === '"') this.#inString = true;
    if (character === "{" || character === "[") {
      this.#depth += 1;
      if (character === "{" && this.#depth === EDIT_DEPTH) this.#start = this.#position;
    }
    if (character !== "}" && character !== "]") return false;
    this.#depth -= 1;
    return character === "}" && this.#depth === EDIT_DEPTH - 1;
  }
}
