import type { Entry } from "../lexicon.ts";

/** The rest of what a prompt orders or points at, in German. */
export const GERMAN_ORDERS: readonly Entry[] = [
  { concept: "tense", value: "person:first", patterns: ["ich form", "ersten|erste person"] },
  { concept: "tense", value: "person:third", patterns: ["dritten|dritte person"] },
  { concept: "tense", value: "voice:active", patterns: ["aktiv"] },
  { concept: "tense", value: "voice:passive", patterns: ["passiv"] },
  {
    concept: "tense",
    value: "past",
    patterns: ["präteritum|vergangenheitsform|imperfekt|perfekt", "in|durchgehend|nur|die|der? der|die? vergangenheit"],
  },
  {
    concept: "tense",
    value: "present",
    patterns: ["präsens|gegenwartsform", "in|durchgehend|die|der? der|die? gegenwart"],
  },
  { concept: "tense", value: "future", patterns: ["futur|zukunftsform"] },
  {
    concept: "example",
    value: "output",
    patterns: [
      "beispielausgabe|beispielantwort",
      "erwartete|gewünschte ausgabe|antwort",
      "beispiel für|einer die|eine? ausgabe|antwort",
    ],
  },
  { concept: "example", patterns: ["beispiel|beispiele"] },
  {
    concept: "another-task",
    value: "strong",
    patterns: ["übrigens", "noch etwas", "unabhängig davon", "eine|die andere|weitere|zweite|dritte aufgabe"],
  },
  { concept: "another-task", value: "weak", patterns: ["außerdem|zusätzlich|ferner", "darüber hinaus"] },
  {
    concept: "moving-target",
    patterns: [
      "neueste|neuesten|neuester|aktuellste|aktuellsten version|fassung|ausgabe|norm|normen|richtlinie|richtlinien|dokumentation",
      "jeweils aktuelle|aktuellen|neueste|neuesten version|fassung|ausgabe",
    ],
  },
  { concept: "sized-form", value: "30", patterns: ["schlagzeile|slogan"] },
  { concept: "sized-form", value: "170", patterns: ["sonett"] },
  { concept: "parameter", value: "temperature", patterns: ["temperatur"] },
];
