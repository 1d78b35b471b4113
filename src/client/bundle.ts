import type { ResolvedPrompt } from "./generated/schema.ts";

/** Prompts as they were when `promptr prompts pull` wrote them: what answers when nobody else does. */
export type Bundle = {
  readonly format: "promptr-bundle";
  readonly version: 1;
  readonly prompts: readonly {
    readonly slug: string;
    /** Null for the newest version. */
    readonly label: string | null;
    readonly prompt: ResolvedPrompt;
  }[];
};

export type Which = {
  /** Where it stands is asked for anew; neither label nor version is the newest. */
  readonly label?: string | undefined;
  readonly version?: number | undefined;
};

/** Throws for what is no bundle of a form known here. */
export function checkBundle(value: unknown): Bundle {
  const given = (value ?? {}) as Partial<Bundle>;
  if (given.format !== "promptr-bundle" || given.version !== 1 || !Array.isArray(given.prompts))
    throw new TypeError("This is no bundle: promptr prompts pull writes one");
  return given as Bundle;
}

export function findInBundle({ prompts }: Bundle, slug: string, { label, version }: Which): ResolvedPrompt | undefined {
  const own = prompts.filter((one) => one.slug === slug);
  const found =
    version === undefined
      ? own.find((one) => one.label === (label === "latest" ? null : (label ?? null)))
      : own.find(({ prompt }) => prompt.version === version);
  return found?.prompt;
}
