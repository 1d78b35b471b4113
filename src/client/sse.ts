import { PromptrUnreachable } from "./errors.ts";

/** A line no server of ours writes; a stream without line ends must not fill the memory. */
const LINE_CHARACTERS_MAX = 8_000_000;

/** One server-sent event; without `data` it only says where to go on, or that somebody is there. */
export type Frame = {
  readonly event: string;
  readonly data: string | undefined;
  readonly id: string | undefined;
  readonly retryMs: number | undefined;
};

/** Reads `text/event-stream` (WHATWG HTML §9.2.6) from pieces of text, as they come. */
export class FrameReader {
  #rest = "";
  #event = "";
  #data: string[] = [];
  #id: string | undefined;
  #retryMs: number | undefined;
  #isTouched = false;

  push(piece: string): Frame[] {
    this.#rest += piece;
    if (this.#rest.length > LINE_CHARACTERS_MAX) throw new PromptrUnreachable("The stream has a line without an end");
    const frames: Frame[] = [];
    // A lone \r at the end may be the first half of \r\n.
    const lines = this.#rest.split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop() ?? "";
    for (const line of lines) {
      if (line !== "") this.#field(line);
      else if (this.#isTouched) frames.push(this.#take());
    }
    return frames;
  }

  #field(line: string): void {
    if (line.startsWith(":")) return;
    const colon = line.indexOf(":");
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    this.#isTouched = true;
    if (name === "event") this.#event = value;
    else if (name === "data") this.#data.push(value);
    else if (name === "id" && !value.includes("\0")) this.#id = value;
    else if (name === "retry" && /^\d{1,9}$/.test(value)) this.#retryMs = Number(value);
  }

  #take(): Frame {
    const data = this.#data.length > 0 ? this.#data.join("\n") : undefined;
    const frame = { event: this.#event || "message", data, id: this.#id, retryMs: this.#retryMs };
    [this.#event, this.#data, this.#id, this.#retryMs, this.#isTouched] = ["", [], undefined, undefined, false];
    return frame;
  }
}

/** The events of an answer until it ends; `onBytes` is called whenever something came, be it a ping. */
export async function* framesOf(response: Response, onBytes?: () => void): AsyncGenerator<Frame, void, undefined> {
  const reader = response.body?.getReader();
  if (!reader) return;
  const [frames, decoder] = [new FrameReader(), new TextDecoder()];
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      onBytes?.();
      yield* frames.push(decoder.decode(value, { stream: true }));
    }
  } finally {
    await reader.cancel().catch(() => undefined); // it is over either way
  }
}
