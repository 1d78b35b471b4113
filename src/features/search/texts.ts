import { wordsOf } from "./words.ts";

/** The columns' own limits; a body has 180,000 characters at most. */
const TITLE_MAX = 4_000;
const BODY_MAX = 60_000;

type Searched = {
  readonly title: string;
  readonly description: string | null;
  readonly tags: readonly string[];
  readonly rawPrompt: string;
};

/** The words in their order while half the room lasts, then each new one once: so a long text is found by its end, too. */
function fitted(words: readonly string[], max: number): string {
  const whole = words.join(" ");
  if (whole.length <= max) return whole;
  const kept: string[] = [];
  const seen = new Set<string>();
  let length = 0;
  for (const word of words) {
    if (length > max / 2 && seen.has(word)) continue;
    length += word.length + 1;
    if (length > max) break;
    kept.push(word);
    seen.add(word);
  }
  return kept.join(" ");
}

/** What is stored of a prompt to be searched: the words of title and tags, and those of description and body. */
export const searchTexts = ({ title, description, tags, rawPrompt }: Searched) => ({
  searchTitle: fitted(wordsOf([title, ...tags].join("\n")), TITLE_MAX),
  searchBody: fitted(wordsOf(`${description ?? ""}\n${rawPrompt}`), BODY_MAX),
});
