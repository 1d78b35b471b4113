/** Shapes that are no data but stand for it: an example made of them is a sketch, and a sketch cannot be wrong. */
const SKETCH =
  /\.{3}|…|<[^<>\n]{1,60}>|\/\/|\/\*|:\s{0,8}(?:\[\s{0,8})?(?:string|number|boolean|integer|int|float|bool|any|str)\b|"\s{0,8}\|\s{0,8}"|\?\s{0,8}:/u;

/** In a format made of tags they are no sketch. */
export const isSketch = (text: string, format: string): boolean =>
  format === "xml" ? /\.{3}|…/u.test(text) : SKETCH.test(text);

/** The value a JSON text holds, one of several lines each a text of its own included; undefined when it is none. */
export function readJson(text: string): { readonly value: unknown } | undefined {
  const whole = parsed(text);
  if (whole) return whole;
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const values = lines.length > 1 ? lines.map(parsed) : [];
  return values.length > 0 && values.every((value) => value !== undefined)
    ? { value: values.map((entry) => entry?.value) }
    : undefined;
}

function parsed(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}

const KEYS_MAX = 200;

/** Every key of a JSON value, at any depth. */
export function keysOf(value: unknown): ReadonlySet<string> {
  const keys = new Set<string>();
  const open: unknown[] = [value];
  while (open.length > 0 && keys.size < KEYS_MAX) {
    const next = open.pop();
    if (typeof next !== "object" || next === null) continue;
    if (!Array.isArray(next)) for (const key of Object.keys(next)) keys.add(key);
    open.push(...Object.values(next).slice(0, KEYS_MAX));
  }
  return keys;
}

/** Where the one comma stands without which the text would be JSON; undefined when that is not all that is wrong. */
export function strayComma(text: string): number | undefined {
  const match = /,(?=\s{0,64}[\]}])/u.exec(text);
  if (!match) return undefined;
  return parsed(text.slice(0, match.index) + text.slice(match.index + 1)) ? match.index : undefined;
}

const TAG = /<(\/?)([A-Za-z_][\w.:-]{0,60})(?:\s[^<>]{0,400})?>/gu;

/** Whether a text begins with a tag and every tag that opens is closed in order. */
export function isXml(text: string): boolean {
  if (!text.startsWith("<")) return false;
  const open: string[] = [];
  for (const match of text.matchAll(TAG)) {
    const [tag, slash, name = ""] = match;
    if (tag.endsWith("/>")) continue;
    if (slash === "") open.push(name);
    else if (open.pop() !== name) return false;
  }
  return open.length === 0;
}

/** Whether all lines have as many fields as the first, and at least two. */
export function isCsv(text: string): boolean {
  const counts = text.split("\n").flatMap((line) => (line.trim() === "" ? [] : [fieldsIn(line)]));
  return (counts[0] ?? 0) > 1 && counts.every((count) => count === counts[0]);
}

function fieldsIn(line: string): number {
  let [fields, quoted] = [1, false];
  for (const character of line) {
    if (character === '"') quoted = !quoted;
    else if (!quoted && (character === "," || character === ";" || character === "\t")) fields += 1;
  }
  return fields;
}

/** The end of a value that begins with a bracket at `start`, or -1 when it does not end within `limit` characters. */
export function bracketEnd(text: string, start: number, limit: number): number {
  let [depth, quoted] = [0, false];
  for (let position = start; position < Math.min(text.length, start + limit); position += 1) {
    const character = text.charAt(position);
    if (quoted) {
      if (character === "\\") position += 1;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === "{" || character === "[") depth += 1;
    else if ((character === "}" || character === "]") && --depth === 0) return position + 1;
  }
  return -1;
}
