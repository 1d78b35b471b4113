import type { Config } from "../config.ts";
import type { Out } from "./refusal.ts";

const TIMEOUT_MS = 2_000;

/** For containers without curl: asks the server on this machine whether it is ready. */
export async function healthcheck(config: Config, out: Out): Promise<number> {
  const host = ["::", "0.0.0.0"].includes(config.HOST) ? "127.0.0.1" : config.HOST;
  const url = `http://${host.includes(":") ? `[${host}]` : host}:${config.PORT}/readyz`;
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    out.print(
      { ready: response.ok, status: response.status },
      response.ok ? "ready\n" : `not ready (${response.status})\n`,
    );
    return response.ok ? 0 : 1;
  } catch {
    out.print({ ready: false, status: null }, `no answer from ${url}\n`);
    return 1;
  }
}
