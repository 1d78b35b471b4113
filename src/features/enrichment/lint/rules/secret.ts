import type { Context } from "../context.ts";
import { secretsIn } from "../text/secrets.ts";
import { safeFix } from "./fix.ts";
import type { Breach, Rule } from "./rule.ts";

const REDACTED = "[redacted]";

/** Looks into fenced blocks too: a leaked key is leaked wherever it stands. */
export const secretDetected: Rule = {
  id: "secret-detected",
  version: 2,
  severity: "error",
  dimension: "safety",
  weight: 0.95,
  cap: 20,
  check: (context) => [...inParts(context), ...inTitle(context)],
};

const inParts = ({ parts }: Context): readonly Breach[] =>
  parts.flatMap((part) =>
    secretsIn(part.text).map(({ kind, span }) => ({
      field: part.part,
      span,
      message: `A ${kind} stands in the prompt. Take it out and revoke it: whoever reads the prompt can use it.`,
      question: `A ${kind} stands in the ${part.part}: can it be taken out of there and revoked?`,
      fix: safeFix(part, span, REDACTED, `Removed a ${kind}; revoke it, it has been exposed`),
    })),
  );

const inTitle = ({ options }: Context): readonly Breach[] =>
  secretsIn(options.title ?? "").map(({ kind }) => ({
    field: "task",
    span: [0, 0],
    message: `A ${kind} stands in the title. Take it out and revoke it: titles are shown in lists.`,
    question: `A ${kind} stands in the title: can it be taken out of there and revoked?`,
  }));
