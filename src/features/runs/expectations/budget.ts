/** What one check may hold up everybody else for, in microseconds as they are estimated: what the slowest input was seen to take. */
const CHECK_MICROSECONDS_MAX = 50_000;
/** What all checks of one answer may take together. */
const CASE_MICROSECONDS_MAX = 200_000;

/** The time that the checks of one answer have left. It is asked before the work is done, so what is too much is never begun. */
export class Budget {
  #left = CASE_MICROSECONDS_MAX;

  /** What the next check may take. */
  get next(): number {
    return Math.min(this.#left, CHECK_MICROSECONDS_MAX);
  }

  /** Whether there is room for a check; then its time is spent. */
  spend(microseconds: number): boolean {
    if (microseconds > this.next) return false;
    this.#left -= microseconds;
    return true;
  }
}
