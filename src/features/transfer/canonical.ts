/** JSON with sorted keys, two spaces a level: equal values are equal text, and a difference is a line. */
export function canonical(value: unknown, indent = ""): string {
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    if (value.length === 0) return "[]";
    return `[\n${value.map((item) => inner + canonical(item, inner)).join(",\n")}\n${indent}]`;
  }
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    if (entries.length === 0) return "{}";
    return `{\n${entries.map(([key, item]) => `${inner}${JSON.stringify(key)}: ${canonical(item, inner)}`).join(",\n")}\n${indent}}`;
  }
  return JSON.stringify(value);
}

/** A list of which one item is in memory at a time, laid out as `canonical` lays out a whole one. */
export async function* canonicalList(
  items: AsyncIterable<AsyncIterable<string> | string>,
  indent: string,
): AsyncGenerator<string> {
  let isFirst = true;
  for await (const item of items) {
    yield isFirst ? `[\n${indent}  ` : `,\n${indent}  `;
    isFirst = false;
    if (typeof item === "string") yield item;
    else yield* item;
  }
  yield isFirst ? "[]" : `\n${indent}]`;
}
