export type Token = {
  readonly kind: "word" | "string" | "mark" | "comment";
  /** Strings come without their quotes; a template with substitutions comes as `${`, its inner tokens, and a closing backquote. */
  readonly text: string;
};

const SPACE = /\s+/y;
const COMMENT = /\/\/[^\n]*|\/\*[\s\S]*?\*\//y;
const STRING = /"(?:\\[\s\S]|[^"\\\n])*"|'(?:\\[\s\S]|[^'\\\n])*'/y;
const WORD = /[\w$\u00aa-\uffff]+/y;
const PATTERN = /\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*/y;
const TEMPLATE_PART = /(?:\\[\s\S]|\$(?!\{)|[^`\\$])*(?:`|\$\{)/y;
const MARK = /=>|\?\.(?!\d)|[\s\S]/y;

/** Words after which a slash opens a regular expression, although a word before a slash mostly means division. */
const BEFORE_PATTERN = new Set([
  "return",
  "typeof",
  "case",
  "in",
  "of",
  "void",
  "delete",
  "throw",
  "new",
  "else",
  "await",
]);

const opensPattern = (last: Token | undefined): boolean => {
  if (!last) return true;
  if (last.kind === "word") return BEFORE_PATTERN.has(last.text);
  return last.kind === "mark" && !")]}`".includes(last.text);
};

/**
 * Splits TypeScript into what a reader of imports needs: words, strings, single marks, comments.
 * Regular expressions are recognised and dropped, so neither they nor strings can be mistaken for code.
 */
export function tokensOf(source: string): Token[] {
  const tokens: Token[] = [];
  const substitutions: number[] = []; // one entry for each open `${`: the braces opened inside it
  let position = 0;
  let last: Token | undefined;

  const take = (rule: RegExp): string | undefined => {
    rule.lastIndex = position;
    const found = rule.exec(source)?.[0];
    if (found) position += found.length;
    return found;
  };
  const emit = (kind: Token["kind"], text: string): void => {
    const token: Token = { kind, text };
    tokens.push(token);
    if (kind !== "comment") last = token;
  };
  const template = (continued: boolean): void => {
    const part = take(TEMPLATE_PART) ?? "`";
    if (part.endsWith("${")) {
      substitutions.push(0);
      emit("mark", "${");
    } else if (continued) emit("mark", "`");
    else emit("string", part.slice(0, -1));
  };
  const mark = (text: string): void => {
    const depth = substitutions.at(-1);
    if (text === "`") template(false);
    else if (text === "}" && depth === 0) {
      substitutions.pop();
      template(true);
    } else {
      if (depth !== undefined && "{}".includes(text))
        substitutions[substitutions.length - 1] = depth + (text === "{" ? 1 : -1);
      emit("mark", text);
    }
  };

  while (position < source.length) {
    if (take(SPACE)) continue;
    const comment = take(COMMENT);
    if (comment) emit("comment", comment);
    else if (source[position] === "/" && opensPattern(last) && take(PATTERN)) last = { kind: "string", text: "" };
    else {
      const text = take(STRING);
      const word = text ? undefined : take(WORD);
      if (text) emit("string", text.slice(1, -1));
      else if (word) emit("word", word);
      else mark(take(MARK) ?? "");
    }
  }
  return tokens;
}
