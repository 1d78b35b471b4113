import type { UsageEvent, UsedOperation } from "../../contract/usage.ts";

/** The integer column holds no more; a stream may be open for weeks. */
const DURATION_MAX_MS = 2_147_483_647;
const NULL = "NULL";

/** Array literals of one batch, as Postgres reads them; null for a column in which no event has a value. */
export type UsageColumns = {
  readonly users: string;
  /** Places (from 1) in `actions` and `resources`. */
  readonly operations: string;
  readonly actions: string;
  readonly resources: string;
  readonly statuses: string;
  readonly durations: string;
  readonly networks: string;
  /** In milliseconds after `start`. */
  readonly times: string;
  /** In milliseconds of Unix time. */
  readonly start: number;
  readonly prompts: string | null;
  readonly versions: string | null;
  readonly labels: string | null;
  readonly keys: string | null;
};

/** Of an address only the network: `203.0.113.0/24`, `2001:0db8:0001::/48`. */
function networkOf(address: string): string {
  if (address.includes(":")) return `${address.slice(0, 14)}::/48`;
  const end = address.lastIndexOf(".");
  return end === -1 ? NULL : `${address.slice(0, end)}.0/24`;
}

const quoted = (text: string): string => `"${text.replaceAll(/["\\]/g, "\\$&")}"`;
const literal = (values: readonly (string | number)[]): string => `{${values.join(",")}}`;

/**
 * Events as the columns they are written in: a request only adds a few values to arrays that are there, and the text the
 * database reads is made once a batch (building rows, or arrays through the driver, costs twice as much).
 */
export class Columns {
  readonly #operations = new Map<UsedOperation, number>();
  readonly #users: string[] = [];
  readonly #places: number[] = [];
  readonly #statuses: number[] = [];
  readonly #durations: number[] = [];
  readonly #networks: string[] = [];
  readonly #times: number[] = [];
  readonly #prompts: string[] = [];
  readonly #versions: (string | number)[] = [];
  readonly #labels: string[] = [];
  readonly #keys: string[] = [];
  #start = 0;
  #hasPrompts = false;
  #hasVersions = false;
  #hasLabels = false;
  #hasKeys = false;
  /** When the first event came, in Unix milliseconds by the wall clock of this process. */
  readonly begunAt: number;
  /** Of the events, in milliseconds of Unix time. */
  first = Infinity;
  last = -Infinity;

  constructor(begunAt: number) {
    this.begunAt = begunAt;
  }

  get size(): number {
    return this.#times.length;
  }

  add({ operation, userId, apiKeyId, prompt, status, durationMs, address, at }: UsageEvent): void {
    let place = this.#operations.get(operation);
    if (place === undefined) this.#operations.set(operation, (place = this.#operations.size + 1));
    this.#places.push(place);
    this.#users.push(userId ?? NULL);
    this.#statuses.push(status);
    this.#durations.push(Math.min(DURATION_MAX_MS, Math.round(durationMs)));
    this.#networks.push(networkOf(address));
    if (this.size === 0) this.#start = at;
    this.#times.push(at - this.#start); // small numbers are written and read at half the cost
    this.#hasPrompts ||= prompt !== null;
    this.#prompts.push(prompt?.promptId ?? NULL);
    this.#hasVersions ||= prompt?.version != null;
    this.#versions.push(prompt?.version ?? NULL);
    this.#hasLabels ||= prompt?.label != null;
    this.#labels.push(prompt?.label == null ? NULL : quoted(prompt.label));
    this.#hasKeys ||= apiKeyId !== null;
    this.#keys.push(apiKeyId ?? NULL);
    if (at < this.first) this.first = at;
    if (at > this.last) this.last = at;
  }

  write(): UsageColumns {
    const operations = [...this.#operations.keys()];
    return {
      users: literal(this.#users),
      operations: literal(this.#places),
      actions: literal(operations.map(({ action }) => quoted(action))),
      resources: literal(operations.map(({ resource }) => (resource === null ? NULL : quoted(resource)))),
      statuses: literal(this.#statuses),
      durations: literal(this.#durations),
      networks: literal(this.#networks),
      times: literal(this.#times),
      start: this.#start,
      prompts: this.#hasPrompts ? literal(this.#prompts) : null,
      versions: this.#hasVersions ? literal(this.#versions) : null,
      labels: this.#hasLabels ? literal(this.#labels) : null,
      keys: this.#hasKeys ? literal(this.#keys) : null,
    };
  }
}
