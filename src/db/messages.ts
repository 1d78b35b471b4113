import pg from "pg";

// pg publishes its utils but leaves them out of its types.
const { prepareValue } = (pg as unknown as { utils: { prepareValue: (value: unknown) => Buffer | string | null } })
  .utils;

/** Room for the statements of some ticks. */
const CHUNK_BYTES = 16_384;
/** Up to here a text is given three bytes for each unit rather than measured first. */
const SHORT_TEXT = 1_000;
const BYTES_PER_UNIT_MAX = 3;
const LENGTH_BYTES = 4;

const CODE = { bind: 0x42, close: 0x43, describe: 0x44, execute: 0x45, parse: 0x50, sync: 0x53 } as const;
const PREPARED = 0x53;
const PORTAL = 0x50;

/** Messages to Postgres one after another, so that all of a tick leave in one write. Sent bytes are never written again. */
export class Messages {
  #bytes = Buffer.allocUnsafeSlow(CHUNK_BYTES);
  #start = 0;
  #end = 0;

  /** How much waits to be taken. */
  get length(): number {
    return this.#end - this.#start;
  }

  /** What was written since the last time. */
  take(): Buffer {
    const taken = this.#bytes.subarray(this.#start, this.#end);
    this.#start = this.#end;
    return taken;
  }

  /** Forgets what was written after `length` was this. */
  cut(length: number): void {
    this.#end = this.#start + length;
  }

  /** Prepares a statement; under a name it replaces the one that had it. */
  parse(name: string, text: string): void {
    if (name !== "") {
      const from = this.#begin(CODE.close);
      this.#byte(PREPARED);
      this.#text(name);
      this.#finish(from);
    }
    const from = this.#begin(CODE.parse);
    this.#text(name);
    this.#text(text);
    this.#short(0);
    this.#finish(from);
  }

  /** Binds values to a prepared statement; throws, with nothing to be sent, when one cannot be written. */
  bind(name: string, values: readonly unknown[]): void {
    const from = this.#begin(CODE.bind);
    this.#byte(0);
    this.#text(name);
    this.#short(values.length);
    const formats = this.length;
    for (let left = values.length; left > 0; left -= 1) this.#short(0);
    this.#short(values.length);
    for (let place = 0; place < values.length; place += 1) this.#value(values[place], formats + 2 * place);
    this.#short(0);
    this.#finish(from);
  }

  /** Asks for the columns of what is bound. */
  describe(): void {
    const from = this.#begin(CODE.describe);
    this.#byte(PORTAL);
    this.#byte(0);
    this.#finish(from);
  }

  execute(): void {
    const from = this.#begin(CODE.execute);
    this.#byte(0);
    this.#long(0);
    this.#finish(from);
  }

  sync(): void {
    this.#finish(this.#begin(CODE.sync));
  }

  #begin(code: number): number {
    this.#byte(code);
    const from = this.length;
    this.#long(0);
    return from;
  }

  #finish(from: number): void {
    this.#bytes.writeInt32BE(this.length - from, this.#start + from);
  }

  #room(bytes: number): void {
    if (this.#end + bytes <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(CHUNK_BYTES, 2 * this.length + bytes));
    this.#end = this.#bytes.copy(larger, 0, this.#start, this.#end);
    this.#start = 0;
    this.#bytes = larger;
  }

  #byte(value: number): void {
    this.#room(1);
    this.#bytes[this.#end] = value;
    this.#end += 1;
  }

  #short(value: number): void {
    this.#room(2);
    this.#end = this.#bytes.writeUInt16BE(value, this.#end);
  }

  #long(value: number): void {
    this.#room(LENGTH_BYTES);
    this.#end = this.#bytes.writeInt32BE(value, this.#end);
  }

  /** A text that ends with a zero byte. */
  #text(text: string): void {
    this.#room(text.length * BYTES_PER_UNIT_MAX + 1);
    this.#end += this.#bytes.write(text, this.#end, "utf8");
    this.#byte(0);
  }

  #value(given: unknown, format: number): void {
    const value = typeof given === "string" ? given : prepareValue(given);
    if (value === null) {
      this.#long(-1);
    } else if (typeof value === "string") {
      const bytesMax = value.length < SHORT_TEXT ? value.length * BYTES_PER_UNIT_MAX : Buffer.byteLength(value);
      this.#room(LENGTH_BYTES + bytesMax);
      const written = this.#bytes.write(value, this.#end + LENGTH_BYTES, "utf8");
      this.#bytes.writeInt32BE(written, this.#end);
      this.#end += LENGTH_BYTES + written;
    } else {
      this.#bytes.writeUInt16BE(1, this.#start + format);
      this.#long(value.length);
      this.#room(value.length);
      this.#end += value.copy(this.#bytes, this.#end);
    }
  }
}
