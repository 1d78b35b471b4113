import { type Read, readerOf } from "./values.ts";

/** Type, length and format of a column follow its name; of these only the type is of use. */
const FIELD_BYTES = 18;
const FIELD_TYPE_AT = 6;

/** The columns of an answer: they say how its rows are read. */
export class Columns {
  readonly #names: string[] = [];
  readonly #readers: Read[] = [];
  /** Copied for each row, so that all rows have one shape. */
  readonly #empty: Record<string, unknown>;

  /** From the body of a RowDescription. */
  constructor(bytes: Buffer, start: number) {
    for (let left = bytes.readInt16BE(start), at = start + 2; left > 0; left -= 1) {
      const end = bytes.indexOf(0, at);
      const name = bytes.toString("utf8", at, end);
      this.#names.push(name);
      this.#readers.push(readerOf(bytes.readUInt32BE(end + 1 + FIELD_TYPE_AT)));
      at = end + 1 + FIELD_BYTES;
    }
    // Not filled field by field: an object of many fields made so is a dictionary, whose copies cost six times as much.
    this.#empty = Object.fromEntries(this.#names.map((name) => [name, null]));
  }

  /** From the body of a DataRow. */
  row(bytes: Buffer, start: number): Record<string, unknown> {
    const [names, readers] = [this.#names, this.#readers];
    const row = { ...this.#empty };
    let at = start + 2;
    for (let column = 0; column < names.length; column += 1) {
      const length = bytes.readInt32BE(at);
      const read = readers[column];
      const name = names[column];
      at += 4;
      if (read === undefined || name === undefined) break;
      row[name] = length < 0 ? null : read(bytes, at, at + length);
      if (length > 0) at += length;
    }
    return row;
  }
}
