import type { HiddenKind } from "../text/hidden.ts";
import { safeSourceFix } from "./fix.ts";
import type { Rule } from "./rule.ts";

const NAMES: Record<HiddenKind, string> = {
  "zero-width": "invisible characters",
  bidi: "characters that turn the direction of the text",
  tag: "invisible tag characters",
  selector: "variation selectors that select nothing",
  control: "control characters",
};
/** Text can be smuggled in these; the others are mostly left behind by copying. */
const SMUGGLING = new Set<HiddenKind>(["bidi", "tag", "selector"]);

export const hiddenUnicode: Rule = {
  id: "hidden-unicode",
  version: 1,
  severity: "warning",
  dimension: "safety",
  weight: 0.6,
  offsets: "source",
  check: ({ parts }) =>
    parts.flatMap((part) =>
      part.hidden.map(({ span, kind }) => {
        const fix = safeSourceFix(part, span, "", `Removed ${NAMES[kind]} that a reader cannot see`);
        return {
          field: part.part,
          span,
          severity: SMUGGLING.has(kind) ? "error" : "warning",
          weight: SMUGGLING.has(kind) ? 0.6 : 0.4,
          message: `There are ${NAMES[kind]} here that a reader cannot see. Remove them.`,
          ...(fix
            ? { fix }
            : {
                question: `A variable or code block of the ${part.part} holds ${NAMES[kind]}: are they meant to be there?`,
              }),
        };
      }),
    ),
};
