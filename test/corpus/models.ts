import type { ModelFacts } from "../../src/features/enrichment/lint/index.ts";

/** The corpus is judged as of this day, whatever the clock says. */
export const TODAY = new Date("2026-11-22T00:00:00Z");

/** Models of no provider, so that the corpus does not change with the catalogue. */
export const MODELS = {
  current: { id: "corpus-large", status: "active", retiresOn: null, contextWindow: 200_000, refuses: [] },
  retired: { id: "corpus-old", status: "retired", retiresOn: "2025-10-28", replacement: "corpus-large" },
  retiring: { id: "corpus-late", status: "retiring", retiresOn: "2026-12-15", replacement: "corpus-large" },
  /** One that decides its sampling itself. */
  fixed: { id: "corpus-fixed", status: "active", refuses: ["temperature", "top_p", "top_k"] },
  /** A toy window, so that an ordinary prompt is too long for it. */
  tiny: { id: "corpus-tiny", status: "active", contextWindow: 48 },
} satisfies Record<string, ModelFacts>;
