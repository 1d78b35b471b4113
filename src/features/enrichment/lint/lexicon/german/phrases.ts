import type { Entry } from "../lexicon.ts";

const THINGS = "text|artikel|aufsatz|dokument|code|absatz|brief|nachricht|bericht|vertrag|transkript|datei|mail";
/** What "above" and "below" can point at besides: with "this" they are as often spoken of. */
const PARTS = `${THINGS}|klausel|abfrage|funktion|satz|gedicht|tabelle|liste|protokoll|rede|rezension|rechnung|gespräch|daten|notizen|auszug|zitat`;
const REPLY = "antwort|antworten|ausgabe|ergebnis|zusammenfassung|text|aufsatz|artikel";
const ANSWER = "antworte|antworten|schreibe|schreib|schreiben|verfasse|gib|formuliere";

export const GERMAN_PHRASES: readonly Entry[] = [
  {
    concept: "answer-language",
    patterns: [
      `${ANSWER} sie? immer|nur|ausschließlich|bitte|alles? auf|in @language`,
      `${REPLY} muss|soll|sollte|ist immer|nur|ausschließlich? auf|in @language`,
      "nur|ausschließlich auf @language",
    ],
  },
  { concept: "answer-language", value: "translation", patterns: ["ins @language"] },
  {
    concept: "answer-format",
    patterns: [
      `${ANSWER} sie? nur|ausschließlich? als|in|im|mit gültiges|gültigem? @format`,
      `${REPLY} muss|soll|sollte|ist nur? als|in|im? @format`,
      `${ANSWER}|liefere|erstelle|erzeuge sie? mir? nur|bitte? gültiges|valides|ein? @format`,
      "als|im gültiges? @format format|ausgeben|zurück?",
      "verwende|nutze @format",
      "nur @format",
    ],
  },
  { concept: "answer-format", value: "text", patterns: ["als|nur|reiner|reinen klartext|fließtext"] },
  { concept: "format-ban", patterns: ["kein|keine|keinen|ohne @format"] },
  {
    concept: "length",
    value: "max",
    patterns: [
      "höchstens|maximal|max # @unit",
      "nicht mehr als # @unit",
      "weniger als # @unit",
      "bis zu # @unit",
      "unter # @unit",
    ],
  },
  {
    concept: "length",
    value: "min",
    patterns: ["mindestens # @unit", "nicht weniger als # @unit", "mehr als # @unit", "über # @unit"],
  },
  { concept: "length", value: "exact", patterns: ["genau # @unit", "in|mit|aus # kurzen|einfachen? @unit"] },
  {
    concept: "length",
    value: "range",
    patterns: ["etwa|rund|circa|ca|ungefähr # @unit", "zwischen # und # @unit", "# bis # @unit", "# # @unit"],
  },
  {
    concept: "length",
    value: "brief",
    patterns: [
      "fasse dich sehr? kurz",
      "halte dich sehr? kurz",
      `${ANSWER} sehr? kurz|knapp`,
      "so kurz wie möglich",
      "sei sehr? kurz|knapp",
    ],
  },
  {
    concept: "length",
    value: "long",
    patterns: [
      "so ausführlich|detailliert|lang wie möglich",
      "sehr ausführlich|detailliert|lang|lange|langen|ausführliche|ausführlichen",
      "in allen einzelheiten",
      "sei ausführlich",
    ],
  },
  { concept: "tone", value: "formal", patterns: ["formeller|formellen|formaler|förmlicher ton|stil|tonfall"] },
  {
    concept: "tone",
    value: "informal",
    patterns: ["lockerer|lockeren|informeller|umgangssprachlicher ton|stil|tonfall"],
  },
  { concept: "vague", value: "list", patterns: ["etc", "usw", "und so weiter", "oder so", "und dergleichen"] },
  {
    concept: "vague",
    value: "amount",
    patterns: [
      "einige|mehrere|verschiedene beispiele|ideen|punkte|vorschläge|fragen|sätze|tipps|gründe",
      "ein paar beispiele|ideen|punkte|vorschläge|fragen|sätze|tipps|gründe",
      "bei bedarf",
      "falls nötig",
    ],
  },
  {
    concept: "vague",
    value: "thing",
    patterns: [
      "irgendwas",
      "irgendwie",
      "irgendetwas",
      "schreibe|schreib|mach|sag etwas|was",
      "mach es besser",
      "eine art von",
    ],
  },
  {
    concept: "material",
    patterns: [
      `${PARTS} oben|unten`,
      `obigen|obige|obigem|folgenden|folgende|folgendes|folgendem|beigefügten ${PARTS}`,
      `diesen|dieser|dieses|diese ${THINGS}`,
    ],
  },
  {
    concept: "open-task",
    value: "make",
    patterns: ["schreibe|schreib|erstelle|generiere|verfasse|entwirf|erzeuge|entwickle"],
  },
  {
    concept: "open-task",
    value: "talk",
    patterns: [
      "erkläre|erklär|beschreibe|analysiere|vergleiche|untersuche|bewerte|diskutiere|fasse|zusammenfassen|plane|empfiehl|hilf|erläutere",
    ],
  },
  {
    concept: "closed-output",
    value: "verb",
    patterns: [
      "übersetze|übersetz|korrigiere|klassifiziere|ordne|konvertiere|wandle|berechne|extrahiere|liste|nenne|zähle|sortiere|löse|vervollständige|umschreibe",
    ],
  },
  {
    concept: "closed-output",
    value: "noun",
    patterns: [
      "haiku|sonett|tweet|mail|brief|titel|überschrift|überschriften|slogan|funktion|abfrage|rezept|witz|tabelle|liste|skript|klasse",
    ],
  },
  {
    concept: "closed-output",
    value: "statement",
    patterns: ["ja oder nein", "wahr oder falsch", "eine pro zeile", "als liste", "als stichpunkte"],
  },
  {
    concept: "fields",
    patterns: ["schlüssel|schlüsseln|feld|felder|feldern|spalte|spalten|schema|eigenschaften|attribute"],
  },
];
