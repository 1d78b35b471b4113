import type { Log } from "../adapters/log.ts";
import { type Role, startApp } from "../app.ts";
import type { Config } from "../config.ts";
import { giveBackMemoryAtRest } from "./rest.ts";

const SIGNALS = ["SIGTERM", "SIGINT"] as const;
/** npm passes on the Ctrl-C that the terminal has sent us already: two signals this close together are one wish. */
const ECHO_MS = 500;
/** Clients that keep connections open are told to leave before those are closed, so that no request meets a closing one. */
const FAREWELL_MS = 500;

/** Runs until a signal, the loss of the embedded database, or an error nobody caught. Resolves with the exit code. */
export async function serve(config: Config, role: Role, log: Log, talk: (text: string) => void): Promise<number> {
  const interrupted = Promise.withResolvers<number>();
  let askedAt: number | undefined;
  const onSignal = (signal: NodeJS.Signals): void => {
    if (askedAt === undefined) {
      askedAt = performance.now();
      log.info("Stopping", { signal });
      return interrupted.resolve(0);
    }
    if (performance.now() - askedAt < ECHO_MS) return;
    log.warn("Forced to stop", { signal });
    log.flush();
    process.exit(1); // a second signal means: now
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
        `  docs  ${app.url}${app.docs ? "/api-docs" : "/api/v1/openapi.json"}`,
        `  data  ${dataDirectory ?? "the database of DATABASE_URL"}`,
        `  try   curl ${app.url}/health`,
        "",
      ].join("\n"),
    );
  }
  log.info("Ready", { url: app.url, role });
  giveBackMemoryAtRest(log);
  const lost = app.storage.lost.then(() => {
    log.error("The embedded database ended unasked; stopping");
    return 1;
  });
  const code = await Promise.race([interrupted.promise, lost]);
  await app.stop({ farewellMs: FAREWELL_MS });
  log.info("Stopped");
  return code;
}
