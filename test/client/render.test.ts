import fc from "fast-check";
import { expect, test } from "vitest";
import { RenderError, renderPrompt, type ResolvedPrompt, type Values } from "../../src/client/index.ts";
import { EMPTY_DRAFT } from "../../src/contract/draft.ts";
import { Failure } from "../../src/errors.ts";
import { render } from "../../src/features/rendering/index.ts";

type Prompt = Pick<ResolvedPrompt, "role" | "task" | "context" | "requirements" | "style" | "output" | "variables">;
const FENCE = "```";
const variable = (over: object): ResolvedPrompt["variables"][number] => ({
  name: "a",
  type: "string",
  required: true,
  ...over,
});

/** Text and messages, or the code of the refusal with the names it is about. */
function here(prompt: Prompt, values: Values): unknown {
  try {
    return renderPrompt(prompt, values);
  } catch (error) {
    if (!(error instanceof RenderError)) throw error;
    return { code: error.code, names: error.code === "invalid_input" ? [] : [...error.names].sort() };
  }
}
function there(prompt: Prompt, values: Values): unknown {
  try {
    const { text, messages } = render(prompt, values, "v");
    return { text, messages };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const names = error.faults.map(({ path }) => path.replace(/^v\./, ""));
    return { code: error.code, names: error.code === "invalid_input" ? [] : [...new Set(names)].sort() };
  }
}

const NAMES = ["a", "é", "e\u0301", "order.id", "__proto__", "constructor", "a-b", "名前"];
const SIGNS = [
  "{{ a }}",
  "{{#if a}}",
  "{{{{raw}}}}",
  "{{{{/raw}}}}",
  "{{{{a}}}}",
  "{{a",
  "{a}}",
  "{{a}",
  "{{",
  "}}",
  "{",
  "}",
];
const WORDS = [
  FENCE,
  "~~~",
  "\n",
  "\n\n",
  " ",
  "word",
  "# Role\n",
  '{"a": {"b": 1}}',
  "𝄞",
  "\u2028",
  "{{{a}}}",
  "}}}}",
  "{{{{",
];
const BITS = [...NAMES.map((name) => `{{${name}}}`), ...SIGNS, ...WORDS];
const text = fc.array(fc.constantFrom(...BITS), { maxLength: 12 }).map((bits) => bits.join(""));
const part = fc.option(text, { nil: null });
const value = fc.oneof(fc.constantFrom("Ada", "", "{{a}}", "$&", "one"), fc.integer(), fc.boolean(), fc.constant(0.5));
const declared = fc.uniqueArray(
  fc.record(
    {
      name: fc.constantFrom("a", "é", "order.id"),
      type: fc.constantFrom("string", "number", "boolean", "enum"),
      required: fc.boolean(),
    },
    { requiredKeys: ["name", "type", "required"] },
  ),
  { selector: ({ name }) => name },
);

test("whatever a prompt and its values are, the client renders what the server renders, or refuses what it refuses", () => {
  fc.assert(
    fc.property(
      fc.record({ role: part, task: text, context: part, output: part, variables: declared }),
      fc.dictionary(fc.constantFrom(...NAMES.filter((name) => name !== "__proto__")), value),
      fc.option(fc.constantFrom("one", 7, true), { nil: undefined }),
      ({ variables, ...parts }, values, standard) => {
        const all = variables.map((one) =>
          variable({
            ...one,
            ...(one.type === "enum" && { values: ["one", "two"] }),
            ...(standard !== undefined && { default: standard }),
          }),
        );
        const prompt: Prompt = { ...EMPTY_DRAFT, ...parts, variables: all };
        expect(here(prompt, values)).toEqual(there(prompt, values));
      },
    ),
    { numRuns: Number(process.env["RUNS"] ?? 150) },
  );
});

const bare = (task: string, variables: ResolvedPrompt["variables"] = []): Prompt => ({
  ...EMPTY_DRAFT,
  task,
  variables,
});
test.each<[string, Prompt, Values]>([
  ["a default", bare("Hi {{a}}", [variable({ default: "you" })]), {}],
  ["an optional name", bare("Hi {{a}}!", [variable({ required: false })]), {}],
  ["a value of another type", bare("Hi {{a}}", [variable({ type: "number" })]), { a: "1" }],
  ["a text beyond the limit", bare("{{a}}{{a}}"), { a: "x".repeat(600_000) }],
  ["a role alone above the task", { ...bare("Do {{a}}"), role: "You are {{a}}" }, { a: "it" }],
])("renders %s as the server does", (_what, prompt, values) => {
  expect(here(prompt, values)).toEqual(there(prompt, values));
});
