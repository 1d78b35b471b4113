import type { Log } from "../adapters/log.ts";
import { type Role, startApp } from "../app.ts";
import type { Config } from "../config.ts";

const SIGNALS = ["SIGTERM", "SIGINT"] as const;

/** Runs until a signal, the loss of the embedded database, or an error nobody caught. Resolves with the exit code. */
export async function serve(config: Config, role: Role, log: Log, talk: (text: string) => void): Promise<number> {
  const interrupted = Promise.withResolvers<number>();
  let asked = 0;
  const onSignal = (signal: NodeJS.Signals): void => {
    asked += 1;
    if (asked > 1) {
      log.warn("Forced to stop", { signal });
      log.flush();
      process.exit(1); // a second signal means: now
    }
    log.info("Stopping", { signal });
    interrupted.resolve(0);
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  const onCrash = (error: unknown): void => {
    log.error("A bug nobody caught; stopping", { err: error });
    interrupted.resolve(1);
  };
  process.on("uncaughtException", onCrash);
  process.on("unhandledRejection", onCrash);

  const app = await startApp(config, { role, log });
  if (role !== "worker") {
    const { dataDirectory } = app.storage;
    talk(
      [
        `Promptr is ready on ${app.url}`,
        `  docs  ${app.url}/api-docs`,
        `  data  ${dataDirectory ?? "the database of DATABASE_URL"}`,
        `  try   curl ${app.url}/health`,
        "",
      ].join("\n"),
    );
  }
  log.info("Ready", { url: app.url, role });
  const lost = app.storage.lost.then(() => {
    log.error("The embedded database ended unasked; stopping");
    return 1;
  });
  const code = await Promise.race([interrupted.promise, lost]);
  await app.stop();
  log.info("Stopped");
  return code;
}
