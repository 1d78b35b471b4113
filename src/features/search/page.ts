import { type Cursor, offsetOf, type PageQuery, toPage } from "../../contract/page.ts";
import type { Scope } from "../../scope.ts";
import { placeOf, type Span } from "../listing/index.ts";
import { choose, type Chosen, type Ordered, pageInOrder } from "./choose.ts";
import type { Among } from "./find.ts";
import { type Highlight, highlighter, type Marked } from "./highlight.ts";
import { questionOf } from "./question.ts";

type Asked = PageQuery & { readonly search?: string | undefined };

/** A list of prompts that can be searched: what is in it, and how those who may see them read its rows. */
export type Listed<Row, Item> = {
  readonly among: Among;
  readonly order: Ordered;
  /** The best answers first, instead of `order`. */
  readonly byRelevance: boolean;
  /** Whether its filter needs an index that policies bar, also where nothing is searched. */
  readonly needsFinder: boolean;
  /** These rows in this order. */
  readonly listed: (ids: readonly string[]) => Promise<Row[]>;
  /** A page of the list in its own order; of these rows only, where ids are given. */
  readonly ordered: (span: Span, ids: readonly string[] | undefined) => Promise<Row[]>;
  readonly count: () => Promise<{ total: number }>;
  readonly present: (row: Row) => Item;
  readonly cursorOf: (row: Row) => Cursor;
};

async function chosenOf<Row, Item>(scope: Scope, query: Asked, list: Listed<Row, Item>): Promise<Chosen | undefined> {
  const { among, order, byRelevance, needsFinder } = list;
  if (query.search !== undefined)
    return choose(scope, questionOf(query.search), { among, order: byRelevance ? null : order, query });
  return needsFinder ? pageInOrder(scope, among.where, order, query) : undefined;
}

/** So often a page is chosen anew, all of whose prompts were deleted before they were read. */
const CHOOSING_TRIES = 3;

/** The rows of a page, and whether more was chosen than it shows: some may be gone since. */
async function rowsOf<Row, Item>(scope: Scope, query: Asked, list: Listed<Row, Item>) {
  for (let tries = 1; ; tries += 1) {
    const chosen = await chosenOf(scope, query, list);
    if (chosen?.kind !== "page") {
      const span = { after: placeOf(query.cursor, list.order), limit: query.limit + 1, offset: offsetOf(query) };
      return { chosen, rows: await list.ordered(span, chosen?.ids), goesOn: false };
    }
    const rows = await list.listed(chosen.ids);
    const isMore = chosen.ids.length > query.limit;
    if (rows.length > 0 || !isMore || tries === CHOOSING_TRIES)
      return { chosen, rows, goesOn: isMore && rows.length > 0 };
  }
}

/** One page of a list of prompts, with what of each row a search found. */
export async function searchablePage<Row extends { id: string; found: number }, Item extends Marked>(
  scope: Scope,
  query: Asked,
  list: Listed<Row, Item>,
) {
  const isCounted = query.include && query.search === undefined && !list.needsFinder;
  const [{ chosen, rows, goesOn }, counted] = await Promise.all([
    rowsOf(scope, query, list),
    isCounted ? list.count() : undefined,
  ]);
  const question = query.search === undefined ? null : questionOf(query.search);
  const mark = question && highlighter(question);
  const present = (row: Row): Item & { highlights?: Highlight[] } => {
    const item = list.present(row);
    return mark ? { ...item, highlights: mark(item) } : item;
  };
  const cursorOf = (row: Row): Cursor =>
    chosen?.kind === "page" && chosen.cursorOf !== null ? chosen.cursorOf(row.id) : list.cursorOf(row);
  const total = query.include && (chosen ?? counted)?.total;
  return toPage(rows, query, present, cursorOf, { total, found: rows[0]?.found, goesOn });
}
