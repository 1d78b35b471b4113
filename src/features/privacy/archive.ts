import { PassThrough, Readable } from "node:stream";
import { ZipFile } from "yazl";

/** A file of an archive; asked for its text when its turn comes. */
export type ArchiveFile = { readonly name: string; readonly text: () => AsyncIterable<string> };

/** Packs the files into a zip, one after the other, as fast as the result is read and no faster. */
export function zipOf(files: readonly ArchiveFile[], mtime: Date): Readable {
  const zip = new ZipFile();
  const packed = new PassThrough();
  let open: Readable | undefined;
  for (const { name, text } of files) {
    zip.addReadStreamLazy(name, { mtime }, (give) => {
      open = Readable.from(text(), { objectMode: false });
      // yazl only pipes it: without this an error would leave the archive waiting for ever.
      open.once("error", (error) => packed.destroy(error));
      give(null, open);
    });
  }
  zip.end();
  zip.outputStream.pipe(packed);
  packed.once("close", () => open?.destroy());
  return packed;
}

/** Cuts a stream into pieces of exactly `size` bytes; the last may be shorter. */
export async function* inPieces(stream: AsyncIterable<Buffer>, size: number): AsyncGenerator<Buffer> {
  let kept: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    kept.push(chunk);
    bytes += chunk.length;
    if (bytes < size) continue;
    let whole = Buffer.concat(kept);
    for (; whole.length >= size; whole = whole.subarray(size)) yield whole.subarray(0, size);
    [kept, bytes] = [[whole], whole.length];
  }
  if (bytes > 0) yield Buffer.concat(kept);
}
