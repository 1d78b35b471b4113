import { Limits } from "../../../src/contract/tier.ts";
import { testPrompt } from "../../../src/features/runs/index.ts";
import type { Answered } from "../../caller.ts";
import type { FakeReply, FakeRequest } from "../../fakes/providers.ts";
import type { User } from "../../world.ts";
import type { Scene } from "../enrichment/scene.ts";
import { runJob } from "../privacy/fixture.ts";

export const DRAFT = {
  title: "Greeting",
  role: "You are a polite host.",
  task: "Greet {{name}} in {{language}}.",
  selectedModel: "gpt-6-luna",
};
export const VALUES = { name: "Ada", language: "English" };
export const NOBODY = "0199f0a2-7c1e-7000-8000-00000000dead";

export async function promptOf(user: User, over: object = {}): Promise<string> {
  const made = await user.post("/prompts", { ...DRAFT, ...over });
  if (made.status !== 201) throw new Error(`The prompt was refused: ${made.text}`);
  return made.body.id as string;
}

export const caseWith = (expectations: object[], over: object = {}) => ({
  name: "A case",
  variables: VALUES,
  expectations,
  ...over,
});
export const addCase = (user: User, promptId: string, over: object = {}): Promise<Answered> =>
  user.post(`/prompts/${promptId}/tests`, caseWith([{ kind: "contains", text: "Ada" }], over));

/** Works one run as a worker would, here and now. */
export const work = (
  scene: Scene,
  runId: string,
  { flags = {}, ...over }: { signal?: AbortSignal; flags?: Record<string, boolean> } = {},
): Promise<void> =>
  runJob(scene.world, testPrompt, { runId }, { settings: { limits: Limits.parse({}), flags }, ...over });

/** Asks for a run, works it, and reads what came of it. */
export async function tested(scene: Scene, user: User, promptId: string, body: object = {}): Promise<Answered["body"]> {
  const started = await user.post(`/prompts/${promptId}/tests/run`, body);
  if (started.status !== 202) throw new Error(`The run was refused: ${started.text}`);
  await work(scene, started.body.id as string);
  return (await user.get(`/prompts/${promptId}/tests/runs/${started.body.id}`)).body;
}

/** Whether a model is asked to judge. */
export const isJudging = ({ input }: FakeRequest): boolean => input.startsWith('{"criteria"');
export type Verdict = { readonly holds: boolean; readonly evidence: string };
/** A model that answers `text` to prompts, and these verdicts to checklists. */
export const speaking =
  (text: string, verdicts: readonly Verdict[] = []) =>
  (request: FakeRequest): FakeReply =>
    isJudging(request)
      ? { text: JSON.stringify({ verdicts: verdicts.map((verdict, n) => ({ criterion: n + 1, ...verdict })) }) }
      : { text, usage: { inputTokens: 100, outputTokens: 10 } };
