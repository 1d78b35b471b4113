import type { Losses } from "./losses.ts";

const LOGIC = "it stands in the text as it was; here only {{name}} is filled in";

/** Names of our own cannot hold everything others allow between braces. */
export const variableNameOf = (written: string): string => {
  const name = written
    .trim()
    .replaceAll(/[^\p{L}\p{M}\p{N}_.-]+/gu, "_")
    .replaceAll(/([.-])[.-]+/g, "$1")
    .replaceAll(/^[^\p{L}_]+|[.-]+$/gu, "");
  return name === "" ? "value" : name;
};

/** Python's format strings: `{name}` is a variable, doubled braces are braces; four of them are our own short raw form. */
export function fromFString(text: string, place: string, losses: Losses): string {
  return text.replaceAll(/\{{4}[^{}]*\}{4}|\{\{|\}\}|\{([^{}]*)\}/g, (whole, inside: string | undefined) => {
    if (whole.length > 4 && whole.startsWith("{{{{")) return whole;
    if (inside === undefined) return whole === "{{" ? "{" : "}";
    const [name = "", ...format] = inside.split(/[!:[]/);
    if (format.length > 0) losses.add(place, "a format or index inside {…}", "a variable is filled in as it is");
    return `{{${variableNameOf(name)}}}`;
  });
}

/** Mustache and Handlebars share the plain variable with us; unescaped ones lose their third brace. */
export function fromMustache(text: string, place: string, losses: Losses): string {
  if (/\{\{[#^/>][^{}]*\}\}/.test(text)) losses.add(place, "sections, conditions and partials", LOGIC);
  return text
    .replaceAll(/\{\{![^{}]*\}\}/g, () => {
      losses.add(place, "comments of the template", "they were never part of the prompt");
      return "";
    })
    .replaceAll(/\\\{\{([^{}]*)\}\}/g, "{{{{$1}}}}")
    .replaceAll(/(?<!\{)\{\{\{([^{}]*)\}\}\}(?!\})/g, (_whole, name: string) => `{{${name.trim()}}}`)
    .replaceAll(/\{\{&([^{}]*)\}\}/g, (_whole, name: string) => `{{${name.trim()}}}`);
}

/** Jinja and Nunjucks: the same variables; statements and filters are not run. */
export function fromJinja(text: string, place: string, losses: Losses): string {
  if (/\{%/.test(text)) losses.add(place, "statements in {% … %}", LOGIC);
  if (/\{#/.test(text)) losses.add(place, "comments in {# … #}", LOGIC);
  return text.replaceAll(/\{\{([^{}]*)\}\}/g, (_whole, inside: string) => {
    const [name = "", ...filters] = inside.replace(/^-/, "").replace(/-$/, "").split("|");
    if (filters.length > 0) losses.add(place, "filters", "a variable is filled in as it is");
    return `{{${name.trim()}}}`;
  });
}

/** prompts.chat writes `${Name}` and `${Name:default}`; the defaults become those of variables. */
export function fromDollar(text: string): { readonly text: string; readonly defaults: ReadonlyMap<string, string> } {
  const defaults = new Map<string, string>();
  const converted = text.replaceAll(
    /\$\{([^${}:]{1,100})(?::([^{}]{0,2000}))?\}/g,
    (_whole, written: string, given: string | undefined) => {
      const name = variableNameOf(written);
      if (given !== undefined && !defaults.has(name)) defaults.set(name, given.trim());
      return `{{${name}}}`;
    },
  );
  return { text: converted, defaults };
}
