import { createTwoFilesPatch } from "diff";
import { fileNameOf, type MarkdownFields, writeMarkdown } from "../../features/transfer/index.ts";
import type { Plan, Step } from "./plan.ts";

const NOWHERE = "/dev/null";

/** The files a step is between: what the server has, and what the folder has. */
function sidesOf(step: Step): { before: MarkdownFields | null; after: MarkdownFields | null } {
  if (step.action === "create") return { before: null, after: step.after };
  return { before: step.before, after: step.action === "update" ? step.after : null };
}

function patchOf(step: Step): string {
  const { before, after } = sidesOf(step);
  const name = fileNameOf(step.slug);
  const [from, to] = [before ? `server/${name}` : NOWHERE, after ? `folder/${name}` : NOWHERE];
  const text = (fields: MarkdownFields | null): string => (fields ? writeMarkdown(fields) : "");
  const patch = createTwoFilesPatch(from, to, text(before), text(after), undefined, undefined, { context: 3 });
  return patch.replace(/^=+\n/, "");
}

const RED = "\u001B[31m";
const GREEN = "\u001B[32m";
const CYAN = "\u001B[36m";
const BOLD = "\u001B[1m";
const PLAIN = "\u001B[0m";
const COLOURS: readonly (readonly [RegExp, string])[] = [
  [/^(?:---|\+\+\+) /, BOLD],
  [/^\+/, GREEN],
  [/^-/, RED],
  [/^@@/, CYAN],
];

function coloured(line: string): string {
  const [, colour] = COLOURS.find(([pattern]) => pattern.test(line)) ?? [];
  return colour === undefined ? line : `${colour}${line}${PLAIN}`;
}

/** Unified diffs of all steps, from the server to the folder. */
export const describeDiff = ({ steps }: Plan): string => steps.map(patchOf).join("");

/** The same for eyes that are used to colours. */
export const inColours = (patch: string): string => patch.split("\n").map(coloured).join("\n");
