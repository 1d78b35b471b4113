import { describe, expect, test } from "vitest";
import { type Draft, EMPTY_DRAFT } from "../../../src/contract/draft.ts";
import { Variables } from "../../../src/contract/variable.ts";
import { Failure } from "../../../src/errors.ts";
import { lint } from "../../../src/features/enrichment/index.ts";
import { render, TEXT_BYTES_MAX } from "../../../src/features/rendering/index.ts";
import type { Given } from "../../../src/features/rendering/values.ts";

const draw = (task: string, given: Given = {}, declared: readonly object[] = []) =>
  render({ ...EMPTY_DRAFT, task, variables: Variables.parse(declared) }, given, "body.variables");
const textOf = (...parameters: Parameters<typeof draw>): string => draw(...parameters).text;

function failureOf(make: () => unknown): Failure {
  try {
    make();
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error("It was not refused");
}
const faultsOf = (make: () => unknown) => failureOf(make).faults.map(({ path, code }) => [path, code]);

describe("what is a variable", () => {
  test.each([
    ["a name", "Hi {{name}}!", "Hi Ada!"],
    ["a name with spaces around it", "Hi {{ name }}!", "Hi Ada!"],
    ["a name at both ends and twice", "{{name}} {{name}}", "Ada Ada"],
    ["a name in braces of its own", "{{{name}}} {{{ name }}}", "{Ada} {Ada}"],
    ["a name inside JSON", '{"a": {"b": "{{name}}"}}', '{"a": {"b": "Ada"}}'],
  ])("%s is filled in", (_what, task, expected) => {
    expect(textOf(task, { name: "Ada" })).toBe(expected);
  });

  test("names have dots, dashes, digits and letters of any language, and one name is one however its accents are encoded", () => {
    const given = { "user.first-name": 1, größe: 2, 名前: 3, x_9: 4, "cafe\u0301": 5 };
    expect(textOf("{{user.first-name}} {{größe}} {{名前}} {{x_9}} {{caf\u00e9}}", given)).toBe("1 2 3 4 5");
  });

  test.each([
    ["JSON", 'Answer as { "a": 1, "b": {"c": [{}]} }'],
    ["one line of JSON", '{"a":{"b":{"c":{}}}}'],
    ["a fenced block", "Like this:\n```\n{{name}} {{{{x}}}} {{\n```\nThanks"],
    ["a fence of tildes that is never closed", "~~~js\n`${{name}}`"],
    ["a section", "{{#if name}}x{{/if}} {{> partial}} {{a b}} {{}}"],
    ["the one name no JSON body can give a value", "{{__proto__}} {{ __proto__ }} {{\n__proto__}}"],
    ["single braces", "{name} ${name} \\frac{a}{b}"],
    ["closing braces alone", "}} }}}} }"],
  ])("%s stays as it is", (_what, task) => {
    const { text, variables } = draw(task);
    expect(text).toBe(task);
    expect(variables.used).toEqual([]);
  });

  test("what is raw comes out without its marks, and is not read", () => {
    expect(textOf("{{{{raw}}}}{{name}} and {{#x}}{{{{/raw}}}}!")).toBe("{{name}} and {{#x}}!");
    expect(textOf("write {{{{name}}}}")).toBe("write {{name}}");
    expect(textOf("write {{{{{{name}}}}}}")).toBe("write {{{{name}}}}");
  });

  test("the linter and the renderer see the same variables", () => {
    const texts = [
      "{{a}} {{ b.c }} {{d-e}} {{#f}} {g} {{{h}}} {{{{i}}}}\n```\n{{j}}\n```\n{{k",
      '{"l":{{m}}}',
      "{{n}}}",
    ];
    for (const task of texts) {
      const broken = lint({ ...EMPTY_DRAFT, task }).findings.some(({ ruleId }) => ruleId === "unclosed-brace");
      if (broken) expect(failureOf(() => draw(task)).code).toBe("template_invalid");
      else expect(() => draw(task, { a: 1, "b.c": 1, "d-e": 1, m: 1, n: 1 })).not.toThrow();
    }
  });
});

describe("braces that are never closed", () => {
  test.each([
    ["Hi\n  {{name, how are you?", "line 2, column 3"],
    ["Hi {{name}", "line 1, column 4"],
    ["Hi {name}}", "line 1, column 4"],
    ["Keep {{{{this", "line 1, column 6"],
    ["Keep {{{{raw}}}} this", "line 1, column 6"],
  ])("%j is refused at its place", (task, place) => {
    const failure = failureOf(() => draw(task, { name: "Ada" }));
    expect(failure.code).toBe("template_invalid");
    expect(failure.faults).toEqual([{ path: "task", code: "unclosed", message: expect.stringContaining(place) }]);
  });
});

describe("values", () => {
  const declared = [
    { name: "topic" },
    { name: "count", type: "number" },
    { name: "loud", type: "boolean" },
    { name: "tone", type: "enum", values: ["dry", "warm"] },
  ];
  const task = "{{topic}} {{count}} {{loud}} {{tone}}";

  test("of every type become text", () => {
    expect(textOf(task, { topic: "x", count: -0.5, loud: false, tone: "dry" }, declared)).toBe("x -0.5 false dry");
    expect(textOf("[{{topic}}]", { topic: "" }, declared)).toBe("[]");
    expect(textOf("{{n}}", { n: 0 })).toBe("0");
  });

  test("that are missing or of another type are all named, and nothing is converted", () => {
    expect(faultsOf(() => draw(task, { count: "3", loud: 1, tone: "rude" }, declared))).toEqual([
      ["body.variables.count", "wrong_type"],
      ["body.variables.loud", "wrong_type"],
      ["body.variables.tone", "wrong_type"],
      ["body.variables.topic", "missing"],
    ]);
    expect(failureOf(() => draw("{{x}}", { x: ["a"] })).code).toBe("variable_missing");
    expect(failureOf(() => draw("{{x}}", { x: { a: 1 } })).faults[0]?.code).toBe("wrong_type");
  });

  test("a default stands only for what was left out: empty text, 0 and false are values, and null is refused", () => {
    const defaults = [
      { name: "a", default: "A" },
      { name: "b", type: "number", default: 7 },
      { name: "c", type: "boolean", default: true },
      { name: "d", required: false },
    ];
    const all = "{{a}}|{{b}}|{{c}}|{{d}}";
    const made = draw(all, {}, defaults);
    expect([made.text, made.variables.defaulted]).toEqual(["A|7|true|", ["a", "b", "c", "d"]]);
    const given = draw(all, { a: "", b: 0, c: false, d: "x" }, defaults);
    expect([given.text, given.variables.defaulted]).toEqual(["|0|false|x", []]);
    expect(faultsOf(() => draw(all, { a: null, d: null }, defaults))).toEqual([
      ["body.variables.a", "null"],
      ["body.variables.d", "null"],
    ]);
  });

  test("are text and never template: what looks like a variable, a helper or a replacement pattern is passed on", () => {
    const value = "{{b}} {{{{raw}}}} $& $1 ${process.env} {{#each}} {{constructor.constructor('return 1')()}}";
    expect(textOf("{{a}}{{b}}", { a: value, b: "B" })).toBe(`${value}B`);
    expect(textOf("{{a}}{{b}}", { a: "{{", b: "c}}" })).toBe("{{c}}");
  });

  test("names of JavaScript's own things are plain names, with no value unless one is given", () => {
    for (const name of ["constructor", "prototype", "toString", "hasOwnProperty", "constructor.name", "a.__proto__"]) {
      expect(faultsOf(() => draw(`{{${name}}}`, { a: "text" }))).toEqual([[`body.variables.${name}`, "missing"]]);
      const given = JSON.parse(`{${JSON.stringify(name)}: "v"}`) as Given;
      expect(textOf(`{{${name}}}`, given)).toBe("v");
    }
    expect(Object.hasOwn(Object.prototype, "v")).toBe(false);
  });
});

test("names that fit nothing are told and stop nothing", () => {
  const { variables } = draw(
    "{{user_name}} {{topic}} {{#if x}}",
    { user_name: "a", topic: "b", userName: "c", other: 1 },
    [{ name: "topic" }, { name: "tone" }, { name: "topics" }],
  );
  expect(variables).toEqual({
    used: ["user_name", "topic"],
    defaulted: [],
    undeclared: ["user_name"],
    unknown: ["userName", "other"],
    unused: ["tone", "topics"],
    similar: [{ name: "userName", like: "user_name" }],
    ignored: ["{{#if x}}"],
  });
  expect(draw("{{language}} {{langauge}}", { language: "a", langauge: "b" }).variables.similar).toEqual([
    { name: "langauge", like: "language" },
  ]);
});

describe("the text", () => {
  const six: Draft = {
    role: "You are {{who}}.",
    task: "Sum up {{what}}",
    context: "{{text}}",
    requirements: null,
    style: null,
    output: "Markdown",
  };

  test("is composed as the prompt is; the role is the system's message, the rest the user's", () => {
    const made = render({ ...six, variables: [] }, { who: "Ada", what: "it", text: "# x" }, "v");
    expect(made.text).toBe("# Role\nYou are Ada.\n\n# Task\nSum up it\n\n# Context\n# x\n\n# Output\nMarkdown");
    expect(made.messages).toEqual([
      { role: "system", content: "You are Ada." },
      { role: "user", content: "# Task\nSum up it\n\n# Context\n# x\n\n# Output\nMarkdown" },
    ]);
  });

  test("has no empty part and no empty message", () => {
    const made = render({ ...EMPTY_DRAFT, role: "{{r}}", task: "Go", variables: [] }, { r: "" }, "v");
    expect(made).toMatchObject({ text: "Go", messages: [{ role: "user", content: "Go" }] });
  });

  test("a fence that is open at the end of one part does not reach into the next", () => {
    const made = render({ ...EMPTY_DRAFT, role: "```\n{{a}}", task: "{{b}}", variables: [] }, { b: "B" }, "v");
    expect(made.variables.used).toEqual(["b"]);
  });

  test("is never longer than its bound, and one that would be is refused before it is made", () => {
    const task = "{{x}}".repeat(10_000);
    expect(textOf(task, { x: "y".repeat(TEXT_BYTES_MAX / 10_000) })).toHaveLength(TEXT_BYTES_MAX);
    const failure = failureOf(() => draw(task, { x: "ü".repeat(200_000) }));
    expect([failure.code, failure.faults[0]?.path]).toEqual(["invalid_input", "body.variables"]);
  });
});

/** A small generator of its own, so that a failure can be repeated from its seed. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
const ATOMS = ["{", "}", "{{", "}}", "{{{{", "}}}}", "{{a}}", "{{ b.c }}", "{{#x}}", "{{{{raw}}}}", "{{{{/raw}}}}", "\n", "```", "\n```\n", "~~~", '"', ":", " ", "a", "ü", "😀", "`", "\t"]; // prettier-ignore

/** The template with one value for every name it uses, or null where it is refused as a template. */
function drawAll(task: string, valueOf: (name: string) => string): string | null {
  const given: Record<string, unknown> = {};
  for (;;) {
    try {
      return textOf(task, given);
    } catch (error) {
      if (!(error instanceof Failure)) throw new Error(`${JSON.stringify(task)} broke the renderer`, { cause: error });
      if (error.code === "template_invalid") return null;
      const names = error.faults.map(({ path }) => path.slice("body.variables.".length));
      expect(names).not.toEqual([]);
      for (const name of names) given[name] = valueOf(name);
    }
  }
}

describe("any text at all", () => {
  test("is refused as a template or rendered: all that is no variable comes out as it was, and values whole", () => {
    const next = random(7);
    const value = "{{a}} {{{{raw}}}} }} $&";
    let rendered = 0;
    for (let round = 0; round < 2_000; round += 1) {
      const task = Array.from({ length: 1 + next(14) }, () => ATOMS[next(ATOMS.length)]).join("");
      const named = drawAll(task, (name) => `{{${name}}}`);
      if (named === null) continue;
      rendered += 1;
      const bare = (text: string) => text.replaceAll(/\s/g, "");
      if (!task.includes("{{{{")) expect(bare(named)).toBe(bare(task));
      expect(drawAll(task, () => value)).toBe(drawAll(task, () => "\u0001")?.replaceAll("\u0001", () => value));
    }
    expect(rendered).toBeGreaterThan(500);
  });

  test("takes time that grows with its length and no faster", () => {
    const shapes = ["{{a}}", "{{", "{{{{", "{{a", "{", "```\n", "{{{{raw}}}}", "{a}}", "{{ ", "}}}}", "\n{{a}"];
    const time = (text: string): number => {
      const start = performance.now();
      try {
        draw(text, { a: "" });
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
      }
      return performance.now() - start;
    };
    for (const shape of shapes) {
      const [short, long] = [10_000, 80_000].map((length) => shape.repeat(length / shape.length));
      // The least of a few runs: the machine may be busy with other things.
      const least = (text: string) => Math.min(...Array.from({ length: 3 }, () => time(text)));
      const [once, eightfold] = [least(short!), least(long!)];
      // Eight times the text in less than forty times the time: quadratic work would take sixty-four times.
      expect(eightfold, shape).toBeLessThan(Math.max(200, 40 * once));
    }
  });
});
