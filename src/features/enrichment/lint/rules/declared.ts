import type { Context, PartText } from "../context.ts";
import type { Span } from "../report.ts";
import { areNear, plainName } from "./near-names.ts";
import type { Rule } from "./rule.ts";

/** Comparing every name with every other is quadratic. */
const COMPARED_MAX = 100;

/** One name however its accents are encoded, as rendering reads it. */
const nameKey = (name: string): string => name.normalize("NFC");

/** Declaring is of free choice: a prompt that declares nothing is judged by neither rule. */
const declaredIn = ({ options: { variables = [] } }: Context): ReadonlySet<string> =>
  new Set(variables.map(({ name }) => nameKey(name)));

type Use = { readonly part: PartText; readonly name: string; readonly span: Span };

/** The first use of each name; one with a brace missing is meant to be a variable. */
function firstUses({ parts }: Context): ReadonlyMap<string, Use> {
  const uses = new Map<string, Use>();
  for (const part of parts) {
    const { variables, unclosed } = part.template;
    for (const { name, span } of [...variables, ...unclosed].sort((a, b) => a.span[0] - b.span[0]))
      if (!uses.has(nameKey(name))) uses.set(nameKey(name), { part, name, span });
  }
  return uses;
}

/** The rule's source is rendering: a name without declaration and default has no value. */
export const undefinedVariable: Rule = {
  id: "undefined-variable",
  version: 1,
  severity: "warning",
  dimension: "reuse",
  weight: 0.6,
  check: (context) => {
    const declared = declaredIn(context);
    if (declared.size === 0) return [];
    return [...firstUses(context)]
      .filter(([key]) => !declared.has(key))
      .map(([key, { part, name, span }]) => {
        const twin = nearName(key, declared);
        const hint = twin ? ` Is {{${twin}}} meant?` : "";
        return {
          field: part.part,
          span,
          message: `{{${name}}} is used but not declared, so nobody is asked for its value. Declare it or use a declared one.${hint}`,
          question: `{{${name}}} is not declared: ${twin ? `is {{${twin}}} meant, or ` : ""}what does it stand for?`,
        };
      });
  },
};

/** A declaration that fills nothing: whoever renders the prompt is asked for a value that goes nowhere. */
export const unusedVariable: Rule = {
  id: "unused-variable",
  version: 1,
  severity: "suggestion",
  dimension: "reuse",
  weight: 0.35,
  check: (context) => {
    const uses = firstUses(context);
    return [...declaredIn(context)]
      .filter((name) => !uses.has(name))
      .map((name) => {
        const blocked = inBlock(context, name);
        return {
          field: blocked?.part.part ?? "task",
          span: blocked?.span ?? [0, 0],
          message: blocked
            ? `{{${name}}} stands only in a code or raw block, where variables are not filled in. Move it out, or drop its declaration.`
            : `{{${name}}} is declared but stands nowhere in the prompt. Use it or drop its declaration.`,
          question: `Where in the prompt should {{${name}}} stand, or can its declaration go?`,
        };
      });
  },
};

const nearName = (name: string, names: ReadonlySet<string>): string | undefined =>
  [...names].slice(0, COMPARED_MAX).find((other) => areNear(plainName(other), plainName(name)));

function inBlock({ parts }: Context, name: string): { readonly part: PartText; readonly span: Span } | undefined {
  for (const part of parts) {
    for (const [start, end] of [...part.template.fences, ...part.template.raws]) {
      const block = part.text.slice(start, end);
      for (const token of [`{{${name}}}`, `{{ ${name} }}`]) {
        const at = block.indexOf(token);
        if (at >= 0) return { part, span: [start + at, start + at + token.length] };
      }
    }
  }
  return undefined;
}
