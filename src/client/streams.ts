import { PromptrError, PromptrUnreachable } from "./errors.ts";
import type { AnyInput } from "./request.ts";
import { framesOf } from "./sse.ts";
import type { Transport } from "./transport.ts";
import type { CallOptions, OperationName, Problem } from "./types.ts";
import { reasonOf } from "./waiting.ts";

type AnyEvent = { readonly event: string; readonly data: unknown };

function failureIn(data: string): PromptrError {
  const problem = JSON.parse(data) as Problem;
  return new PromptrError({ status: problem.status, problem, requestId: problem.requestId, retryAfterMs: null });
}

/**
 * `start`, `delta` and at last `result`, as they happen; `error` is thrown. What has begun is not tried again by itself,
 * because the caller has seen half of it: who sends an `Idempotency-Key` of their own may ask again and pays once.
 */
export async function* streamRun(
  transport: Transport,
  name: OperationName,
  input: AnyInput,
  options: CallOptions = {},
): AsyncGenerator<AnyEvent, void, undefined> {
  const { response, deadline } = await transport.stream(name, input, options);
  try {
    for await (const { event, data } of framesOf(response)) {
      if (data === undefined) continue;
      if (event === "error") throw failureIn(data);
      yield { event, data: JSON.parse(data) as unknown };
      if (event === "result") return;
    }
    throw new PromptrUnreachable("The stream ended before its result");
  } catch (error) {
    if (options.signal?.aborted) throw reasonOf(options.signal);
    if (error instanceof PromptrError || error instanceof PromptrUnreachable) throw error;
    throw new PromptrUnreachable("The stream broke off", { cause: error });
  } finally {
    deadline.abort();
  }
}
