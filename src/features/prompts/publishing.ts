import { type Draft, EMPTY_DRAFT, PARTS } from "../../contract/draft.ts";
import { Failure } from "../../errors.ts";
import { type Injection, injectionsIn, inspect } from "../enrichment/index.ts";
import type { Fields } from "./fields.ts";

/** What everybody can read of a published prompt. */
export type Publishable = Pick<Fields, "title" | "description" | "tags" | "variables" | (typeof PARTS)[number]>;

/** A reason not to publish, or to think twice. */
export type PublishFinding = {
  readonly ruleId: string;
  /** A field of the prompt: `task`, `tags.3`, `variables.0.default`. */
  readonly field: string;
  /** Start and end (exclusive) in UTF-16 units of the field. */
  readonly span: readonly [start: number, end: number];
  /** Says what to do; never repeats what was found. */
  readonly message: string;
  readonly blocks: boolean;
};

/** More of them say nothing new; what blocks comes first. */
const FINDINGS_MAX = 50;
/** Rules of the linter that matter to strangers, and whether a finding keeps the prompt private. */
const BLOCKS: Readonly<Record<string, boolean>> = {
  "secret-detected": true,
  "hidden-unicode": true,
  // Names and addresses may be public ones: only their owner knows.
  "pii-detected": false,
};
const INJECTION = "injection-phrase-in-public-prompt";

/** Refuses with `publish_blocked` what must not be shown to everybody: one fault for each finding, with its field and span. */
export function refuseUnpublishable(fields: Publishable): void {
  const faults = publishFindings(fields).flatMap(({ blocks, field, ruleId, span, message }) =>
    blocks ? [{ path: field, code: ruleId, message: `${span.join("-")}: ${message}` }] : [],
  );
  if (faults.length > 0) throw new Failure("publish_blocked", { faults });
}

/** All that speaks against publishing the prompt. Pure, and linear in its length. */
export function publishFindings(fields: Publishable): PublishFinding[] {
  const beside = joined(textsBeside(fields));
  const found = [
    ...judged(fields),
    ...PARTS.flatMap((part) => injectionsIn(fields[part] ?? "").map((injection) => toFinding(part, injection))),
    ...[
      ...judged({ ...EMPTY_DRAFT, task: beside.text }),
      ...injectionsIn(beside.text).map((injection) => toFinding("", injection)),
    ].map((finding) => ({ ...finding, ...beside.placeOf(finding.span) })),
  ];
  return found.sort((a, b) => Number(b.blocks) - Number(a.blocks)).slice(0, FINDINGS_MAX);
}

const judged = (draft: Draft): PublishFinding[] =>
  inspect(draft, { isPublic: true }).findings.flatMap(({ ruleId, field, span, message }) => {
    const blocks = BLOCKS[ruleId];
    return blocks === undefined ? [] : [{ ruleId, field, span, message, blocks }];
  });

type Named = readonly [field: string, text: string];

/** Texts the linter does not know as parts. */
const textsBeside = ({ title, description, tags, variables }: Publishable): Named[] => [
  ["title", title],
  ["description", description ?? ""],
  ...tags.map((tag, index): Named => [`tags.${index}`, tag]),
  ...variables.flatMap(({ default: value, description: text, values = [] }, index): Named[] => [
    [`variables.${index}.default`, typeof value === "string" ? value : ""],
    [`variables.${index}.description`, text ?? ""],
    ...values.map((one, place): Named => [`variables.${index}.values.${place}`, one]),
  ]),
];

const BETWEEN = "\n\n";

/** Many short texts as one, because judging a text costs the same whether it is short or long; and the way back. */
function joined(texts: readonly Named[]) {
  const said = texts.filter(([, text]) => text !== "");
  const starts: number[] = [];
  let end = 0;
  for (const [, text] of said) {
    starts.push(end);
    end += text.length + BETWEEN.length;
  }
  return {
    text: said.map(([, text]) => text).join(BETWEEN),
    /** A finding that reaches into the next text belongs to the one it begins in. */
    placeOf: ([from, to]: PublishFinding["span"]): Pick<PublishFinding, "field" | "span"> => {
      const index = Math.max(
        0,
        starts.findLastIndex((start) => start <= from),
      );
      const [field, text] = said[index] ?? ["", ""];
      const start = starts[index] ?? 0;
      return { field, span: [from - start, Math.min(to - start, text.length)] };
    },
  };
}

const toFinding = (field: string, { kind, span, reported }: Injection): PublishFinding => ({
  ruleId: INJECTION,
  field,
  span,
  blocks: !reported,
  message:
    kind === "image"
      ? "The address of this image carries a variable, so showing the answer sends it to a stranger. Take it out."
      : "These are words of prompt injections, and others will run this prompt. Say it in another way.",
});
