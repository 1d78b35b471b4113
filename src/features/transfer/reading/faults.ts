import { Failure, type Fault } from "../../../errors.ts";

const FAULTS_MAX = 50;

/** The file cannot be imported as it is; faults say where and why. */
export function invalid(faults: readonly Fault[]): Failure {
  const [first] = faults;
  return new Failure("import_invalid", {
    ...(first && { detail: `${first.path}: ${first.message}` }),
    faults: faults.slice(0, FAULTS_MAX),
  });
}

export const refuse = (path: string, code: string, message: string): never => {
  throw invalid([{ path, code, message }]);
};

/** Faults of one file, reported together. */
export class Faults {
  readonly #list: Fault[] = [];
  add(path: string, code: string, message: string): void {
    if (this.#list.length < FAULTS_MAX) this.#list.push({ path, code, message });
  }
  get any(): boolean {
    return this.#list.length > 0;
  }
  throwAny(): void {
    if (this.any) throw invalid(this.#list);
  }
}
