import pg from "pg";

/** The kinds of message Postgres sends, as its protocol numbers them. */
export const ANSWER = {
  parseComplete: 0x31,
  bindComplete: 0x32,
  closeComplete: 0x33,
  notification: 0x41,
  commandComplete: 0x43,
  dataRow: 0x44,
  error: 0x45,
  emptyQuery: 0x49,
  notice: 0x4e,
  parameterStatus: 0x53,
  rowDescription: 0x54,
  readyForQuery: 0x5a,
  noData: 0x6e,
} as const;

const HEADER_BYTES = 5;
/** Gets the kind of a message and where its body begins and ends. */
export type Hear = (kind: number, bytes: Buffer, start: number, end: number) => void;

/** Cuts what arrives into messages. */
export class Answers {
  readonly #hear: Hear;
  /** A message of which a part has not come yet, and how much is there. */
  #partial = Buffer.alloc(0);
  #filled = 0;

  constructor(hear: Hear) {
    this.#hear = hear;
  }

  receive(chunk: Buffer): void {
    const from = this.#filled === 0 ? 0 : this.#complete(chunk);
    const rest = this.#read(chunk, from);
    if (rest < chunk.length) this.#keep(chunk, rest);
  }

  /** Reads whole messages; returns where the first that is not whole begins. */
  #read(bytes: Buffer, from: number): number {
    let start = from;
    while (start + HEADER_BYTES <= bytes.length) {
      const end = start + 1 + bytes.readInt32BE(start + 1);
      if (end > bytes.length) break;
      this.#hear(bytes[start] ?? 0, bytes, start + HEADER_BYTES, end);
      start = end;
    }
    return start;
  }

  #keep(chunk: Buffer, start: number): void {
    const isLengthKnown = chunk.length - start >= HEADER_BYTES;
    this.#partial = Buffer.allocUnsafeSlow(isLengthKnown ? 1 + chunk.readInt32BE(start + 1) : HEADER_BYTES);
    this.#filled = chunk.copy(this.#partial, 0, start);
  }

  /** Adds to the message that is not whole; returns how much of the chunk that took. */
  #complete(chunk: Buffer): number {
    let used = this.#fill(chunk, 0);
    if (this.#filled === HEADER_BYTES && this.#partial.length === HEADER_BYTES) {
      const header = this.#partial;
      this.#partial = Buffer.allocUnsafeSlow(1 + header.readInt32BE(1));
      header.copy(this.#partial);
      used = this.#fill(chunk, used);
    }
    if (this.#filled < this.#partial.length) return used;
    const whole = this.#partial;
    this.#filled = 0;
    this.#read(whole, 0);
    return used;
  }

  #fill(chunk: Buffer, from: number): number {
    const copied = chunk.copy(this.#partial, this.#filled, from);
    this.#filled += copied;
    return from + copied;
  }
}

/** Fields of an ErrorResponse by the letter they are sent under, as pg names them. */
const ERROR_FIELDS: Readonly<Record<string, string>> = {
  S: "severity",
  C: "code",
  D: "detail",
  H: "hint",
  P: "position",
  p: "internalPosition",
  q: "internalQuery",
  W: "where",
  s: "schema",
  t: "table",
  c: "column",
  d: "dataType",
  n: "constraint",
  F: "file",
  L: "line",
  R: "routine",
};

/** The error in the body of an ErrorResponse, as pg would give it. */
export function errorIn(bytes: Buffer, start: number, end: number): pg.DatabaseError {
  const fields: Record<string, string> = {};
  let message = "";
  for (let at = start; at < end && bytes[at] !== 0;) {
    const close = bytes.indexOf(0, at + 1);
    const letter = String.fromCharCode(bytes[at] ?? 0);
    const text = bytes.toString("utf8", at + 1, close);
    const name = ERROR_FIELDS[letter];
    if (letter === "M") message = text;
    else if (name !== undefined) fields[name] = text;
    at = close + 1;
  }
  return Object.assign(new pg.DatabaseError(message, end - start, "error"), fields);
}
