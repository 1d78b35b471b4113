import { setImmediate as nextTurn } from "node:timers/promises";
import { jsonIn } from "./answer-json.ts";
import { keepsTo } from "./answer-schema.ts";
import { Budget } from "./budget.ts";
import { type Check, checkOf, type Expectation, type Finding, type JudgedExpectation } from "./expectation.ts";
import { occurs, readPattern } from "./pattern.ts";

type Plain = Exclude<Expectation, JudgedExpectation>;
export const isJudged = (expectation: Expectation): expectation is JudgedExpectation => expectation.kind === "judge";

/** What can be said without asking anybody; every other request gets its turn between two checks. */
export async function checkPlain(expectation: Plain, answer: string, budget: Budget = new Budget()): Promise<Check> {
  await nextTurn();
  return checkOf(expectation, findingOf(expectation, answer, budget));
}

function findingOf(expectation: Plain, answer: string, budget: Budget): Finding {
  if (expectation.kind === "matches") return matching(expectation.pattern, answer, budget);
  if (expectation.kind === "json_schema") return keeping(expectation.schema, answer, budget);
  const { text, ignoreCase } = expectation;
  const holds = ignoreCase ? answer.toLowerCase().includes(text.toLowerCase()) : answer.includes(text);
  return { verdict: holds ? "holds" : "fails" };
}

function keeping(schema: Readonly<Record<string, unknown>>, answer: string, budget: Budget): Finding {
  const json = jsonIn(answer);
  if (!json) return { verdict: "fails", reason: "The answer holds no JSON" };
  const { holds, reason } = keepsTo(schema, json.value, budget);
  return holds === null ? { verdict: "unsure", reason } : { verdict: holds ? "holds" : "fails", reason };
}

function matching(source: string, answer: string, budget: Budget): Finding {
  const pattern = readPattern(source);
  const holds = "fault" in pattern ? null : occurs(pattern, answer, budget);
  if (holds === null) return { verdict: "unsure", reason: "The answer is too long to be matched with this pattern" };
  return { verdict: holds ? "holds" : "fails" };
}
