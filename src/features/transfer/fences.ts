import { type Draft, PARTS } from "../../contract/draft.ts";
import { scanTemplate } from "../enrichment/index.ts";
import type { Losses } from "./reading/losses.ts";

/** Elsewhere a variable in a code fence is filled in; here a fence stays as it is, and whoever comes must know. */
export function noteFences(parts: Draft, place: string, losses: Losses): void {
  for (const part of PARTS) {
    const text = parts[part];
    if (text === null || !/(?:```|~~~)/.test(text)) continue;
    if (scanTemplate(text).fences.some(([start, end]) => /\{\{[^{}\n]+\}\}/.test(text.slice(start, end))))
      losses.add(place, "variables inside code fences", "here a fence stays as it is: take the variable out of it");
  }
}
