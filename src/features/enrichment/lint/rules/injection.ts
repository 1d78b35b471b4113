import { injectionsIn } from "../text/injection.ts";
import type { Rule } from "./rule.ts";

/** More of them say nothing new. */
const PER_PART_MAX = 20;

/** Only what everybody can run: in a prompt of one's own the words harm nobody, and a prompt that guards against them names them. */
export const injectionPhraseInPublicPrompt: Rule = {
  id: "injection-phrase-in-public-prompt",
  version: 1,
  severity: "error",
  dimension: "safety",
  weight: 0.8,
  check: ({ parts, options }) =>
    options.isPublic
      ? parts.flatMap((part) =>
          injectionsIn(part.text)
            .filter(({ reported }) => !reported)
            .slice(0, PER_PART_MAX)
            .map(({ kind, span }) => ({
              field: part.part,
              span,
              message:
                kind === "image"
                  ? "The address of this image carries a variable, so showing the answer sends it to a stranger. Take it out."
                  : "These are words of prompt injections, and others will run this prompt. Say it in another way.",
              question: `The ${part.part} holds what looks like a prompt injection: can it be said in another way?`,
            })),
        )
      : [],
};
