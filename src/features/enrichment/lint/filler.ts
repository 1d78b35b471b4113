import type { Draft } from "../../../contract/draft.ts";
import type { Context } from "./context.ts";
import { toSourceSpan } from "./rules/fix.ts";
import { isFiller } from "./rules/praise.ts";

/**
 * The draft with praise and heaps of prompt words blanked out, so that every place stays where it is; undefined when there
 * are none. What rules find there counts as well: nothing added to please a reader may hide a defect.
 */
export function withoutFiller({ parts }: Context, draft: Draft): Draft | undefined {
  const blanked = parts.flatMap((part) => {
    const filler = part.sentences.filter((sentence) => sentence.from < sentence.to && isFiller(part, sentence));
    if (filler.length === 0) return [];
    const pieces: string[] = [];
    let from = 0;
    for (const { span } of filler) {
      const [start, end] = toSourceSpan(part, span);
      pieces.push(part.source.slice(from, start), " ".repeat(end - start));
      from = end;
    }
    return [[part.part, [...pieces, part.source.slice(from)].join("")] as const];
  });
  return blanked.length === 0 ? undefined : { ...draft, ...(Object.fromEntries(blanked) as Partial<Draft>) };
}
