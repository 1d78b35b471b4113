import { parse } from "csv-parse/sync";
import { EMPTY_DRAFT } from "../../../contract/draft.ts";
import { barePrompt, bareVersion, type Found, type FoundPrompt } from "./found.ts";
import { refuse } from "./faults.ts";
import type { Losses } from "./losses.ts";
import { fromDollar } from "./templates.ts";
import { declare } from "./variables.ts";

/** One more than may be imported, so that too many are noticed without reading them all. */
const ROWS_READ_MAX = 1_001;
const RECORD_CHARACTERS_MAX = 200_000;
const FOR_DEVELOPERS = "developers";

const HEADER = /^\uFEFF?"?act"?,"?prompt"?(?:,|\r?\n|$)/;
export const looksLikePromptsChat = (text: string): boolean => HEADER.test(text);

type Row = Readonly<Record<string, string | undefined>>;

function rowsOf(text: string, place: string): Row[] {
  try {
    return parse(text, {
      columns: true,
      bom: true,
      skip_empty_lines: true,
      relax_column_count: true,
      max_record_size: RECORD_CHARACTERS_MAX,
      to: ROWS_READ_MAX,
    });
  } catch (error) {
    const message = error instanceof Error ? error.message.slice(0, 200) : "";
    return refuse(place, "not_csv", `cannot be read as CSV: ${message}`);
  }
}

function toPrompt(row: Row, place: string, losses: Losses): FoundPrompt {
  const { text, defaults } = fromDollar(row["prompt"] ?? "");
  const type = (row["type"] ?? "").trim().toUpperCase();
  if (type !== "" && type !== "TEXT") losses.add(place, `the type ${type.slice(0, 20)}`, "it became a tag");
  if (row["contributor"]) losses.add(place, "the contributor", "the prompt becomes yours");
  return {
    ...barePrompt(place, row["act"] ?? "", {
      ...bareVersion(place, { ...EMPTY_DRAFT, task: text }),
      variables: [...defaults].map(([name, given]) =>
        declare(name, { default: given, required: false }, place, losses),
      ),
    }),
    tags: [
      ...(/^true$/i.test(row["for_devs"] ?? "") ? [FOR_DEVELOPERS] : []),
      ...(type === "" || type === "TEXT" ? [] : [type.toLowerCase()]),
    ],
  };
}

/** The CSV of prompts.chat (awesome-chatgpt-prompts): `act,prompt,for_devs,type,contributor`, later columns optional. */
export function readPromptsChat(text: string, root: string, losses: Losses): Found {
  const rows = rowsOf(text, root);
  return { prompts: rows.map((row, index) => toPrompt(row, `${root}[${index}]`, losses)), folders: [] };
}
