import type { Draft } from "../../../contract/draft.ts";

export const FORMATS = [
  "promptr",
  "markdown",
  "openai",
  "langfuse",
  "langsmith",
  "prompts.chat",
  "prompt.yml",
  "dotprompt",
  "promptfoo",
] as const;
export type Format = (typeof FORMATS)[number];

/** A version as a file has it: nothing is checked yet. */
export type FoundVersion = {
  /** Where it stands in the file, as faults name it: `content.prompts[3].versions[0]`. */
  readonly place: string;
  readonly parts: Draft;
  /** Null where the file names none. */
  readonly selectedModel: string | null;
  readonly variables: readonly object[];
  readonly message: string | null;
  readonly createdAt: string | null;
};

/** A move of a label as our own file tells it; versions are numbers in the file. */
export type FoundMove = {
  readonly label: string;
  readonly from: number | null;
  readonly to: number | null;
  readonly revision: number;
  readonly reason: string | null;
  readonly undoes: number | null;
  readonly createdAt: string;
};

/** A prompt as a file has it, whatever kind of file it is. */
export type FoundPrompt = {
  readonly place: string;
  /** What tells it apart: our slug as it is, or the name it had elsewhere, where slashes may be a path. */
  readonly identity: { readonly slug: string } | { readonly name: string; readonly isPath: boolean };
  readonly title: string;
  readonly description: string | null;
  /** Null where the file knows no categories. */
  readonly category: string | null;
  readonly tags: readonly string[];
  /** The names of the folders it lies in, outermost first. */
  readonly folder: readonly string[];
  readonly enrichedPrompt: string | null;
  readonly isPublic: boolean;
  readonly createdAt: string | null;
  /** Oldest first. */
  readonly versions: readonly FoundVersion[];
  /** `version` counts from 1 in `versions`. */
  readonly labels: readonly { readonly label: string; readonly version: number }[];
  readonly history: readonly FoundMove[];
};

/** What one file holds. */
export type Found = {
  readonly prompts: readonly FoundPrompt[];
  /** Folders without prompts are worth keeping, too. */
  readonly folders: readonly (readonly string[])[];
};

/** A version of one text and nothing else. */
export const bareVersion = (place: string, parts: Draft): FoundVersion => ({
  place,
  parts,
  selectedModel: null,
  variables: [],
  message: null,
  createdAt: null,
});

/** A prompt of one version, as formats without a history have it. */
export const barePrompt = (place: string, name: string, version: FoundVersion): FoundPrompt => ({
  place,
  identity: { name, isPath: false },
  title: name,
  description: null,
  category: null,
  tags: [],
  folder: [],
  enrichedPrompt: null,
  isPublic: false,
  createdAt: null,
  versions: [version],
  labels: [],
  history: [],
});
