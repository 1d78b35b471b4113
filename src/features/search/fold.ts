const TITLE_MAX = 4_000;
const BODY_MAX = 60_000;

/** Text as search compares it: compatibility forms, case and accents are gone. */
export const fold = (text: string): string =>
  text
    .normalize("NFKD")
    .replaceAll(/\p{M}+/gu, "")
    .toLowerCase()
    .normalize("NFC");

type Searched = {
  readonly title: string;
  readonly description: string | null;
  readonly tags: readonly string[];
  readonly rawPrompt: string;
};

/** What is stored of a prompt to be searched: the words of title and tags, and those of description and body. */
export const searchTexts = ({ title, description, tags, rawPrompt }: Searched) => ({
  searchTitle: fold([title, ...tags].join(" ")).slice(0, TITLE_MAX),
  searchBody: fold([description ?? "", rawPrompt].join(" ")).slice(0, BODY_MAX),
});
