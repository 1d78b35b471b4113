/** Operations asked by name, one after another; every answer is judged, and a failure shows all requests up to it. */
import { endpointNamed } from "./contract.ts";
import type { Failure } from "./hunt.ts";
import { type Finding, judge } from "./judge.ts";
import type { Person } from "./people.ts";
import type { Runner } from "./run.ts";
import { type Answered, curlOf, type Request } from "./send.ts";

const SHOWN_MAX = 300;
const LISTED_MAX = 100;

export class Asking {
  readonly failures: Failure[] = [];
  readonly #asked: string[] = [];
  readonly #runner: Runner;
  constructor(runner: Runner) {
    this.#runner = runner;
  }

  async ask(name: string, { token }: Person, ids: readonly string[] = [], body?: unknown): Promise<Answered> {
    const { method, path, parameters } = endpointNamed(name);
    const left = [...ids];
    const request: Request = {
      method,
      target:
        path.replaceAll(/\{\w+\}/g, () => encodeURIComponent(left.shift() ?? "")) +
        (parameters.some((one) => one.name === "limit") ? `?limit=${LISTED_MAX}` : ""),
      headers: {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { "content-type": "application/json" }),
      },
      ...(body !== undefined && { body: Buffer.from(JSON.stringify(body)) }),
    };
    this.#asked.push(curlOf(request));
    const answer = await this.#runner.send(request);
    this.#runner.tally.count(name, answer);
    for (const finding of judge(name, { request, expected: "any" }, answer)) this.#report(name, finding, answer);
    return answer;
  }

  /** Something that must hold after the answer. */
  expect(isRight: boolean, operation: string, finding: Finding, answer: Answered): void {
    if (!isRight) this.#report(operation, finding, answer);
  }

  #report(operation: string, finding: Finding, { status, text }: Answered): void {
    const [curl, answer] = [this.#asked.join("\n  "), `${status} ${text.slice(0, SHOWN_MAX)}`];
    this.failures.push({ ...finding, operation, curl, answer, twist: "sequence" });
  }
}
