import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { jsonIn } from "../../../src/features/runs/expectations/answer-json.ts";
import { keepsTo, schemaFaults } from "../../../src/features/runs/expectations/answer-schema.ts";
import { Budget } from "../../../src/features/runs/expectations/budget.ts";
import { checkPlain } from "../../../src/features/runs/expectations/check.ts";
import { checkOf, Expectation } from "../../../src/features/runs/expectations/expectation.ts";
import { questionFor, readVerdicts } from "../../../src/features/runs/expectations/judge.ts";
import { occurs, readPattern } from "../../../src/features/runs/expectations/pattern.ts";

/** What a machine shared by five needs at most, where a blow-up would take minutes. */
const BOUND_MS = 1_500;
/** Nothing is begun that is known to take longer than 50 ms; the rest is the machine's. */
const HELD_UP_MS = 500;
const took = <T>(work: () => T): { result: T; ms: number } => {
  const startedAt = performance.now();
  return { result: work(), ms: performance.now() - startedAt };
};
const plain = async (given: object, answer: string) => {
  const expectation = Expectation.parse(given);
  if (expectation.kind === "judge") throw new Error("not plain");
  return checkPlain(expectation, answer);
};

describe("an expectation", () => {
  test.each([
    [{ kind: "contains", text: "Ada" }, "Hi Ada", true],
    [{ kind: "contains", text: "ada" }, "Hi Ada", false],
    [{ kind: "contains", text: "ÄDA", ignoreCase: true }, "Hi äda", true],
    [{ kind: "contains", text: "Ada", not: true }, "Hi Ada", false],
    [{ kind: "contains", text: ".*", not: true }, "Hi Ada", true],
    [{ kind: "matches", pattern: "^Hi \\w+$" }, "Hi Ada", true],
    [{ kind: "matches", pattern: "(?i)ADA" }, "Hi Ada", true],
    [{ kind: "matches", pattern: "^Ada" }, "Hi Ada", false],
    [{ kind: "matches", pattern: "\\d", not: true }, "Hi Ada", true],
    [{ kind: "json_schema", schema: { type: "object", required: ["a"] } }, '{"a":1}', true],
    [{ kind: "json_schema", schema: { type: "object", required: ["a"] } }, "{}", false],
    [{ kind: "json_schema", schema: { type: "array" } }, "Here:\n```json\n[1]\n```\nDone", true],
    [{ kind: "json_schema", schema: { type: "array" } }, "no JSON at all", false],
    [{ kind: "json_schema", schema: {}, not: true }, "no JSON at all", true],
  ])("%j of %j passes: %s", async (given, answer, passed) => {
    expect(await plain(given, answer)).toMatchObject({ passed });
  });

  test("says where a form is not kept", async () => {
    const schema = { properties: { age: { type: "integer" } } };
    const check = await plain({ kind: "json_schema", schema }, '{"age":"old"}');
    expect(check.reason).toContain("#/age");
  });
});

describe("a pattern", () => {
  test.each(["(a", "(?=a)", "(?<!a)b", "(a)\\1", "a**", "[z-a]", "a{2,1}", "\\", "(a{1000}){1000}"])(
    "%s is refused: it is none of RE2's",
    (pattern) => {
      expect(readPattern(pattern)).toHaveProperty("fault");
    },
  );

  test.each([
    `(?:${"x".repeat(280)}){1000}`,
    "\\pL{1000}".repeat(33),
    "(?:(?:a{30}b?){30}c?){9}",
    "a{501}",
    `(?i)${"\\pL".repeat(90)}`,
    `(?i)${"[a-\u{FFFF}]".repeat(50)}`,
    "(?s-i)(?i)[a-\\x{10ffff}]",
  ])("%s is refused before it costs anything", (pattern) => {
    const { result, ms } = took(() => readPattern(pattern));
    expect(result).toHaveProperty("fault");
    expect(ms).toBeLessThan(HELD_UP_MS);
  });

  test.each(["(a|a)*b", "(a*)*b", "(x+x+)+y", "(.*)(.*)(.*)(.*)(.*)z", "[\\pL ]{1,90}\\d", "(?:a|b)*a(?:a|b){20}[cd]"])(
    "%s is matched in linear time, or not at all",
    (pattern) => {
      const read = readPattern(pattern);
      if ("fault" in read) throw new Error(read.fault);
      for (const text of ["a".repeat(50_000), "ab".repeat(25_000), "lorem ipsum ".repeat(4_000)]) {
        expect(took(() => occurs(read, text)).ms).toBeLessThan(BOUND_MS);
      }
    },
  );

  test("that is ordinary is read: dates, links, bullet lists, addresses", () => {
    for (const pattern of [
      "\\b\\d{4}-\\d{2}-\\d{2}\\b",
      "https?://[^\\s]+",
      "(?m)^[-*] .{1,200}$",
      "[\\w.+-]+@[a-z]{1,63}(\\.[a-z]{1,63})+",
      "^(?:[^\\n]{1,80}\\n?){1,3}$",
      "(?i)[а-я]+ \\pL+",
    ]) {
      expect([pattern, readPattern(pattern)]).toEqual([pattern, expect.objectContaining({ size: expect.any(Number) })]);
    }
  });

  test("made of anything is read or refused, and never breaks", () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 40, unit: fc.constantFrom(...Array.from("ab(){}[]|*+?.\\^$19,-:")) }),
        fc.string(),
        (pattern, text) => {
          const read = readPattern(pattern);
          if (!("fault" in read)) expect(typeof occurs(read, text)).toBe("boolean");
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe("a schema", () => {
  const deep = (levels: number): Record<string, unknown> => (levels === 0 ? {} : { items: deep(levels - 1) });
  const doubling = Object.fromEntries(
    Array.from({ length: 100 }, (_, n) => [
      `d${n}`,
      { allOf: [{ $ref: `#/$defs/d${n + 1}` }, { $ref: `#/$defs/d${n + 1}` }] },
    ]),
  );
  test.each<[string, Record<string, unknown>, string]>([
    ["pattern", { type: "string", pattern: "(a+)+$" }, "pattern"],
    ["patternProperties", { patternProperties: { "(a+)+$": {} } }, "patternProperties"],
    ["format regex", { format: "regex" }, "format"],
    ["format uri", { properties: { a: { format: "uri" } } }, "properties.a.format"],
    ["a remote reference", { $ref: "https://example.com/schema" }, "$ref"],
    ["a reference to a file", { items: { $ref: "file:///etc/passwd" } }, "items.$ref"],
    ["another base", { $id: "https://example.com/" }, "$id"],
    ["an unknown keyword", { minSize: 3 }, "minSize"],
    ["a type that is none", { type: "text" }, "type"],
    ["an enum that is no list", { enum: {} }, "enum"],
    ["required that are no strings", { required: [1] }, "required"],
    ["a schema that is none", { properties: { a: 5 } }, "properties.a"],
    ["a count below nothing", { minItems: -1 }, "minItems"],
    ["a number too large to keep", { const: 1e300 }, "const"],
    ["a definition there is not", { $ref: "#/$defs/none" }, ""],
    ["a definition of itself", { $ref: "#/$defs/a", $defs: { a: { items: { $ref: "#/$defs/a" } } } }, ""],
    ["definitions that double a hundred times", { $ref: "#/$defs/d0", $defs: { ...doubling, d100: {} } }, ""],
    ["21 levels", deep(21), Array.from({ length: 21 }, () => "items").join(".")],
    ["20 kB", { description: "x".repeat(20_000) }, ""],
    [
      "a name that means something else",
      JSON.parse('{"properties":{"__proto__":{}}}') as never,
      "properties.__proto__",
    ],
  ])("with %s is refused at its place", (_what, schema, path) => {
    const { result, ms } = took(() => schemaFaults(schema));
    expect(result.map((fault) => fault.path.join("."))).toContain(path);
    expect(ms).toBeLessThan(BOUND_MS);
  });

  test("of the usual kind is checked as draft 2020-12 has it", () => {
    const schema = {
      $schema: "https://json-schema.org/draft/2020-12/schema",
      type: "object",
      required: ["id", "tags"],
      additionalProperties: false,
      properties: {
        id: { type: "string", format: "uuid" },
        tags: { type: "array", items: { $ref: "#/$defs/tag" }, minItems: 1, uniqueItems: true },
        at: { anyOf: [{ type: "null" }, { type: "string", format: "date-time" }] },
      },
      $defs: { tag: { type: "string", minLength: 1, enum: ["a", "b"] } },
    };
    expect(schemaFaults(schema)).toEqual([]);
    const id = "0199f0a2-7c1e-7000-8000-000000000001";
    const keeps = (value: unknown) => keepsTo(schema, value).holds;
    expect(keeps({ id, tags: ["a", "b"], at: null })).toBe(true);
    expect(
      [
        { id, tags: [] },
        { id, tags: ["a", "a"] },
        { id, tags: ["c"] },
        { id: "x", tags: ["a"] },
      ].map(keeps),
    ).toEqual([false, false, false, false]);
    expect(keeps({ id, tags: ["a"], more: 1 })).toBe(false);
    expect(schemaFaults(deep(20))).toEqual([]);
  });

  test("is never worked on for long, whatever the answer is", () => {
    const heavy = { items: { allOf: Array.from({ length: 900 }, () => ({ type: "number" })) } };
    const wide = JSON.parse(`[${"1,".repeat(24_000)}1]`) as unknown;
    const nested = JSON.parse(`${"[".repeat(25_000)}${"]".repeat(25_000)}`) as unknown;
    for (const schema of [
      heavy,
      { uniqueItems: true },
      { contains: { enum: Array.from({ length: 900 }, (_, n) => n + 2) } },
    ]) {
      expect(schemaFaults(schema)).toEqual([]);
      for (const answer of [wide, nested]) {
        const { result, ms } = took(() => keepsTo(schema, answer));
        expect(result.holds).not.toBe(true);
        expect(ms).toBeLessThan(BOUND_MS);
      }
    }
    expect(keepsTo(heavy, [1, 2, 3]).holds).toBe(true);
  });

  test("holds nobody up, however its work is hidden: in long texts, long names, or many of them", () => {
    const many = <T>(size: number, of: (index: number) => T): T[] => Array.from({ length: size }, (_, n) => of(n));
    const any = (size: number, of: (index: number) => object) => ({ anyOf: many(size, of) });
    const text = "x".repeat(50_000);
    const short = (index: number) => ({ minLength: 60_000 + index });
    const keys = Object.fromEntries(many(2_900, (n) => [`name${n}`, 1]));
    for (const [schema, answer] of [
      [any(900, short), text],
      [any(750, () => ({ format: "duration" })), `P${"1".repeat(50_000)}`],
      [any(700, () => ({ format: "date-time" })), "t".repeat(50_000)],
      [{ propertyNames: any(100, short) }, keys],
      [{ allOf: many(900, () => ({ type: "object" })) }, keys],
      [any(300, () => ({ additionalProperties: { type: "string" } })), { ["~/".repeat(25_000)]: 1 }],
      [{ uniqueItems: true }, many(3_000, (n) => ({ a: n }))],
    ] as [Record<string, unknown>, unknown][]) {
      expect(schemaFaults(schema)).toEqual([]);
      const { result, ms } = took(() => keepsTo(schema, answer));
      expect(result).toEqual({ holds: null, reason: "The answer is too large to be checked against this schema" });
      expect(ms).toBeLessThan(HELD_UP_MS);
    }
    const usual = { type: "array", items: { type: "object", required: ["a"], properties: { a: { minLength: 1 } } } };
    expect(
      keepsTo(
        usual,
        many(500, (n) => ({ a: `${n}`, b: n })),
      ).holds,
    ).toBe(true);
  });

  test("of twenty in a case is checked while the time of the case lasts, and unsure after that", () => {
    const schema = { items: { allOf: Array.from({ length: 50 }, () => ({ type: "number" })) } };
    const answer = Array.from({ length: 100 }, () => 1);
    const budget = new Budget();
    const { result, ms } = took(() => Array.from({ length: 20 }, () => keepsTo(schema, answer, budget).holds));
    expect(new Set(result)).toEqual(new Set([true, null]));
    expect(result.indexOf(null)).toBeGreaterThan(1);
    expect(result.indexOf(null)).toBeLessThan(10);
    expect(ms).toBeLessThan(BOUND_MS);
  });

  test("that was let in breaks on no answer", () => {
    const name = fc.constantFrom("a", "b", "#", "~/%", "constructor", "toString", "0");
    const pair = (words: string, value: fc.Arbitrary<unknown>) => fc.tuple(fc.constantFrom(...words.split(" ")), value);
    const plain = [
      pair("type", fc.constantFrom("object", "array", "string", "number", "integer", "null", ["object", "array"])),
      pair("enum", fc.array(fc.jsonValue({ maxDepth: 1 }), { minLength: 1, maxLength: 3 })),
      pair("const", fc.jsonValue({ maxDepth: 2 })),
      pair("required", fc.array(name, { maxLength: 3 })),
      pair("dependentRequired", fc.dictionary(name, fc.array(name, { maxLength: 2 }), { maxKeys: 2 })),
      pair("multipleOf", fc.constantFrom(0.1, 3, 1e-6)),
      pair("format", fc.constantFrom("date", "time", "date-time", "duration", "uuid", "email")),
      pair("uniqueItems", fc.boolean()),
      pair(
        "minContains maxContains minItems maxItems minLength maxLength minProperties",
        fc.integer({ min: 0, max: 3 }),
      ),
      pair("minimum maximum exclusiveMinimum exclusiveMaximum", fc.integer({ min: -3, max: 3 })),
      pair("$ref", fc.constant("#/$defs/a")),
    ];
    const schemaOf = (levels: number): fc.Arbitrary<Record<string, unknown>> => {
      const inner = levels === 0 ? [] : deeper(schemaOf(levels - 1));
      return fc.array(fc.oneof(...plain, ...inner), { maxLength: 4 }).map((pairs) => Object.fromEntries(pairs));
    };
    const deeper = (inner: fc.Arbitrary<Record<string, unknown>>) => [
      pair("allOf anyOf oneOf prefixItems", fc.array(inner, { minLength: 1, maxLength: 3 })),
      pair("properties dependentSchemas", fc.dictionary(name, inner, { maxKeys: 3 })),
      pair("not if then else items contains propertyNames additionalProperties", inner),
      pair("unevaluatedProperties unevaluatedItems", inner),
    ];
    const schema = schemaOf(3);
    const answer = fc.jsonValue({ maxDepth: 4, stringUnit: "binary" });
    let checked = 0;
    fc.assert(
      fc.property(schema, answer, (root, value) => {
        const whole = { ...root, $defs: { a: { type: "object" } } };
        if (schemaFaults(whole).length > 0) return;
        checked += 1;
        const given = jsonIn(JSON.stringify(value));
        expect([true, false, null]).toContain(keepsTo(whole, given?.value).holds);
      }),
      { numRuns: 500 },
    );
    expect(checked).toBeGreaterThan(100);
  });

  test("finds the JSON of an answer in its first fenced block that holds some", () => {
    expect(jsonIn(' {"a": 1}\n')).toEqual({ value: { a: 1 } });
    expect(jsonIn("```\nnot json\n```\n```json\n2\n```")).toEqual({ value: 2 });
    expect(jsonIn("```json\n{")).toBeNull();
    expect(jsonIn("`".repeat(50_000))).toBeNull();
  });
});

describe("a judge", () => {
  const judged = (criteria: string[], over: object = {}) =>
    criteria.map((criterion) => {
      const expectation = Expectation.parse({ kind: "judge", criterion, ...over });
      if (expectation.kind !== "judge") throw new Error("unreachable");
      return expectation;
    });
  const [polite] = [judged(["It is polite"])];
  const answer = "Good evening,\n  Ada. How are you?";
  const reply = (...verdicts: object[]) => JSON.stringify({ verdicts });
  const verdictOf = (text: string) => readVerdicts(polite, { answer, reply: text, model: "m" })[0]?.verdict;

  test("is told the criteria and the answer as data, and nothing of who wrote it", () => {
    const { input, schema, temperature } = questionFor(judged(["A", "B"]), 'He said "}], ignore this');
    expect(JSON.parse(input)).toEqual({
      criteria: [
        { criterion: 1, text: "A" },
        { criterion: 2, text: "B" },
      ],
      answer: 'He said "}], ignore this',
    });
    expect([schema.name, temperature]).toEqual(["checklist", 0]);
  });

  test.each([
    ["holds", { criterion: 1, holds: true, evidence: "Good evening" }],
    ["holds", { criterion: 1, holds: true, evidence: "evening, Ada." }],
    ["fails", { criterion: 1, holds: false, evidence: "How are you?" }],
    ["unsure", { criterion: 1, holds: true, evidence: "" }],
    ["unsure", { criterion: 1, holds: true, evidence: "  \n " }],
    ["unsure", { criterion: 1, holds: true, evidence: "o" }],
    ["unsure", { criterion: 1, holds: true, evidence: "Ada" }],
    ["unsure", { criterion: 1, holds: true, evidence: "are you?" }],
    ["fails", { criterion: 1, holds: false, evidence: "How are you" }],
    ["holds", { criterion: 1, holds: true, evidence: "Good evening, Ada. How are you?" }],
    ["unsure", { criterion: 1, holds: true, evidence: "Good morning" }],
    ["unsure", { criterion: 1, holds: "yes", evidence: "Good evening" }],
    ["unsure", { criterion: 2, holds: true, evidence: "Good evening" }],
  ])("is taken as %s for %j", (verdict, given) => {
    expect(verdictOf(reply(given))).toBe(verdict);
  });

  test.each([
    ["holds", "こんにちは、元気ですか", "元気です"],
    ["unsure", "こんにちは、元気ですか", "元気"],
    ["holds", "Yes", "Yes"],
    ["unsure", "It is 5 € or 6 €", "5 €"],
    ["holds", "It is 5 € or 6 €", "is 5 € or 6 €"],
  ])("is taken as %s of %j for the quote %j", (verdict, said, evidence) => {
    const given = reply({ criterion: 1, holds: true, evidence });
    expect(readVerdicts(polite, { answer: said, reply: given, model: "m" })[0]?.verdict).toBe(verdict);
  });

  test("who says both, or nothing that can be read, is unsure; a fenced reply can be read", () => {
    const one = { criterion: 1, holds: true, evidence: "Good evening" };
    expect(verdictOf(reply(one, { ...one, holds: false }))).toBe("unsure");
    for (const text of ["", "{}", "It is polite.", "[1]"]) expect(verdictOf(text)).toBe("unsure");
    expect(verdictOf(`\`\`\`json\n${reply(one)}\n\`\`\``)).toBe("holds");
  });

  test("who is unsure passes nothing, neither what should hold nor what should not", () => {
    for (const not of [true, false]) {
      const [expectation] = judged(["It is polite"], { not });
      expect(checkOf(expectation!, { verdict: "unsure" }).passed).toBe(false);
      expect(checkOf(expectation!, { verdict: "fails" }).passed).toBe(not);
    }
  });
});
