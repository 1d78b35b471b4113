/**
 * A fault of RELIABILITY.md and what proves that we stand it: a test, looked at closer by variables than `npm test` has time for,
 * or a script with a full size.
 */
export type Fault = {
  readonly promise: string;
  readonly what: string;
  readonly run:
    | {
        readonly test: string;
        readonly short?: Readonly<Record<string, string>>;
        readonly long?: Readonly<Record<string, string>>;
      }
    | {
        readonly script: readonly string[];
        readonly short: readonly string[];
        /** What of it `npm test` runs. */
        readonly suite: string;
      };
};
