/** The calls a client has for each operation, and the table they are made from. */
import { groupOf, JSON_TYPE, type Listed, type Operation, repliesOf, STREAM } from "./client-operations.ts";
import { commentOf } from "./client-schema.ts";

const has = ({ parameters = [] }: Operation, where: string, name: string): boolean =>
  parameters.some((parameter) => parameter.in === where && parameter.name === name);
const isPaged = (operation: Operation): boolean => has(operation, "query", "cursor");
const canStream = ({ responses }: Operation): boolean => {
  const types = Object.keys(responses["200"]?.content ?? {});
  return types.includes(STREAM) && types.includes(JSON_TYPE);
};
const isEvents = ({ responses }: Operation): boolean => Object.keys(responses["200"]?.content ?? {}).join() === STREAM;

/** Calls of one operation, as its group has them. */
export function methodsOf({ operation }: Listed): string {
  const { operationId: name, parameters = [], requestBody } = operation;
  const needs = parameters.some(({ required }) => required === true) || (requestBody && requestBody.required !== false);
  const mark = needs ? "" : "?";
  const comment = commentOf([operation.summary, operation.description].filter(Boolean).join(". "), "  ");
  const rest = `input${mark}: Input<"${name}">, options?: CallOptions`;
  if (isEvents(operation)) return `${comment}  ${name}(${rest}): AsyncIterable<ChangeEvent>;\n`;
  const unchanged = operation.responses["304"] !== undefined;
  const lines = [
    ...(unchanged
      ? [
          `${comment}  ${name}(input: Conditional<"${name}">, options?: CallOptions): Promise<Reply<"${name}">>;\n`,
          `${comment}  ${name}(${rest}): Promise<Exclude<Reply<"${name}">, { status: 304 }>>;\n`,
        ]
      : [`${comment}  ${name}(${rest}): Promise<Reply<"${name}">>;\n`]),
    ...(isPaged(operation)
      ? [`  /** Every row of \`${name}\`, page after page. */\n  ${name}All(${rest}): AsyncIterable<Row<"${name}">>;\n`]
      : []),
    ...(canStream(operation)
      ? [`  /** \`${name}\` as it happens. */\n  ${name}Stream(${rest}): AsyncIterable<RunEvent<"${name}">>;\n`]
      : []),
  ];
  return lines.join("");
}

/** What a call needs to know at run time. */
export function tableRow({ path, method, operation }: Listed): string {
  const replies = Object.fromEntries(
    [...repliesOf(operation)].map(([status, types]) => [
      status,
      types.filter((type) => type !== STREAM || types.length === 1),
    ]),
  );
  const [bodyMedia] = Object.keys(operation.requestBody?.content ?? {});
  const row = {
    group: groupOf(operation),
    method: method.toUpperCase(),
    path,
    replies,
    ...((operation.security ?? []).length === 0 && { open: true }),
    ...(bodyMedia !== undefined && { body: bodyMedia === JSON_TYPE ? "json" : "form" }),
    ...(has(operation, "header", "Idempotency-Key") && { keyed: true }),
    // Only what reads answers "not modified".
    ...(method === "post" && operation.responses["304"] !== undefined && { reads: true }),
    ...(isPaged(operation) && { paged: true }),
    ...(canStream(operation) && { streams: true }),
    ...(isEvents(operation) && { events: true }),
  };
  return `  ${operation.operationId}: ${JSON.stringify(row)},\n`;
}
