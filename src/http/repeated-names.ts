import type { Fault } from "../errors.ts";

const FAULTS_MAX = 50;
/** What lies deeper is refused for its depth. */
const DEPTH_MAX = 32;
const NAME_CHARACTERS_MAX = 40;
const [QUOTE, COMMA, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [34, 44, 91, 93, 123, 125];

/** An object that is being read, with the names it has had so far, or an array with its place. */
type Level = { readonly names: Set<string> | null; place: string | number };

/** Where the text that begins with the quote at `start` ends. */
function endOfText(json: string, start: number): number {
  for (let end = json.indexOf('"', start + 1); end !== -1; end = json.indexOf('"', end + 1)) {
    let first = end;
    while (json[first - 1] === "\\") first -= 1;
    if ((end - first) % 2 === 0) return end;
  }
  return json.length;
}

const nameOf = (text: string): string => (text.includes("\\") ? String(JSON.parse(text)) : text.slice(1, -1));
const shown = (place: string | number): string =>
  String(place).slice(0, NAME_CHARACTERS_MAX).replaceAll("\0", "").toWellFormed();

/**
 * Names that one object of valid JSON has twice, with their places below `path`, at most fifty. RFC 8259 §4 leaves open
 * which of two values counts, so a proxy that checked the first would let the second through.
 */
export function repeatedNames(json: string, path: string): Fault[] {
  const faults: Fault[] = [];
  const levels: Level[] = [];
  let level: Level | undefined;
  let isName = false;
  for (let at = 0; at < json.length && levels.length <= DEPTH_MAX; at += 1) {
    const code = json.charCodeAt(at);
    if (code === OPEN_OBJECT || code === OPEN_LIST) {
      isName = code === OPEN_OBJECT;
      level = { names: isName ? new Set() : null, place: isName ? "" : 0 };
      levels.push(level);
    } else if (code === CLOSE_OBJECT || code === CLOSE_LIST) {
      levels.pop();
      level = levels.at(-1);
    } else if (code === COMMA && level) {
      isName = level.names !== null;
      if (typeof level.place === "number") level.place += 1;
    } else if (code === QUOTE) {
      const start = at;
      at = endOfText(json, start);
      if (!isName || !level?.names) continue;
      isName = false;
      level.place = nameOf(json.slice(start, at + 1));
      if (level.names.has(level.place)) {
        const place = [path, ...levels.map((outer) => shown(outer.place))].join(".");
        faults.push({ path: place, code: "repeated_name", message: "is given twice" });
        if (faults.length === FAULTS_MAX) break;
      }
      level.names.add(level.place);
    }
  }
  return faults;
}
