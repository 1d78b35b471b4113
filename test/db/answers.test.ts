import * as fc from "fast-check";
import pg from "pg";
import { expect, inject, test } from "vitest";
import { Answers, errorIn } from "../../src/db/answers.ts";
import { Columns } from "../../src/db/columns.ts";
import { readerOf, TYPES } from "../../src/db/values.ts";

const message = (kind: number, body: Buffer): Buffer => {
  const header = Buffer.alloc(5);
  header[0] = kind;
  header.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([header, body]);
};

test("messages are the same wherever what arrives is cut, between two or within one", () => {
  const messages = fc.array(fc.tuple(fc.integer({ min: 1, max: 127 }), fc.uint8Array({ maxLength: 40 })), {
    maxLength: 12,
  });
  const cuts = fc.array(fc.nat(600), { maxLength: 30 });
  fc.assert(
    fc.property(messages, cuts, (sent, places) => {
      const heard: [number, number[]][] = [];
      const answers = new Answers((kind, bytes, start, end) => heard.push([kind, [...bytes.subarray(start, end)]]));
      const all = Buffer.concat(sent.map(([kind, body]) => message(kind, Buffer.from(body))));
      const at = [0, ...places.filter((place) => place < all.length).sort((a, b) => a - b), all.length];
      for (let cut = 1; cut < at.length; cut += 1) answers.receive(Buffer.from(all.subarray(at[cut - 1], at[cut])));
      expect(heard).toEqual(sent.map(([kind, body]) => [kind, [...body]]));
    }),
  );
});

const read = (oid: number, text: string): unknown => {
  const bytes = Buffer.from(`before${text}after`);
  return readerOf(oid)(bytes, 6, bytes.length - 5);
};
const byLibrary = (oid: number, text: string): unknown =>
  (TYPES.getTypeParser(oid, "text") as (text: string) => unknown)(text);
const TIMESTAMPTZ = 1184;

test("times are what the library makes of them, to the last digit, in any zone and era", () => {
  const two = (max: number) => fc.integer({ min: 0, max }).map((number) => String(number).padStart(2, "0"));
  const time = fc
    .tuple(
      fc.integer({ min: 1, max: 12_000 }).map((year) => String(year).padStart(4, "0")),
      fc.integer({ min: 1, max: 12 }).map((month) => String(month).padStart(2, "0")),
      fc.integer({ min: 1, max: 28 }).map((day) => String(day).padStart(2, "0")),
      fc.tuple(two(23), two(59), two(59)).map((parts) => parts.join(":")),
      fc.oneof(
        fc.constant(""),
        fc.nat(999_999).map((micros) => `.${String(micros).padStart(6, "0").replace(/0+$/, "") || "0"}`),
      ),
      fc.constantFrom("+00", "+00", "+00", "+05:30", "-08", "+00 BC"),
    )
    .map(([year, month, day, clock, fraction, zone]) => `${year}-${month}-${day} ${clock}${fraction}${zone}`);
  fc.assert(
    fc.property(time, (text) => {
      expect(read(TIMESTAMPTZ, text)).toEqual(byLibrary(TIMESTAMPTZ, text));
    }),
    { numRuns: 2_000 },
  );
  for (const text of ["infinity", "-infinity"]) expect(read(TIMESTAMPTZ, text)).toBe(byLibrary(TIMESTAMPTZ, text));
});

test("every type we store is read as the library reads it, as Postgres writes it", async () => {
  const client = new pg.Client({ host: inject("socket"), user: "postgres", database: "postgres", types: TYPES });
  await client.connect();
  const values = [
    "true", "false", "(-32768)::smallint", "2147483647", "(-2147483648)::int", "9007199254740991", "(-0.05)::numeric",
    "1e20::numeric", "'NaN'::numeric", "'ü—😀'::text", "''::text", "'x'::varchar(5)", "'x'::char(5)", "'x'::name", "1.5::float8",
    "'-Infinity'::float8", "current_date", "'infinity'::timestamptz", "'0044-03-15 BC'::timestamptz", "now()",
    "'2026-11-23 02:00:00.1Z'::timestamptz", "localtimestamp", "gen_random_uuid()", "'{\"a\": [1, \"ü\"]}'::jsonb", "'[]'::json", "'\\x00ff'::bytea",
    "'{}'::text[]", "'{a,b}'::text[]", "'{\"a,b\",\"\",NULL,\"NULL\"}'::text[]", "'{{a,b},{c,d}}'::text[]", "'[2:3]={a,b}'::text[]",
    "'{xNULLx,ü}'::text[]", "array[gen_random_uuid(), gen_random_uuid()]", "'{1,2}'::int[]", "null::text", "null::text[]", "'127.0.0.1'::inet",
    "interval '1 day'",
  ]; // prettier-ignore
  const raw: Buffer[] = [];
  const stream = (client as unknown as { connection: { stream: NodeJS.ReadableStream } }).connection.stream;
  stream.on("data", (chunk: Buffer) => raw.push(Buffer.from(chunk)));
  const sql = `select ${values.map((value, place) => `${value} as c${place}`).join(", ")}`;
  const { rows } = await client.query<Record<string, unknown>>(sql);
  await client.end();
  let columns: Columns | undefined;
  const mine: unknown[] = [];
  const answers = new Answers((kind, bytes, start) => {
    if (kind === 0x54) columns = new Columns(bytes, start);
    if (kind === 0x44) mine.push(columns?.row(bytes, start));
  });
  answers.receive(Buffer.concat(raw));
  expect(mine).toEqual(rows);
  expect(Object.keys(mine[0] as object)).toEqual(Object.keys(rows[0]!));
});

test("an error says all that Postgres said of it, by pg's names", () => {
  const body = Buffer.from("SERROR\0C23505\0Mduplicate key — value\0Dalready there\0nprompts_slug_key\0\0");
  const error = errorIn(Buffer.concat([Buffer.from("xx"), body]), 2, body.length + 2);
  expect(error).toBeInstanceOf(pg.DatabaseError);
  expect(error).toMatchObject({
    message: "duplicate key — value",
    severity: "ERROR",
    code: "23505",
    detail: "already there",
    constraint: "prompts_slug_key",
  });
});
