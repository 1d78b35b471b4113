import type { Scope } from "../../scope.ts";
import { type Choice, chooseModel, defaultModel, readCatalogue } from "../models/index.ts";

type Asking = Pick<Scope, "db" | "ports" | "jobs" | "now">;

/**
 * Who judges: the model that was named, else the usual one of another provider than the writer's, because models prefer their
 * own kind's answers (arXiv 2306.05685); of the writer's provider where there is no other.
 */
export async function judgeFor(scope: Asking, named: string | undefined, writer: string): Promise<Choice> {
  if (named !== undefined) return chooseModel(scope, named);
  const providers = new Map([...scope.ports.ai.providers].filter(([name]) => name !== writer));
  const { id, provider } = defaultModel(await readCatalogue(scope), { providers }, scope.now());
  return chooseModel(scope, provider === "builtin" ? undefined : id);
}
