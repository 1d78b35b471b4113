import fc from "fast-check";
import { expect, test } from "vitest";
import { repeatedNames } from "../../src/http/repeated-names.ts";

const paths = (json: string): string[] => repeatedNames(json, "body").map(({ path }) => path);

test.each([
  ['{"a":1,"a":2}', ["body.a"]],
  ['{"a":1,"\\u0061":2}', ["body.a"]],
  ['{"a":{"b":1},"c":{"b":2}}', []],
  ['{"a":[{"b":1},{"b":1,"b":1}]}', ["body.a.1.b"]],
  ['{"a":[[],["a","a",{"x":0}],{"x":1,"x":2}]}', ["body.a.2.x"]],
  ['{"a":"\\"a\\":1,\\"a\\"","b":"a"}', []],
  ['{"a\\\\":1,"a\\\\":2}', ["body.a\\"]],
  ['{"a":1,"b":{"c":[1,{"d":2,"d":3}],"c":4},"a":5,"a":6}', ["body.b.c.1.d", "body.b.c", "body.a", "body.a"]],
  ['{"":1,"":2}', ["body."]],
  ['{"__proto__":1,"__proto__":2}', ["body.__proto__"]],
  ['["a","a"]', []],
  ['"a"', []],
])("of %s the names that are given twice are found, with their places", (json, expected) => {
  expect(paths(json)).toEqual(expected);
});

test("what any JSON writer writes has none, and every name given once more is found", () => {
  fc.assert(
    fc.property(fc.json({ depthSize: "medium" }), (json) => {
      expect(paths(json)).toEqual([]);
    }),
  );
  const escaped = (name: string) =>
    `"${name.replaceAll(/./g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`)}"`;
  const name = fc.string({ unit: fc.constantFrom("a", "b", '"', "\\", "{", "}", "[", ",", ":", " "), maxLength: 4 });
  const entry = fc.tuple(name, fc.boolean(), fc.json({ maxDepth: 1 }));
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 12 }), (entries) => {
      const json = `{ ${entries.map(([key, odd, value]) => `${odd ? escaped(key) : JSON.stringify(key)} : ${value}`).join(" , ")} }`;
      expect(Object.keys(JSON.parse(json))).toHaveLength(entries.length - paths(json).length);
    }),
  );
});

test("fifty are told at most, and no place repeats more of a name than shows which", () => {
  expect(paths(`{${Array.from({ length: 10_000 }, () => '"a":1').join(",")}}`)).toHaveLength(50);
  const long = "x".repeat(100_000);
  expect(paths(`{"${long}":1,"${long}":1}`)).toEqual([`body.${"x".repeat(40)}`]);
});

test("a body made to be slow to look through takes about as long as one that parses", () => {
  const hostile = [
    '"'.padEnd(250_000, '\\"'),
    JSON.stringify({ a: "\\".repeat(120_000) }),
    '{"a":'.repeat(40_000) + "1" + "}".repeat(40_000),
    "[".repeat(120_000) + "]".repeat(120_000),
    JSON.stringify(Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`k${index}`, 1]))),
  ];
  const cpu = process.cpuUsage();
  for (const json of hostile) repeatedNames(json, "body");
  const { user } = process.cpuUsage(cpu);
  // All five take 100 ms; were it quadratic, one alone would take many seconds.
  expect(user / 1_000).toBeLessThan(2_000);
});
