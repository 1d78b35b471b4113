/** Values a client should never send, and some that only look as if. */
import fc from "fast-check";

/** Text that would show unescaped in a page, or as a header of its own. */
export const MARKUP = `"><script>fuzz()</script>`;
export const INJECTED_HEADER = "x-injected";
export const POLLUTED = "polluted";

const LONG = 10_000;
const HUGE = 1_000_000;
const DEEP = 2_000;

const nested = (depth: number): unknown => {
  let value: unknown = 1;
  for (let level = 0; level < depth; level += 1) value = [value];
  return value;
};
/** A list as it is read best: what has no spaces in it, divided by them. */
export const words = (text: string): string[] => text.trim().split(/\s+/);

export const METHODS = words("GET POST PUT DELETE PATCH HEAD OPTIONS TRACE PROPFIND LOCK");

const HOSTILE_TEXTS: readonly string[] = [
  words(`%00 % \\ ../../../etc/passwd ..%2f..%2fetc {{constructor}} {{__proto__}} \${7*7} __proto__ constructor toString
    NaN Infinity null undefined true -1 0 1e400 0x10 1.5 99999999999999999999 2147483648 9007199254740993
    0000-00-00 2026-02-30 2026-13-01T00:00:00Z 9999-12-31T23:59:59.999999999Z -000001-01-01T00:00:00Z
    +275760-09-13T00:00:00.001Z 2026-01-01T24:00:00Z 2016-12-31T23:59:60Z 0001-01-01T00:00:00Z 0000-01-01 infinity epoch
    (a+)+$ 00000000-0000-0000-0000-000000000000 FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF
    javascript:alert(1) http://169.254.169.254/latest file:///etc/passwd`),
  ["", " ", "\u0000", "a\u0000b", "\ud800", "a\udfffb", "\u202egpj.exe", "\ufeff", "\u2028", "\r\nX-Injected: yes"],
  ["' or 1=1 --", "$1; drop table prompts", "a & b | !c <-> (d)", MARKUP],
  ["a".repeat(LONG), "é".repeat(300), "👩‍👩‍👧‍👦".repeat(40), "z\u0300\u0301".repeat(200)],
].flat();

export const hostileText = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...HOSTILE_TEXTS) },
  {
    weight: 3,
    // Code points of every plane, surrogates alone among them.
    arbitrary: fc
      .array(fc.oneof(fc.nat({ max: 0x1ff }), fc.nat({ max: 0x10ffff })), { maxLength: 40 })
      .map((points) => String.fromCodePoint(...points)),
  },
);

const NUMBERS = [0, -0, -1, 0.1, 1e21, 1e308, -1e308, 5e-324, 2 ** 31, 2 ** 53, Number.MIN_SAFE_INTEGER];
const SHAPES: readonly unknown[] = [[], {}, [[]], [null], [{}], ["a", "a"], { toString: "x" }, { length: 1e9 }];
const POLLUTING = { constructor: { prototype: { [POLLUTED]: true } } };
const LARGE = [
  "x".repeat(HUGE),
  nested(40),
  nested(DEEP),
  Array.from({ length: LONG }, () => "t"),
  Object.fromEntries(Array.from({ length: 2_000 }, (_, n) => [`k${n}`, n])),
];
const dictionary = fc.dictionary(fc.constantFrom("a", "kind", "toString", "", "é"), hostileText, {
  maxKeys: 3,
  noNullPrototype: true,
});
/** What a body may hold in any place; huge ones are rare because each is a large request. */
export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 12, arbitrary: hostileText },
  { weight: 8, arbitrary: fc.constantFrom<unknown>(null, true, false, ...NUMBERS, ...SHAPES, POLLUTING) },
  { weight: 3, arbitrary: fc.array(hostileText, { maxLength: 4 }) },
  { weight: 2, arbitrary: dictionary },
  { weight: 1, arbitrary: fc.constantFrom<unknown>(...LARGE) },
);

/** Names nobody declared: of columns a caller must not set, and of what every object has. */
export const hostileName = fc.constantFrom(
  ...[
    words(`user_id userId role is_admin isAdmin subscription_tier api_calls_remaining quality_score view_count id created_at
    createdAt toString hasOwnProperty constructor prototype __proto__ $where ünïcode a.b a[b]`),
    ["", " ", "\u0000", "a".repeat(300)],
  ].flat(),
);

/** Written into an address as they are: what percent-encoding does not allow, or decodes to no text. */
export const RAW_ESCAPES: readonly string[] = words(`% %zz %e0%a4%a %c0%af %ed%a0%80 %ff %00 %0d%0aX-Injected:%20yes
  %2e%2e%2f %252e%252e %2f %3F ; + * ~ ..; %u0041 a%20b %F0%9F%98%80`);

/** Bodies that are not what their type says; bytes, as they go over the wire. */
export const RAW_BODIES: readonly Buffer[] = [
  words(`{ } [] [1] null true 0 "text" {}{} {'a':1} {"a":1,} {"a":NaN} {"a":01} {"a":1e999} {"\\ud800":1} {"a":"\\u0000"}
    {"__proto__":{"polluted":true}} {"\\u005f_proto__":{"polluted":true}} a=b&a=c %=%&&== <xml/>`),
  ["", " ", '{"a":"\t"}', "\ufeff{}", "// comment\n{}", "[".repeat(50_000), '{"a":'.repeat(50_000)],
  [
    Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]),
    Buffer.from("{}", "utf16le"),
    Buffer.alloc(300_000, 0x20),
  ],
]
  .flat()
  .map((body) => Buffer.from(body));

export const CONTENT_TYPES: readonly string[] = [
  words("text/plain application/xml application/json;;; APPLICATION/JSON application/merge-patch+json json /"),
  ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/json, text/html"],
  ["application/json; charset=latin1", "application/json; charset=utf-16", "application/json; charset"],
].flat();

export const HEADERS =
  words(`idempotency-key if-match if-none-match x-request-id accept-language origin range accept-encoding
  x-forwarded-for x-http-method-override last-event-id x-share-password prefer user-agent cookie referer host expect-ct
  access-control-request-method traceparent`);
export const HEADER_VALUES = [
  words(`* W/"x" " '' , a,b bytes=0-1 null https://evil.example ÿþ %0d%0aX-Injected:yes gzip;q=nope 0 -1 DELETE
    "00000000000000000000000000000000"`),
  ["", "\t", "x".repeat(300), "x".repeat(8_000)],
].flat();
export const ACCEPTS = words(`image/png text/html text/event-stream application/xml;q=0.9 */*;q=0 ;; text/*
  application/json;version=2`);
