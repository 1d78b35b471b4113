import type { ResolvedPrompt } from "./generated/schema.ts";
import { scanTemplate } from "./generated/template.ts";

const PARTS = ["role", "task", "context", "requirements", "style", "output"] as const;
type Part = (typeof PARTS)[number];
type Draft = { readonly [P in Part]: string | null };
const RAW_OPEN = "{{{{raw}}}}";
const RAW_CLOSE = "{{{{/raw}}}}";
/** As on the server. */
const TEXT_BYTES_MAX = 1_000_000;

export type Values = Readonly<Record<string, string | number | boolean>>;
export type Rendered = {
  readonly text: string;
  /** The part `role` is the system's, the rest the user's. */
  readonly messages: readonly { readonly role: "system" | "user"; readonly content: string }[];
};

/** The values do not fit the prompt, or its template is broken: what the server would answer with this code. */
export class RenderError extends Error {
  override name = "RenderError";
  readonly code: "template_invalid" | "variable_missing" | "invalid_input";
  /** Names of the variables, or of the parts, that are at fault. */
  readonly names: readonly string[];
  constructor(code: RenderError["code"], names: readonly string[]) {
    super(`${code}: ${names.join(", ")}`);
    this.code = code;
    this.names = names;
  }
}

type Piece = { readonly text: string } | { readonly name: string };
const nameKey = (name: string): string => name.normalize("NFC");

const unescaped = (raw: string): string =>
  raw.startsWith(RAW_OPEN) && raw.endsWith(RAW_CLOSE)
    ? raw.slice(RAW_OPEN.length, -RAW_CLOSE.length)
    : raw.slice(2, -2);

/** Text and places of variables, in order; null where a brace is never closed. */
function piecesOf(text: string): Piece[] | null {
  const { variables, raws, fences, tags, unclosed } = scanTemplate(text);
  if (unclosed.length > 0) return null;
  const stretches = [
    ...variables.map(({ name, span }) => ({ span, piece: { name: nameKey(name) } as Piece })),
    ...raws.map((span) => ({ span, piece: { text: unescaped(text.slice(...span)) } })),
    ...[...fences, ...tags].map((span) => ({ span, piece: { text: text.slice(...span) } })),
  ].sort((a, b) => a.span[0] - b.span[0]);
  const pieces: Piece[] = [];
  let from = 0;
  for (const { span, piece } of [...stretches, { span: [text.length, text.length] as const, piece: { text: "" } }]) {
    const between = text.slice(from, span[0]);
    if (between.includes("{{{{") || text.slice(...span) === RAW_OPEN) return null;
    pieces.push({ text: between }, piece);
    from = span[1];
  }
  return pieces;
}

function compose(draft: Draft): string {
  const present = PARTS.flatMap((part) => (draft[part] ? [{ part, text: draft[part] }] : []));
  if (present.length === 1 && present[0]?.part === "task") return present[0].text;
  return present.map(({ part, text }) => `# ${part[0]?.toUpperCase()}${part.slice(1)}\n${text}`).join("\n\n");
}

type Variable = ResolvedPrompt["variables"][number];

function fits(value: unknown, declared: Variable | undefined): boolean {
  if (!declared) return ["string", "number", "boolean"].includes(typeof value);
  if (declared.type === "enum") return typeof value === "string" && (declared.values ?? []).includes(value);
  return typeof value === declared.type;
}

/** What each name becomes; throws with every name that has no value, or one of another type. */
function textsOf(names: ReadonlySet<string>, variables: readonly Variable[], values: Values): Map<string, string> {
  const given = new Map(Object.entries(values).map(([name, value]) => [nameKey(name), value]));
  const declared = new Map(variables.map((variable) => [nameKey(variable.name), variable]));
  const wrong = [...given].filter(
    ([name, value]) => (declared.has(name) || names.has(name)) && !fits(value, declared.get(name)),
  );
  const faults = wrong.map(([name]) => name);
  const texts = new Map([...given].map(([name, value]) => [name, String(value)]));
  for (const name of names) {
    const declaration = declared.get(name);
    if (given.has(name)) continue;
    if (declaration?.default === undefined && declaration?.required !== false) faults.push(name);
    texts.set(name, String(declaration?.default ?? ""));
  }
  if (faults.length > 0) throw new RenderError("variable_missing", faults);
  return texts;
}

const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

/** Puts values in the place of variables, as `POST /prompts/{id}/render` does: the same text, or the same refusal. */
export function renderPrompt(prompt: Draft & Pick<ResolvedPrompt, "variables">, values: Values = {}): Rendered {
  const parts = PARTS.flatMap((part) => (prompt[part] === null ? [] : [{ part, pieces: piecesOf(prompt[part]) }]));
  const broken = parts.filter(({ pieces }) => pieces === null).map(({ part }) => part);
  if (broken.length > 0) throw new RenderError("template_invalid", broken);
  const names = new Set(
    parts.flatMap(({ pieces }) => (pieces ?? []).flatMap((one) => ("name" in one ? [one.name] : []))),
  );
  const texts = textsOf(names, prompt.variables, values);
  const filled: { -readonly [P in Part]: string | null } = {
    role: null,
    task: null,
    context: null,
    requirements: null,
    style: null,
    output: null,
  };
  for (const { part, pieces } of parts)
    filled[part] = (pieces ?? []).map((one) => ("name" in one ? (texts.get(one.name) ?? "") : one.text)).join("");
  const text = compose(filled);
  if (bytesOf(text) > TEXT_BYTES_MAX) throw new RenderError("invalid_input", ["variables"]);
  const messages = [
    { role: "system", content: filled.role ?? "" },
    { role: "user", content: compose({ ...filled, role: null }) },
  ] as const;
  return { text, messages: messages.filter(({ content }) => content !== "") };
}
