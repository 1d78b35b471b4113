import type { Context, Hit } from "../context.ts";

/** How far behind "with the keys" their names are looked for. */
const LIST_CHARACTERS_MAX = 300;
const KEYS_MAX = 30;
/** One name, quoted or not, with what it holds in parentheses. */
const NAME = /^[ \t]{0,4}["'`]?([A-Za-z_][\w-]{0,40})["'`]?[ \t]{0,2}(?:\([^()\n]{0,120}\))?[ \t]{0,4}$/u;
const JOIN = /,[ \t]{0,4}(?:and|y|e|und|et)[ \t]|[,;、，]|[ \t](?:and|y|e|und|et|&)[ \t]/u;

/** The keys a prompt names one after another, as in "with the keys name, age and city"; none when one of them is no bare name. */
export function keysAsked(context: Context): readonly string[] {
  return context
    .concept("fields")
    .filter(({ part, match }) => part.part !== "context" && match.to - match.from === 1)
    .map(namesBehind)
    .filter((names) => names.length > 1)
    .flat();
}

function namesBehind({ part, match }: Hit): readonly string[] {
  const start = part.words[match.to - 1]?.end ?? 0;
  const rest = part.text.slice(start, Math.min(match.sentence.span[1], start + LIST_CHARACTERS_MAX));
  const list = withoutEnd(rest.replace(/^[ \t]{0,4}[:：]/u, ""));
  const pieces = outsideParentheses(list).slice(0, KEYS_MAX);
  const names = pieces.flatMap((piece) => NAME.exec(piece)?.[1] ?? []);
  return names.length === pieces.length ? names : [];
}

const withoutEnd = (text: string): string => text.replace(/[.!?\n].{0,300}$/su, "");

/** Splits at commas and "and", but not inside parentheses. */
function outsideParentheses(list: string): readonly string[] {
  const flat = list.replaceAll(/\([^()]{0,200}\)/gu, "");
  return flat.split(JOIN);
}
