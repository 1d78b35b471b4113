import type { Scope } from "../../scope.ts";

type Query = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/** `Link: <…>; rel="next"` for a list: the same question, from where this page ended. No header on the last page. */
export function nextLink(
  { settings }: Pick<Scope, "settings">,
  path: `/${string}`,
  query: Query,
  nextCursor: string | null,
): Record<string, string> {
  if (nextCursor === null) return {};
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries<Query[string]>({ ...query, page: undefined, cursor: nextCursor })) {
    if (value !== undefined) for (const one of [value].flat()) search.append(key, String(one));
  }
  return { Link: `<${settings.publicUrl}/api/v1${path}?${search.toString()}>; rel="next"` };
}
