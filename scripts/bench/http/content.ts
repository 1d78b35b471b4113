import { createHash } from "node:crypto";
import {
  type Fields,
  hashContent,
  searchValuesOf,
  shownValuesOf,
  slugsOf,
} from "../../../src/features/prompts/index.ts";
import { chance } from "../search-corpus.ts";

/** Prompts of one person. */
const EACH = 100;
export const usersOf = (prompts: number): number => prompts / EACH;
export const sharesOf = (prompts: number): number => prompts / 10;
/** Texts that differ; what is stored holds each of them several times, at one person never twice. */
export const TEXTS = 10_000;
const STRIDE = 7_919;
/** Everything seeded is older than this, what a run makes is newer. */
export const SEED_END = "2026-01-01T00:00:00Z";

/** The same ids as `ID_SQL` makes: valid version 4 UUIDs, spread over the index as random ones are. */
const idOf = (name: string): string => {
  const hex = createHash("md5").update(name).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
};
export const userId = (user: number): string => idOf(`user-${user}`);
export const promptId = (number: number): string => idOf(`prompt-${number}`);
export const ownerOf = (number: number, prompts: number): number => number % usersOf(prompts);
export const isPublic = (number: number, prompts: number): boolean => Math.floor(number / usersOf(prompts)) % 5 === 0;
export const promptOfShare = (share: number, prompts: number): number => (share * 7) % prompts;
export const textOf = (number: number): number => (number * STRIDE + Math.floor(number / TEXTS)) % TEXTS;
/** 43 signs as ours have, and letters and figures only, as the other stack wants them. */
export const shareToken = (share: number): string =>
  `${createHash("md5").update(`share-${share}`).digest("hex")}abcdefghijk`;

/** The same in SQL, of a number `n`, where the number of users is `$1`, or of a share `s`. */
export const idSql = (name: string, number: string): string =>
  `overlay(overlay(md5('${name}-' || (${number})) placing '4' from 13) placing '8' from 17)::uuid`;
export const OWNER_SQL = idSql("user", "n % $1");
export const PUBLIC_SQL = "n / $1 % 5 = 0";
export const TEXT_SQL = `(n::bigint * ${STRIDE} + n / ${TEXTS}) % ${TEXTS}`;
export const TOKEN_SQL = "md5('share-' || s) || 'abcdefghijk'";

const SYLLABLES =
  "ba be bi co cu da de di en er fa fo ga ge gi ha in is ka la le li lo ma me mi na ne no on or pa pe pro qua ra re ri sa se so ta te ti to un va ve wa".split(
    " ",
  );
const COMMON = "the a of to and in for with on as each that from by or".split(" ");
const WORDS = 900;
const SENTENCES = 6_000;
const CATEGORIES = ["general", "writing", "coding", "analysis", "marketing", "education", "research", "support"];
const MODELS = ["claude-3-5-sonnet", "gpt-4o", "gpt-4o-mini", "claude-3-opus", "gemini-1.5-pro"];

const many = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n));
const at = <T>(list: readonly T[], share: number): T => {
  const found = list[Math.floor(share * list.length)];
  if (found === undefined) throw new Error("An empty list");
  return found;
};

function sentences(): string[] {
  const random = chance(1);
  const words = many(WORDS, () => many(1 + random() * 3.4, () => at(SYLLABLES, random())).join(""));
  const word = (): string => (random() < 0.4 ? at(COMMON, random()) : at(words, random() * random()));
  return many(SENTENCES, (index) => {
    const plain = many(8 + random() * 10, word).join(" ");
    const text = plain.charAt(0).toUpperCase() + plain.slice(1);
    if (index % 20 === 0) return `"${text}".`; // JSON escapes
    if (index % 20 === 1) return `- ${text}\n- ${word()}.`;
    return index % 20 === 2 ? `${text.replace(" ", " — ")}.` : `${text}.`; // beyond Latin-1
  });
}
const all = sentences();

/** The fields of text `place`, about 1.4 kB, as their owner would send them. */
export function fieldsOfText(place: number): Fields {
  const random = chance(1_000 + place);
  const said = (length: number): string => {
    let text = at(all, random());
    while (text.length < length) text += ` ${at(all, random())}`;
    return text;
  };
  return {
    title: said(20).slice(0, 80).trim(),
    description: said(110),
    category: at(CATEGORIES, random()),
    tags: [...new Set(many(2 + random() * 4, () => `tag${Math.floor(random() * 300)}`))],
    role: said(90),
    task: said(270),
    context: said(290),
    requirements: said(200),
    style: said(50),
    output: said(120),
    selectedModel: at(MODELS, random()),
    variables: [],
    folderId: null,
    isPublic: false,
  };
}

/** The columns of text `place` as the product stores them. */
function columnsOfText(place: number) {
  const fields = fieldsOfText(place);
  const shown = shownValuesOf(fields);
  const { slug } = slugsOf(fields.title, promptId(place));
  const contentHash = hashContent(fields).toString("hex");
  return { ...shown, ...searchValuesOf(fields, shown.raw_prompt), place, slug, content_hash: contentHash };
}

let texts: ReturnType<typeof columnsOfText>[] | undefined;
/** All of them; made once, because the linter reads each. */
export const allTexts = () => (texts ??= many(TEXTS, columnsOfText));
