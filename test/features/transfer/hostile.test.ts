import { describe, expect, test } from "vitest";
import { checkFound } from "../../../src/features/transfer/check.ts";
import { read } from "../../../src/features/transfer/reading/files.ts";
import { Losses } from "../../../src/features/transfer/reading/losses.ts";
import { Failure } from "../../../src/errors.ts";

/** Of a caller who stays. */
const PATIENT = new AbortController().signal;

/** A second on an idle machine; ten on one that is not. What is not linear takes minutes. */
const PATIENCE_MS = 10_000;

const filled = (piece: string, length: number): string => piece.repeat(Math.ceil(length / piece.length));
const template = (text: string) =>
  JSON.stringify({ lc: 1, type: "constructor", id: ["PromptTemplate"], kwargs: { template: text } });
const dotprompt = (text: string) => `---\nmodel: x\n---\n${text}`;
const YAML = 60_000;
const LARGE = 400_000;

/** Reads a file as a request would; a refusal is an answer, anything else thrown is a bug. */
async function attempt(content: unknown) {
  const losses = new Losses();
  const from = performance.now();
  try {
    const { formats, found } = await read(content, "auto", losses, PATIENT);
    const { prompts } = await checkFound(found, formats[0] === "promptr", losses, PATIENT);
    return { took: performance.now() - from, prompts, losses: losses.list() };
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== "import_invalid") throw error;
    return { took: performance.now() - from, prompts: [], losses: losses.list() };
  }
}

test.each([
  [
    "YAML that repeats itself by aliases",
    `a: &a [x,x]\n${Array.from({ length: 40 }, (_, n) => `b${n}: &b${n} [*${n ? `b${n - 1}` : "a"},*${n ? `b${n - 1}` : "a"}]`).join("\n")}\nmessages: [{role: user, content: x}]`,
  ],
  [
    "YAML of many anchors, each named once",
    `name: x\nmessages: [${Array.from({ length: 8_000 }, (_, n) => `&${n.toString(36)} x,*${n.toString(36)} `).join(",")}]`,
  ],
  ["YAML nested without end", filled("- ", YAML)],
  ["flow YAML nested without end", `a: ${filled("[", YAML)}`],
  ["YAML full of anchors", filled("&a ", YAML)],
  ["YAML full of keys", Array.from({ length: 6_000 }, (_, n) => `k${n}: v`).join("\n")],
  ["YAML full of one key", filled("a: b\n", YAML)],
  ["YAML with a tag of somebody's", "!!js/function 'return 1'"],
  ["more YAML than a file may have", filled("a: b\n", LARGE)],
  ["JSON nested without end", filled("[", LARGE)],
  ["objects nested without end", filled('{"a":', LARGE)],
  ["front matter that never ends", `---\n${filled("---x\n", LARGE)}`],
  ["comments before front matter", `${filled("#\n", YAML)}-`],
  ["braces that never close", dotprompt(filled("{{{ ", LARGE))],
  ["spaces in braces", dotprompt(`{{{${filled(" ", LARGE)}`)],
  ["roles that never close", dotprompt(filled("{{role ", LARGE))],
  ["history that never closes", dotprompt(`{{history${filled(" ", LARGE)}`)],
  ["a schema key full of spaces", `---\ninput:\n  schema:\n    'a(b,${filled(" ", 100_000)}': x\n---\n{{a}}`],
  ["CSV of quotes", `act,prompt\n${filled('"', LARGE)}`],
  ["CSV of columns", `act,prompt,${filled("a,", LARGE)}`],
  ["CSV of rows", `act,prompt\n${filled("a,b\n", LARGE)}`],
  ["variables in dollars that never close", `act,prompt\na,"${filled("${a:", 150_000)}"`],
  ["format strings of open braces", template(filled("{{{{", LARGE))],
  ["format strings that never close", template(filled("{a", LARGE))],
  ["a name of slashes", JSON.stringify([{ name: `${filled("/", LARGE)}a`, prompt: "x", labels: [] }])],
  [
    "more versions than a file may have",
    JSON.stringify(Array.from({ length: 11_000 }, () => ({ name: "a", prompt: "x", labels: [] }))),
  ],
])("%s is answered in a time that grows with its length only", async (_what, content) => {
  expect((await attempt(content)).took).toBeLessThan(PATIENCE_MS);
});

describe("aliases", () => {
  const aliased = (count: number): string =>
    `model: x\n${Array.from({ length: count }, (_, n) => `a${n}: &a${n} x\nb${n}: *a${n}`).join("\n")}\nmessages: [{role: user, content: Do it}]`;
  const inFiles = (files: number, count: number) => ({
    files: Object.fromEntries(Array.from({ length: files }, (_, n) => [`f${n}.prompt.yml`, aliased(count)])),
  });

  test("of fifty anchors are read, of one more the file is refused, whatever each repeats", async () => {
    expect((await attempt(aliased(50))).prompts).toHaveLength(1);
    expect((await attempt(aliased(51))).prompts).toEqual([]);
  });

  test("are counted over all files of an import", async () => {
    expect((await attempt(inFiles(10, 50))).prompts).toHaveLength(10);
    expect((await attempt(inFiles(11, 50))).prompts).toEqual([]);
  });
});

test("fifty thousand settings are told of without a list of fifty thousand", async () => {
  const config = Object.fromEntries(Array.from({ length: 50_000 }, (_, n) => [`k${n}`, n]));
  const { losses } = await attempt([{ name: "a", prompt: "x", labels: [], config }]);
  expect(losses.length).toBeLessThanOrEqual(201);
  expect(losses.reduce((sum, { count }) => sum + count, 0)).toBe(50_000);
  expect(Math.max(...losses.map(({ places }) => places.length))).toBeLessThanOrEqual(10);
});

describe("names that mean something to JavaScript objects", () => {
  test("are names like any other, or refused", async () => {
    const file = `[{"name":"constructor","prompt":[{"role":"constructor","content":"Do it"}],"labels":["constructor"],"config":{"__proto__":{"model":"evil"}}}]`;
    const { prompts } = await attempt(file);
    expect(prompts).toHaveLength(1);
    expect(prompts[0]).toMatchObject({ slug: "constructor", title: "constructor" });
    expect(prompts[0]!.versions[0]!.content).toMatchObject({ task: "Do it", selectedModel: "claude-3-5-sonnet" });
    expect([...prompts[0]!.labels]).toEqual([["constructor", 1]]);
    expect((await attempt("---\ninput:\n  schema: { constructor: string, a: toString }\n---\n{{a}}")).prompts).toEqual(
      [],
    );
    expect(({} as { model?: string }).model).toBeUndefined();
  });

  test("files called by them are files", async () => {
    const files = JSON.parse(
      '{"files":{"__proto__":"act,prompt\\nA,Do a\\n","constructor.prompt":"---\\nmodel: x\\n---\\nDo b"}}',
    ) as object;
    expect((await attempt(files)).prompts.map(({ slug }) => slug)).toEqual(["a", "constructor"]);
  });
});
