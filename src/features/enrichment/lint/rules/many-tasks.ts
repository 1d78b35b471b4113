import type { Context } from "../context.ts";
import { type Order, ORDERS_MAX, ordersIn } from "./orders.ts";
import type { Rule } from "./rule.ts";

/** So many results of one's own, wherever their material comes from. */
const RESULTS_MIN = 4;
/** So many that have nothing to do with each other. */
const UNRELATED_MIN = 3;

/** Several jobs in one prompt: steps of a list and steps of one job are none. */
export const multiTaskInOne: Rule = {
  id: "multi-task-in-one",
  version: 1,
  severity: "warning",
  dimension: "clarity",
  weight: 0.35,
  check: (context) => {
    const { task } = context;
    if (!task) return [];
    const orders = ordersIn(task);
    const second = secondTask(context, orders);
    const results = new Set(orders.map(({ verb }) => verb)).size;
    const unrelated = orders.filter((order, index) => standsAlone(order, orders.slice(0, index))).length;
    const at = second ?? orders.at(-1);
    if (!at || (!second && results < RESULTS_MIN && unrelated < UNRELATED_MIN)) return [];
    return [
      {
        field: "task",
        span: at.span,
        message: `The task orders ${Math.max(2, results)} different jobs at once, and each is done worse for it. Keep one, and give the others prompts of their own.`,
        question: "Which of the jobs is the one this prompt is for?",
      },
    ];
  },
};

/** With its own matter, which no earlier order names: another variable, or something made from nothing that was said. */
function standsAlone({ matter, variables, makes, pointsBack }: Order, earlier: readonly Order[]): boolean {
  if (pointsBack) return false;
  const known = new Set(earlier.flatMap((order) => order.variables));
  if (variables.length > 0) return variables.every((token) => !known.has(token));
  return makes && !earlier.some((order) => [...matter].some((word) => order.matter.has(word)));
}

/** An order that is announced as another one; "also" announces one only when it works on something of its own, or two follow. */
function secondTask(context: Context, orders: readonly Order[]): Order | undefined {
  const first = context.task?.sentences[0];
  for (const { part, match } of context.concept("another-task").slice(0, ORDERS_MAX)) {
    if (part !== context.task) continue;
    const announced = orders.filter(
      (order, index) =>
        (index > 0 || order.sentence !== first) &&
        order.sentence === match.sentence &&
        (order.from >= match.to || match.from - order.to <= 1) &&
        !order.pointsBack,
    );
    if (match.value === "strong" && announced[0]) return announced[0];
    const alone = announced.filter((order) =>
      standsAlone(
        order,
        orders.filter(({ from }) => from < order.from),
      ),
    );
    const owner = alone.find(({ variables }) => variables.length > 0);
    if (owner ?? alone[1]) return owner ?? alone[0];
  }
  return undefined;
}
