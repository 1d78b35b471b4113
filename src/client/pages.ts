import type { AnyInput } from "./request.ts";
import type { Transport } from "./transport.ts";
import type { CallOptions, OperationName } from "./types.ts";

type Page = { readonly data: readonly unknown[]; readonly pagination: { readonly nextCursor: string | null } };

/** Every row of a list; the next page is asked for when the rows of the last one are used up. */
export async function* allRows(
  transport: Transport,
  name: OperationName,
  input: AnyInput,
  options?: CallOptions,
): AsyncGenerator<unknown, void, undefined> {
  // Cursors are of the order a list had, so the page number of a first call must not come along.
  const { page: _page, ...query } = input.query ?? {};
  let asked: AnyInput = input;
  for (;;) {
    const { data, pagination } = (await transport.send(name, asked, options)).data as Page;
    yield* data;
    const cursor = pagination.nextCursor;
    if (cursor === null || cursor === asked.query?.["cursor"]) return;
    asked = { ...input, query: { ...query, cursor } };
  }
}
