/** Labels come from closed sets only: patterns, codes, queues, providers. Never an address, an id, a path or a text. */
export type Labels = Readonly<Record<string, string>>;
export type Sample = { readonly labels?: Labels; readonly value: number };

/** What is known the moment somebody asks; a reader that fails leaves its figures out and is counted. */
export type Reading = {
  readonly name: string;
  readonly help: string;
  readonly kind: "gauge" | "counter";
  readonly read: () => readonly Sample[] | Promise<readonly Sample[]>;
};

/** One answered request; `seconds` from its first byte here to its last. */
export type TimeRequest = (status: number, seconds: number) => void;

/** Where the parts of a process count; names and labels are those of docs/alerting.md. */
export type Meters = {
  counter(name: string, help: string, labels: readonly string[]): (labels: Labels, by?: number) => void;
  histogram(
    name: string,
    help: string,
    labels: readonly string[],
    buckets: readonly number[],
  ): (labels: Labels, value: number) => void;
  reading(reading: Reading): void;
  /** For the hot path: the series of a route, found once and then two additions a request. */
  route(method: string, pattern: string): TimeRequest;
  /** Everything there is, in Prometheus's text format. */
  text(): Promise<{ readonly contentType: string; readonly body: string }>;
  close(): void;
};
