import { createHash } from "node:crypto";
import type { Answered } from "../../caller.ts";
import type { User, World } from "../../world.ts";

export const DAY_MS = 86_400_000;
export const TASK = "Explain the paper to a curious reader.";

/** Moves what the server takes for the present. */
export const pass = (world: World, ms: number) => void (world.clock.now = new Date(world.clock.now.getTime() + ms));

export async function makePrompt(owner: User, over: object = {}): Promise<string> {
  const made = await owner.post("/prompts", { title: "Explain a paper", task: TASK, ...over });
  if (made.status !== 201) throw new Error(made.text);
  return made.body.id;
}

export type Shared = { owner: User; promptId: string; token: string; json: string; page: string };

/** A prompt of a new user and a link to it; `json` and `page` are the addresses of the link. */
export async function share(world: World, settings: object = {}, prompt: object = {}): Promise<Shared> {
  const owner = await world.user();
  const promptId = await makePrompt(owner, prompt);
  const made = await owner.post("/sharing/create", { promptId, ...settings });
  if (made.status !== 201) throw new Error(made.text);
  const { token } = made.body;
  return { owner, promptId, token, json: `/sharing/${token}`, page: `/s/${token}` };
}

/** Views of a link counted so far. */
export async function viewsOf(world: World, { token }: { token: string }): Promise<number> {
  const hash = createHash("sha256").update(token).digest();
  const [row] = await world.sql("select view_count from promptr.shared_prompts where share_token = $1", [hash]);
  return Number(row!["view_count"]);
}

/** The form of the page, as a browser sends it. */
export const submit = (world: World, page: string, password?: string): Promise<Answered> =>
  world.anyone.raw(page, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams(password === undefined ? {} : { password }).toString(),
  });

/** A problem without what differs from request to request. */
export const problemOf = ({ status, body }: Answered) => ({ status, ...body, requestId: undefined });
