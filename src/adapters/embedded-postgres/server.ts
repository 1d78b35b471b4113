import { setTimeout as delay } from "node:timers/promises";
import { spawnAs, type Account } from "./account.ts";
import { EmbeddedPostgresError } from "./error.ts";
import { followOutput } from "./output.ts";

const READY = "database system is ready to accept connections";
const LATE = "it took too long";

/** Recovery after a kill replays at most `max_wal_size`, a matter of seconds even on a slow disk. */
const START_TIMEOUT_MS = 120_000;

/** Backends of a killed server may outlive it for a moment; Postgres refuses to start until they are gone. */
const STILL_ENDING = /lock file "postmaster\.pid" already exists|pre-existing shared memory block/;
const RETRY_FOR_MS = 5_000;
const RETRY_EVERY_MS = 200;

/** Fast shutdown, then without waiting for a checkpoint, then by force; milliseconds to wait after each. */
const STOP_STEPS = [
  ["SIGINT", 10_000],
  ["SIGQUIT", 10_000],
  ["SIGKILL", 10_000],
] as const;

export type Server = {
  stop(): Promise<void>;
  /** Resolves when the server ended though nobody asked for it; never when `stop` ended it. */
  readonly endedUnasked: Promise<EmbeddedPostgresError>;
};

type Launch = {
  readonly account: Account;
  readonly command: readonly string[];
  readonly cwd: string;
  readonly log: (line: string) => void;
};

/** Starts Postgres and resolves when it accepts connections. Rejects with `EmbeddedPostgresError` and Postgres' last words. */
export async function launch(options: Launch): Promise<Server> {
  const retryUntil = performance.now() + RETRY_FOR_MS;
  for (;;) {
    const attempt = await start(options);
    if (!(attempt instanceof EmbeddedPostgresError)) return attempt;
    if (!attempt.output.some((line) => STILL_ENDING.test(line)) || performance.now() > retryUntil) throw attempt;
    await delay(RETRY_EVERY_MS);
  }
}

async function start({ account, command, cwd, log }: Launch): Promise<Server | EmbeddedPostgresError> {
  const child = spawnAs(account, command, cwd);
  const { promise: exited, resolve: exit } = Promise.withResolvers<string>();
  const { promise: closed, resolve: close } = Promise.withResolvers<string>();
  child.once("exit", (code, signal) => exit(signal ?? `exit code ${code}`));
  child.once("close", (code, signal) => close(signal ?? `exit code ${code}`));
  child.on("error", ({ message }) => {
    // A program that cannot be started has neither exit nor close.
    if (child.pid !== undefined) return;
    exit(message);
    close(message);
  });
  const { promise: ready, resolve: becomeReady } = Promise.withResolvers<typeof READY>();
  const output = followOutput(child.stderr, (line) => {
    if (line.includes(READY)) becomeReady(READY);
    log(line);
  });
  let asked = false;
  const stop = async () => {
    asked = true;
    for (const [signal, waitMs] of STOP_STEPS) {
      child.kill(signal);
      if ((await within(waitMs, exited)) !== LATE) return;
    }
    throw new EmbeddedPostgresError(`Postgres process ${child.pid} does not end`, { output: output.lines });
  };
  const outcome = await within(START_TIMEOUT_MS, Promise.race([ready, closed]));
  if (outcome !== READY) {
    await stop();
    const reason = output.complaint() ?? outcome;
    return new EmbeddedPostgresError(`Postgres did not start: ${reason}`, { output: output.lines });
  }
  const endedUnasked = new Promise<EmbeddedPostgresError>((resolve) => {
    void exited.then((how) => {
      if (!asked) resolve(new EmbeddedPostgresError(`Postgres ended unasked: ${how}`, { output: output.lines }));
    });
  });
  return { stop, endedUnasked };
}

/** The promise's value, or `LATE`. The timer never outlives the answer. */
async function within<T extends string>(waitMs: number, promise: Promise<T>): Promise<T | typeof LATE> {
  const timer = new AbortController();
  try {
    return await Promise.race([promise, delay<typeof LATE>(waitMs, LATE, { signal: timer.signal })]);
  } finally {
    timer.abort();
  }
}
