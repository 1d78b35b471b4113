import type { Fault } from "../errors.ts";

const FAULTS_MAX = 50;
/** What lies deeper is refused for its depth. */
const DEPTH_MAX = 32;
const NAME_CHARACTERS_MAX = 40;
const STRUCTURE = /["{}[\],]/g;

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
  let isName = false;
  STRUCTURE.lastIndex = 0;
  for (let mark = STRUCTURE.exec(json); mark && levels.length <= DEPTH_MAX; mark = STRUCTURE.exec(json)) {
    const level = levels.at(-1);
    if (mark[0] === "{" || mark[0] === "[") {
      isName = mark[0] === "{";
      levels.push({ names: isName ? new Set() : null, place: isName ? "" : 0 });
    } else if (mark[0] === "," && level) {
      isName = level.names !== null;
      if (typeof level.place === "number") level.place += 1;
    } else if (mark[0] === '"') {
      const end = endOfText(json, mark.index);
      STRUCTURE.lastIndex = end + 1;
      if (!isName || !level?.names) continue;
      isName = false;
      level.place = nameOf(json.slice(mark.index, end + 1));
      if (level.names.has(level.place)) {
        const place = [path, ...levels.map((outer) => shown(outer.place))].join(".");
        faults.push({ path: place, code: "repeated_name", message: "is given twice" });
        if (faults.length === FAULTS_MAX) break;
      }
      level.names.add(level.place);
    } else if (mark[0] !== ",") levels.pop();
  }
  return faults;
}
