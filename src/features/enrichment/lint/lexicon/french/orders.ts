import type { Entry } from "../lexicon.ts";

const REPLY = "sortie|réponse";

/** The rest of what a prompt orders or points at, in French. */
export const FRENCH_ORDERS: readonly Entry[] = [
  { concept: "tense", value: "person:first", patterns: ["première personne"] },
  { concept: "tense", value: "person:third", patterns: ["troisième personne"] },
  { concept: "tense", value: "voice:active", patterns: ["voix active"] },
  { concept: "tense", value: "voice:passive", patterns: ["voix passive"] },
  { concept: "tense", value: "past", patterns: ["au|le passé", "passé simple|composé", "à|utilise l? imparfait"] },
  { concept: "tense", value: "present", patterns: ["au|le présent"] },
  { concept: "tense", value: "future", patterns: ["au futur"] },
  {
    concept: "example",
    value: "output",
    patterns: [`exemple de ${REPLY}`, `${REPLY} d exemple`, `${REPLY} attendue|souhaitée`],
  },
  { concept: "example", patterns: ["exemple|exemples"] },
  {
    concept: "another-task",
    value: "strong",
    patterns: ["au fait", "autre chose", "par ailleurs", "autre|deuxième|troisième tâche"],
  },
  { concept: "another-task", value: "weak", patterns: ["aussi|également", "en outre", "de plus"] },
  {
    concept: "moving-target",
    patterns: [
      "dernière|dernières version|édition|documentation|normes|directives|recommandations",
      "version|édition|documentation la plus récente",
    ],
  },
  { concept: "sized-form", value: "17", patterns: ["haïku"] },
  { concept: "sized-form", value: "", patterns: ["fil de tweets"] },
  { concept: "parameter", value: "temperature", patterns: ["température"] },
];
