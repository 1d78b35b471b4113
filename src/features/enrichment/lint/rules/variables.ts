import type { Context, PartText } from "../context.ts";
import type { Span } from "../report.ts";
import type { Variable } from "../text/template.ts";
import { lineReader } from "../text/spans.ts";
import { safeFix } from "./fix.ts";
import type { Breach, Rule } from "./rule.ts";
import { areNear, plainName } from "./near-names.ts";

/** Comparing every name with every other is quadratic; templates with more names are generated ones. */
const NAMES_MAX = 200;

export const unclosedBrace: Rule = {
  id: "unclosed-brace",
  version: 1,
  severity: "warning",
  dimension: "reuse",
  weight: 0.6,
  check: ({ parts }) =>
    parts.flatMap((part) =>
      part.template.unclosed.map(({ name, span }) => ({
        field: part.part,
        span,
        message: `A variable needs two braces on both sides: write {{${name}}}, or the text stays as it is.`,
        question: `Is "${part.text.slice(...span)}" meant to be the variable {{${name}}}?`,
        fix: safeFix(part, span, `{{${name}}}`, `Completed the braces of {{${name}}}`),
      })),
    ),
};

export const nearDuplicateVariable: Rule = {
  id: "near-duplicate-variable",
  version: 1,
  severity: "warning",
  dimension: "reuse",
  weight: 0.45,
  check: ({ parts }) => {
    const first = new Map<string, string>();
    const breaches: Breach[] = [];
    for (const named of parts.flatMap(namesOf)) {
      if (first.has(named.name) || first.size >= NAMES_MAX) continue;
      const plain = plainName(named.name);
      const twin = [...first].find(([, other]) => areNear(other, plain));
      first.set(named.name, plain);
      if (twin) breaches.push(nearBreach(named, twin[0]));
    }
    return breaches;
  },
};

type Named = { readonly part: PartText; readonly name: string; readonly span: Span; readonly closed: boolean };

const namesOf = (part: PartText): readonly Named[] =>
  [
    ...part.template.variables.map(({ name, span }) => ({ part, name, span, closed: true })),
    ...part.template.unclosed.map(({ name, span }) => ({ part, name, span, closed: false })),
  ].sort((a, b) => a.span[0] - b.span[0]);

const nearBreach = ({ part, name, span, closed }: Named, twin: string): Breach => ({
  field: part.part,
  span,
  message: `{{${name}}} and {{${twin}}} look like one variable written in two ways. Use one name.`,
  question: `Are {{${name}}} and {{${twin}}} the same variable?`,
  fix: closed
    ? { field: part.part, span, replacement: `{{${twin}}}`, description: `Renamed {{${name}}} to {{${twin}}}` }
    : undefined,
});

/** Names that say that strangers wrote what comes in. */
const OUTSIDE =
  /^(?:(?:customer|user|client|kunden|nutzer|cliente|usuario|usuário|guest|member|visitor|student|patient)(?:message|nachricht|mensaje|mensagem|comment|kommentar|comentario|review|feedback|complaint|text|anfrage|mail|email|letter)|(?:user|customer|raw|incoming|external)?(?:input|message|comment|comments|review|reviews|feedback|submission|post|ticket|transcript|webpage|html|ocrtext|scrapedtext|pagetext|usertext|inquiry|enquiry|utterance|userquestion|userquery|userrequest|customerquestion|customerrequest|customerquery|clientmessage|customertext|rawtext|mailtext|mailbody|emailbody|emailtext|emailcontent|chat|conversation)|mensajes?|comentarios?|resenas?|quejas?|nachricht(?:en)?|kommentare?|bewertung(?:en)?|anfragen?|beschwerden?|commentaires?|avis|demandes?|plaintes?|reclamation|courriel|mensage(?:m|ns)|avaliac(?:ao|oes)|reclamac(?:ao|oes))$/;
/** Names of what may be one's own: only at the end of a line, where what comes in is a block of its own. */
const BLOCK_ONLY = /^(?:article|document|doc|content|page|body|essay|passage|source|email|log|logs)$/;
const OPENERS = new Set("\" ' ` < ( [ { « “ „ ‘ 「 『 > |".split(" "));

/** A suggestion only: the first bare use of each variable that holds a stranger's words. */
export const untrustedVariable: Rule = {
  id: "untrusted-variable-not-delimited",
  version: 2,
  severity: "suggestion",
  dimension: "safety",
  weight: 0.12,
  check: (context) => {
    if (context.parts.some(({ template }) => template.unclosed.length > 0)) return [];
    return bareUses(context).map(({ part, variable, line }) => ({
      field: part.part,
      span: variable.span,
      message: `{{${variable.name}}} holds words of somebody else. Put it between tags, so that orders in it are not taken for yours.`,
      fix: {
        field: part.part,
        span: variable.span,
        replacement: delimited(part, variable, line),
        description: `Put {{${variable.name}}} between tags, so that orders inside it read as data`,
      },
    }));
  },
};

type Use = { readonly part: PartText; readonly variable: Variable; readonly line: Span };

function bareUses({ parts }: Context): readonly Use[] {
  const bare = new Map<string, Use>();
  const guarded = new Set<string>();
  for (const part of parts) {
    const lineAt = lineReader(part.text);
    for (const variable of part.template.variables) {
      const line = lineAt(variable.span[0]);
      if (isDelimited(part, variable)) guarded.add(variable.name);
      else if (!bare.has(variable.name) && isOutside(part, variable, line))
        bare.set(variable.name, { part, variable, line });
    }
  }
  return [...bare.values()].filter(({ variable }) => !guarded.has(variable.name));
}

/** "The customer wrote: {{text}}", whatever the value is called. */
const SAID =
  /(?:wrote|writes|said|says|asked|asks|schrieb|schreibt|sagte|sagt|fragte|escribió|escribe|dijo|dice|pregunta|écrit|dit|demande|escreveu|escreve|disse|diz|perguntou)[ \t]{0,3}[:,]?[ \t]{0,3}$/iu;
const SAID_CHARACTERS = 24;

function isOutside(part: PartText, { name, span }: Variable, line: Span): boolean {
  const bareName = plainName(name);
  if (SAID.test(part.text.slice(Math.max(0, span[0] - SAID_CHARACTERS), span[0]))) return true;
  return OUTSIDE.test(bareName) || (BLOCK_ONLY.test(bareName) && standsApart(part.text, span, line));
}

/** At the end of its line, and either alone on it or after a colon. */
function standsApart(text: string, span: Span, [start, end]: Span): boolean {
  if (text.slice(span[1], Math.max(span[1], end)).trimStart() !== "") return false;
  const before = text.slice(start, span[0]).trimEnd();
  return before === "" || before.endsWith(":") || before.endsWith("：");
}

/** Directly after an opening mark, or on the line after a line that is a tag or a heading rule. */
function isDelimited({ text }: PartText, { span }: Variable): boolean {
  const before = text.slice(Math.max(0, span[0] - 80), span[0]).trimEnd();
  const after = text.slice(span[1], span[1] + 80).trimStart();
  if (OPENERS.has(before.slice(-1)) && after !== "" && !/^[\p{L}\p{N}]/u.test(after)) return true;
  return /(?:^|\n)[ \t]{0,8}(?:-{3,}|={3,}|#{3,}|\*{3,}|"""|''')[^\n]{0,40}$/.test(before);
}

function delimited(part: PartText, { name, token, span }: Variable, [start, end]: Span): string {
  const tag =
    name
      .toLowerCase()
      .replaceAll(/[^a-z0-9]{1,64}/g, "_")
      .replaceAll(/^_|_$/g, "") || "input";
  const alone =
    part.text.slice(start, span[0]).trimEnd() === "" &&
    part.text.slice(span[1], Math.max(span[1], end)).trimStart() === "";
  const gap = alone ? "\n" : "";
  return `<${tag}>${gap}${token}${gap}</${tag}>`;
}
