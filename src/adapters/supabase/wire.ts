/** Keys or one user: a few kB. */
const ANSWER_BYTES_MAX = 256 * 1024;

async function readAll(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of body) {
    bytes += piece.length;
    if (bytes > ANSWER_BYTES_MAX) throw new Error(`The Auth server's answer is larger than ${ANSWER_BYTES_MAX} bytes`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

/** `fetch` that ends within `timeoutMs`, body included, follows nobody elsewhere and reads no endless answer: supabase-js has no limits. */
export const boundedFetch =
  (timeoutMs: number): typeof fetch =>
  async (input, init) => {
    const response = await fetch(input, { ...init, redirect: "error", signal: AbortSignal.timeout(timeoutMs) });
    const { status, statusText, headers } = response;
    const body = response.body ? await readAll(response.body) : null;
    return new Response(body?.length ? body : null, { status, statusText, headers });
  };
