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
  // Whoever reads is told by what is read; before the first piece, after the last and for HEAD that is nobody.
  packed.on("error", () => undefined);
  return packed;
}

/** Cuts a stream into pieces of `size` bytes; the last may be shorter. A piece is overwritten when the next is asked for. */
export async function* inPieces(stream: AsyncIterable<Buffer>, size: number): AsyncGenerator<Buffer> {
  const piece = Buffer.allocUnsafeSlow(size);
  let filled = 0;
  for await (const chunk of stream) {
    for (let read = 0; read < chunk.length;) {
      const copied = chunk.copy(piece, filled, read);
      read += copied;
      filled += copied;
      if (filled < size) continue;
      yield piece;
      filled = 0;
    }
  }
  if (filled > 0) yield piece.subarray(0, filled);
}
