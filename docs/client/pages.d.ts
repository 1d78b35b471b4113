import type { AnyInput } from "./request.js";
import type { Transport } from "./transport.js";
import type { CallOptions, OperationName } from "./types.js";
/** Every row of a list; the next page is asked for when the rows of the last one are used up. */
export declare function allRows(transport: Transport, name: OperationName, input: AnyInput, options?: CallOptions): AsyncGenerator<unknown, void, undefined>;
