import type { Samples } from "./samples.ts";

/** One request as a contestant is sent it, and whether an answer to it is right. */
export type Asked = {
  readonly method?: "GET" | "POST";
  readonly path: string;
  readonly user?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
  readonly isRight: (answer: unknown) => boolean;
};
export type WorkloadName =
  "get" | "list-own" | "public-cached" | "public-uncached" | "create" | "share" | "resolve" | "validate";
/** How a contestant is asked; nothing where it has nothing of the kind. */
export type Dialect = { readonly [W in WorkloadName]?: (samples: Samples) => readonly Asked[] };

export type Workload = {
  readonly name: string;
  readonly of: WorkloadName;
  readonly title: string;
  readonly gzip: boolean;
  /** What there must be afterwards, once for each request. */
  readonly effect: "created" | "views" | null;
};
const plain = (name: WorkloadName, title: string, effect: Workload["effect"] = null): Workload => ({
  name,
  of: name,
  title,
  gzip: false,
  effect,
});
const PLAIN = [
  plain("get", "GET one own prompt, token"),
  plain("list-own", "GET 20 newest own prompts"),
  plain("public-cached", "GET first page of the library, cached"),
  plain("public-uncached", "GET 20 of the library, uncached"),
  plain("create", "POST a prompt", "created"),
  plain("share", "GET a share link, view counted", "views"),
  plain("resolve", "POST 10 warm references to resolve"),
  plain("validate", "POST 2 kB to validate"),
];
const GZIPPED: readonly string[] = ["get", "list-own", "public-cached"];
export const WORKLOADS: readonly Workload[] = [
  ...PLAIN,
  ...PLAIN.filter(({ name }) => GZIPPED.includes(name)).map((workload) => ({
    ...workload,
    name: `${workload.name}-gzip`,
    title: `${workload.title}, gzip`,
    gzip: true,
  })),
];

type Row = Readonly<Record<string, unknown>>;
const rowOf = (value: unknown): Row => (typeof value === "object" && value !== null ? (value as Row) : {});
/** What the answer is about: some servers wrap it. */
export const dataOf = (answer: unknown): unknown => rowOf(answer)["data"] ?? answer;

const TEXTS = ["title", "description", "role", "task", "context", "requirements", "style", "output"];
const isText = (value: unknown): boolean => typeof value === "string" && value.length > 0;
const isWhole = (row: Row): boolean => TEXTS.every((name) => isText(row[name]));
const createdAt = (row: Row): number => Date.parse(String(row["createdAt"] ?? row["created_at"]));

type Expected = { readonly title: string; readonly task: string };
export const saysTask = (value: unknown, { title, task }: Expected): boolean =>
  rowOf(value)["title"] === title && rowOf(value)["task"] === task;
/** A whole prompt that says what is expected. */
export const isPrompt = (answer: unknown, expected: Expected): boolean =>
  isWhole(rowOf(dataOf(answer))) && saysTask(dataOf(answer), expected);

/** Twenty whole prompts, newest first, each accepted. */
export function isPage(
  answer: unknown,
  accepts: (row: Row) => boolean,
  time: (row: Row) => number = createdAt,
): boolean {
  const data = dataOf(answer);
  if (!Array.isArray(data) || data.length !== 20) return false;
  const rows = data.map(rowOf);
  return rows.every((row, index) => {
    const before = rows[index - 1];
    return isWhole(row) && accepts(row) && (!before || time(before) >= time(row));
  });
}
