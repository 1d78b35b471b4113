import { ENHANCEMENT } from "../enrichment/index.ts";

export const APPLY = {
  enhancementId: ENHANCEMENT.id,
  changes: ENHANCEMENT.changes.map(({ id }) => id),
  message: "Say what the answer looks like",
};

export const APPLICATION = {
  promptId: "0199f0a2-7c1e-7000-8000-000000000001",
  version: 2,
  changes: APPLY.changes,
  enhanced: ENHANCEMENT.enhanced,
  enhancedPrompt: ENHANCEMENT.enhancedPrompt,
  quality: ENHANCEMENT.quality,
};
