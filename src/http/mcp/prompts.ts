import { z } from "zod";
import { PAGE_LIMIT_MAX } from "../../contract/page.ts";
import { typedValues, Variable } from "../../contract/variable.ts";
import { Failure, type FailureCode, FAILURES } from "../../errors.ts";
import type { Served } from "../serve.ts";
import type { McpTable } from "./tool.ts";
import { enter, isOffered, operate, type Visit } from "./call.ts";

/** The label whose version is handed out; a prompt without it is handed out as it is now. */
const LABEL = "production";

/** What is read of the operations' replies; their contracts hold more. */
const text = z.string().nullable();
const Listed = z.object({
  data: z.array(
    z.object({
      ...({ slug: z.string(), title: z.string(), description: text, variables: z.array(Variable) } as const),
      ...({ role: text, task: text, context: text, requirements: text, style: text, output: text } as const),
    }),
  ),
  pagination: z.object({ nextCursor: z.string().nullable() }),
});
const Unresolved = z.object({
  error: z.object({
    code: z.enum(Object.keys(FAILURES) as [FailureCode, ...FailureCode[]]),
    detail: z.string(),
    errors: z.array(z.object({ path: z.string(), code: z.string(), message: z.string() })),
  }),
});
const Resolved = z.object({
  version: z.int(),
  title: z.string(),
  variables: z.array(Variable),
  rendered: z.object({ text: z.string() }).optional(),
});
const Resolution = z.object({ data: z.array(z.union([Resolved, Unresolved])) });
type Resolution = z.output<typeof Resolution>;

export type PromptOperations = {
  readonly list: Served;
  readonly read: Served;
  readonly namesIn: McpTable["prompts"]["namesIn"];
};

/** What a client asks the person for: variables as they are declared, then those that only stand in the text. */
function argumentsOf(variables: readonly Variable[], used: ReadonlySet<string>) {
  const declared = variables.map((variable) => ({
    name: variable.name,
    ...(variable.description !== undefined && { description: variable.description }),
    required: variable.required && variable.default === undefined && used.has(variable.name.normalize("NFC")),
  }));
  const known = new Set(variables.map(({ name }) => name.normalize("NFC")));
  return [...declared, ...[...used].filter((name) => !known.has(name)).map((name) => ({ name, required: true }))];
}

/** Whether the caller may be handed prompts at all. */
export const hasPrompts = async ({ list, read }: PromptOperations, visit: Visit): Promise<boolean> =>
  (await isOffered(list.route, visit)) && (await isOffered(read.route, visit));

/** One page of the caller's own prompts: slugs, and variables as arguments. */
export async function listPrompts({ list, namesIn }: PromptOperations, cursor: string | undefined, visit: Visit) {
  await enter(list, visit);
  const query = { limit: String(PAGE_LIMIT_MAX), ...(cursor !== undefined && { cursor }) };
  const { body } = await operate(list, { params: {}, query, body: undefined }, visit);
  const { data, pagination } = Listed.parse(body);
  return {
    prompts: data.map(({ slug, title, description, variables, ...draft }) => ({
      name: slug,
      title,
      ...(description !== null && { description }),
      arguments: argumentsOf(variables, new Set(namesIn(draft))),
    })),
    ...(pagination.nextCursor !== null && { nextCursor: pagination.nextCursor }),
  };
}

/** The fault of one prompt of many, as the only one's: `body.prompts.0.variables.name` is the argument `name`. */
function itsFailure({ error }: z.output<typeof Unresolved>): Failure {
  const rename = (text: string): string => text.replace(/^body\.prompts\.\d+\.(?:variables\.)?/, "arguments.");
  return new Failure(error.code, {
    detail: rename(error.detail),
    faults: error.errors.map((fault) => ({ ...fault, path: rename(fault.path) })),
  });
}

/** A prompt of the caller's by its slug, filled in; a variable without a value is named. */
export async function getPrompt(
  { read }: PromptOperations,
  slug: string,
  given: Readonly<Record<string, string>>,
  visit: Visit,
) {
  await enter(read, visit);
  const resolve = async (prompts: object[], isCounted: boolean): Promise<Resolution["data"]> => {
    const { body } = await operate(read, { params: undefined, query: {}, body: { prompts } }, visit, { isCounted });
    return Resolution.parse(body).data;
  };
  const [released, newest] = await resolve([{ slug, label: LABEL }, { slug }], true);
  const isReleased = released !== undefined && "version" in released;
  const prompt = isReleased ? released : newest;
  if (!prompt) throw new Error(`${read.route.name} left out a prompt it was asked for`);
  if ("error" in prompt) throw itsFailure(prompt);
  // MCP sends every argument as text.
  const variables = typedValues(given, prompt.variables);
  const which = isReleased ? { label: LABEL } : { version: prompt.version };
  const [filled] = await resolve([{ slug, ...which, variables }], false);
  if (!filled || "error" in filled) throw filled ? itsFailure(filled) : new Failure("not_found");
  return {
    description: prompt.title,
    messages: [{ role: "user" as const, content: { type: "text" as const, text: filled.rendered?.text ?? "" } }],
  };
}
