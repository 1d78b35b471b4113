import { Failure } from "../../errors.ts";
import { invalidInput } from "../input.ts";
import type { Served } from "../serve.ts";
import { enter, isOffered, operate, refusalOf, type Visit } from "./call.ts";
import { cutReply, HEADERS, type ListedTool, listedTool, sortArguments, type ToolPlan } from "./tool.ts";

/** As much of an answer as a model is given: the longest parts and variables of one prompt fit, and no client takes more. */
const RESULT_CHARACTERS_MAX = 250_000;

export type Tool = { readonly plan: ToolPlan; readonly served: Served; readonly listed: ListedTool };
export type Tools = ReadonlyMap<string, Tool>;
export type ToolResult = { content: { type: "text"; text: string }[]; isError?: true };

export function toolsOf(plans: Readonly<Record<string, ToolPlan>>, servedBy: (operation: string) => Served): Tools {
  return new Map(
    Object.entries(plans).map(([name, plan]) => {
      const served = servedBy(plan.operation);
      return [name, { plan, served, listed: listedTool(name, served.route, plan) }];
    }),
  );
}

/** The tools this caller may use on this connection. */
export async function offered(tools: Tools, visit: Visit): Promise<ListedTool[]> {
  const mine: ListedTool[] = [];
  for (const { plan, served, listed } of tools.values()) {
    if (plan.writes && !visit.mayWrite) continue;
    if (await isOffered(served.route, visit)) mine.push(listed);
  }
  return mine;
}

type Arguments = Readonly<Record<string, unknown>>;

/** The arguments that stand for headers, checked like all others. */
function headersIn(given: Arguments) {
  const read = (name: keyof typeof HEADERS): string | undefined => {
    const parsed = HEADERS[name].safeParse(given[name]);
    if (parsed.success) return parsed.data;
    throw invalidInput([{ path: name, code: "invalid_type", message: "wants 1 to 255 characters" }]);
  };
  return { idempotencyKey: read("idempotencyKey"), ifMatch: read("ifMatch") };
}

async function run({ plan, served }: Tool, given: Arguments, visit: Visit): Promise<string> {
  await enter(served, visit);
  const [parts, faults] = sortArguments(served.route, plan, given);
  if (faults.length > 0) throw invalidInput(faults);
  const headers = headersIn(given);
  const { body, etag } = await operate(served, parts, visit, headers);
  const answer = cutReply(body, plan);
  const hasEtag = etag !== undefined && !served.route.reads && typeof answer === "object";
  const text = JSON.stringify(hasEtag ? { ...answer, etag } : answer);
  if (text.length <= RESULT_CHARACTERS_MAX) return text;
  throw new Failure("invalid_input", {
    detail: `The answer has ${text.length} characters, and a tool gives ${RESULT_CHARACTERS_MAX} at most: ask for less, or over REST`,
  });
}

/**
 * Calls a tool. What goes wrong is told in the result, where a model reads it and can do better (MCP 2025-11-25, tools,
 * error handling); null for a tool that is not there.
 */
export async function callTool(tools: Tools, name: string, given: Arguments, visit: Visit): Promise<ToolResult | null> {
  const tool = tools.get(name);
  if (!tool) return null;
  try {
    if (tool.plan.writes && !visit.mayWrite)
      throw new Failure("forbidden", {
        detail: `${name} writes, and this connection only reads: connect to /mcp?write=1`,
      });
    return { content: [{ type: "text", text: await run(tool, given, visit) }] };
  } catch (error) {
    return { content: [{ type: "text", text: JSON.stringify(refusalOf(error, visit)) }], isError: true };
  }
}
