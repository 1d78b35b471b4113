import pg from "pg";

/** Reads a value that is no null from its text form: `bytes` from `start` up to `end`. */
export type Read = (bytes: Buffer, start: number, end: number) => unknown;

const OID = {
  boolean: 16,
  bigint: 20,
  smallint: 21,
  integer: 23,
  text: 25,
  textArray: 1009,
  varchar: 1043,
  date: 1082,
  timestamptz: 1184,
  numeric: 1700,
  uuid: 2950,
  uuidArray: 2951,
  jsonb: 3802,
} as const;

const asNumber = (value: string): number => Number(value);
/** How values come back: numbers as numbers, calendar days as text, times as Date. */
export const TYPES: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: string) => {
    if (oid === OID.numeric || oid === OID.bigint) return asNumber;
    if (oid === OID.date) return String; // a calendar day has no time zone
    return format === "binary" ? pg.types.getTypeParser(oid, "binary") : pg.types.getTypeParser(oid, "text");
  },
};

function byLibrary(oid: number): Read {
  const parse = TYPES.getTypeParser(oid, "text") as (text: string) => unknown;
  return (bytes, start, end) => parse(bytes.toString("utf8", start, end));
}
const readTimeByLibrary = byLibrary(OID.timestamptz);
const readArrayByLibrary = byLibrary(OID.textArray);

const [ZERO = 0, MINUS, SPACE, PLUS, POINT, TRUE] = Buffer.from("0- +.t");
const digit = (bytes: Buffer, at: number): number => (bytes[at] ?? 0) - ZERO;
const twoDigits = (bytes: Buffer, at: number): number => digit(bytes, at) * 10 + digit(bytes, at + 1);

const readText: Read = (bytes, start, end) => bytes.toString("utf8", start, end);
const readAscii: Read = (bytes, start, end) => bytes.toString("latin1", start, end);
const readNumber: Read = (bytes, start, end) => Number(bytes.toString("latin1", start, end));
const readJson: Read = (bytes, start, end) => JSON.parse(bytes.toString("utf8", start, end)) as unknown;
const readBoolean: Read = (bytes, start) => bytes[start] === TRUE;

function readInteger(bytes: Buffer, start: number, end: number): number {
  const isNegative = bytes[start] === MINUS;
  let value = 0;
  for (let at = isNegative ? start + 1 : start; at < end; at += 1) value = value * 10 + digit(bytes, at);
  return isNegative ? -value : value;
}

const SHORTEST_TIME = "2026-11-23 02:00:00+00".length;
const LONGEST_TIME = "2026-11-23 02:00:00.123456+00".length;
const FRACTION_AT = "2026-11-23 02:00:00.".length;

/** `2026-11-23 02:00:00.123+00`, as sessions in UTC write it; infinity, other zones and eras are left to the library. */
export function readTime(bytes: Buffer, start: number, end: number): unknown {
  const length = end - start;
  const isPlain =
    length >= SHORTEST_TIME &&
    length <= LONGEST_TIME &&
    bytes[start + 4] === MINUS &&
    bytes[start + 10] === SPACE &&
    (length === SHORTEST_TIME || bytes[start + FRACTION_AT - 1] === POINT) &&
    bytes[end - 3] === PLUS &&
    twoDigits(bytes, end - 2) === 0;
  const century = twoDigits(bytes, start);
  if (!isPlain || century === 0) return readTimeByLibrary(bytes, start, end);
  let milliseconds = 0;
  for (let place = 0, scale = 100; place < 3 && start + FRACTION_AT + place < end - 3; place += 1, scale /= 10)
    milliseconds += digit(bytes, start + FRACTION_AT + place) * scale;
  return new Date(
    Date.UTC(
      century * 100 + twoDigits(bytes, start + 2),
      twoDigits(bytes, start + 5) - 1,
      twoDigits(bytes, start + 8),
      twoDigits(bytes, start + 11),
      twoDigits(bytes, start + 14),
      twoDigits(bytes, start + 17),
      milliseconds,
    ),
  );
}

const NEEDS_LIBRARY = /["\\]|^[^{]|.\{|NULL/s;

/** An array of texts, split at its commas when nothing in it is quoted, nested or null. */
export function readTexts(bytes: Buffer, start: number, end: number): unknown {
  const text = bytes.toString("utf8", start, end);
  if (NEEDS_LIBRARY.test(text)) return readArrayByLibrary(bytes, start, end);
  return text.length === 2 ? [] : text.slice(1, -1).split(",");
}

const READERS = new Map<number, Read>([
  [OID.boolean, readBoolean],
  [OID.bigint, readNumber],
  [OID.smallint, readInteger],
  [OID.integer, readInteger],
  [OID.text, readText],
  [OID.textArray, readTexts],
  [OID.varchar, readText],
  [OID.date, readAscii],
  [OID.timestamptz, readTime],
  [OID.numeric, readNumber],
  [OID.uuid, readAscii],
  [OID.uuidArray, readTexts],
  [OID.jsonb, readJson],
]);

/** The quick reader of a type, or the library's for one we do not read often; both give the same values. */
export const readerOf = (oid: number): Read => READERS.get(oid) ?? byLibrary(oid);
