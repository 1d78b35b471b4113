import type { Route } from "../../feature.ts";
import { notesOf } from "../notes.ts";
import type { ServerParts } from "../parts.ts";
import { type Served, toServed } from "../serve.ts";
import { refusalOf, type Visit } from "./call.ts";
import { getPrompt, hasPrompts, listPrompts, type PromptOperations } from "./prompts.ts";
import { answerMessage, type Session } from "./protocol.ts";
import type { McpTable } from "./tool.ts";
import { callTool, offered, type Tools, toolsOf } from "./tools.ts";

export type Offer = { readonly tools: Tools; readonly prompts: PromptOperations };

/** Operations by name, as the tools and prompts of the table use them; made for the first who asks. */
export function offerOf({ tools, prompts }: McpTable, { routes, settings, meters }: ServerParts): Offer {
  const byName = new Map<string, Route>(routes.map((route) => [route.name, route]));
  const servedBy = (operation: string): Served => {
    const route = byName.get(operation);
    if (!route) throw new Error(`No operation is called ${operation}`);
    return toServed(route, !settings.production, meters);
  };
  return {
    tools: toolsOf(tools, servedBy),
    prompts: { ...prompts, list: servedBy(prompts.list), read: servedBy(prompts.read) },
  };
}

async function sessionOf({ tools, prompts }: Offer, visit: Visit): Promise<Session> {
  const { parts, ctx } = visit;
  return {
    version: parts.settings.version,
    tools: () => offered(tools, visit),
    call: (name, given) => callTool(tools, name, given, visit),
    prompts: (await hasPrompts(prompts, visit))
      ? {
          list: (cursor) => listPrompts(prompts, cursor, visit),
          get: (name, given) => getPrompt(prompts, name, given, visit),
        }
      : null,
    refusal: (error) => refusalOf(error, visit),
    onBug: (error) => parts.log.bug(error, notesOf(ctx).requestId),
  };
}

/** Answers the message of a caller who was let in. */
export const answerVisit = async (offer: Offer, visit: Visit, request: Request, message: object): Promise<Response> =>
  answerMessage(request, message, await sessionOf(offer, visit));
