import type { Entry } from "../lexicon.ts";

const THINGS = "text|artikel|aufsatz|dokument|code|absatz|brief|nachricht|bericht|vertrag|transkript|datei|mail";
/** What "above" and "below" can point at besides: with "this" they are as often spoken of. */
const PARTS = `${THINGS}|klausel|abfrage|funktion|satz|gedicht|tabelle|liste|protokoll|rede|rezension|rechnung|gespräch|daten|notizen|auszug|zitat|fragen|frage|sätze|sätzen|tabellen|bild|aussage|rezept|zahlen|grafik|nachrichten|schema|vertrag|skript|rechnung|formel|entwurf|beschreibung`;
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
      `${REPLY} muss|soll|sollte|ist nur? als|in|im|ein|eine? gültiges? @format`,
      `${ANSWER}|liefere|erstelle|erzeuge sie? mir? nur|bitte? gültiges|valides|ein? @format`,
      "als|im gültiges? @format format|ausgeben|zurück?",
      "verwende|nutze @format",
      "nur @format",
      "gib|gebt|liefere|schreib die|das|deine? antwort|ausgabe|ergebnis|daten? nur|ausschließlich? als|in|im? @format",
    ],
  },
  { concept: "answer-format", value: "text", patterns: ["als|nur|reiner|reinen klartext"] },
  {
    concept: "answer-format",
    value: "prose",
    patterns: ["als|in|im reiner|reinem|durchgehender|durchgehendem? fließtext|text"],
  },
  {
    concept: "answer-format",
    value: "list",
    patterns: [
      "als|in|mit form? einer|eine|nummerierte|nummerierten? liste|aufzählung|stichpunkte|stichpunkten|spiegelstrichen",
    ],
  },
  { concept: "format-ban", patterns: ["kein|keine|keinen|ohne @format"] },
  {
    concept: "length",
    value: "max",
    patterns: [
      "nicht über # @unit",
      "# @unit oder weniger",
      "kürzer als # @unit",
      "allerhöchstens # @unit",
      "darf|dürfen|soll|sollen # @unit nicht",
      "höchstens|maximal|max # @unit",
      "nicht|kein mehr|länger|umfangreicher als # @unit",
      "weniger als # @unit",
      "bis zu # @unit",
      "beschränke|beschränk|begrenze|begrenz dich|sich|die|den antwort|text? auf # @unit",
      "unter # @unit",
    ],
  },
  {
    concept: "length",
    value: "min",
    patterns: [
      "wenigstens # @unit",
      "nicht unter # @unit",
      "# @unit oder mehr",
      "länger als # @unit",
      "mindestens # @unit",
      "mindestlänge|mindestumfang von? # @unit",
      "nicht weniger als # @unit",
      "mehr als # @unit",
      "über # @unit",
    ],
  },
  {
    concept: "length",
    value: "exact",
    patterns: ["genau # @unit", "schreibe|schreib|verfasse # @unit", "in|mit|aus|von|auf # @unit"],
  },
  {
    concept: "length",
    value: "range",
    patterns: ["etwa|rund|circa|ca|ungefähr # @unit", "zwischen # und # @unit", "# bis # @unit", "# # @unit"],
  },
  {
    concept: "length",
    value: "brief",
    patterns: [
      "fass|fasse|fassen dich|sie|euch sich? sehr? kurz",
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
  {
    concept: "tone",
    value: "formal",
    patterns: [
      "sieze|siezen",
      "sie form",
      "per sie",
      "formeller|formellen|formellem|formaler|förmlicher|förmlichem|förmlichen ton|stil|tonfall",
    ],
  },
  {
    concept: "tone",
    value: "informal",
    patterns: [
      "duze|duzen",
      "du form",
      "per du",
      "lockerer|lockeren|lockerem|informeller|informellem|umgangssprachlicher|umgangssprachlichem ton|stil|tonfall",
    ],
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
      "diese|dieser fehlermeldung|meldung|zeilen|zahlen",
      "geschichte|fehlermeldung|meldung oben|unten",
      "obige|vorherige|folgende geschichte|fehlermeldung|meldung",
      `${PARTS} oben|unten`,
      `obigen|obige|obigem|folgenden|folgende|folgendes|folgendem|beigefügten ${PARTS}`,
      `diesen|dieser|dieses|diese ${THINGS}`,
      "obigen|obige|obigem|folgenden|folgende|folgendem|diese|dieser e mail",
      "obigen|obige|obigem|obiges java|python|sql|javascript|typescript|go|php|rust|html|css|json|bash code|skript|abfrage|funktion",
      "oben gezeigten|gezeigte|genannten|genannte|eingefügten|eingefügte|stehenden|stehende|angegebenen|angegebene|beschriebenen|beschriebene",
    ],
  },
  {
    concept: "open-task",
    value: "make",
    patterns: ["schreibe|schreib|erstelle|generiere|verfasse|entwirf|erzeuge|entwickle|formuliere"],
  },
  {
    concept: "open-task",
    value: "talk",
    patterns: [
      "erkläre|erklär|beschreibe|analysiere|vergleiche|untersuche|bewerte|diskutiere|fasse|zusammenfassen|plane|empfiehl|hilf|erläutere|organisiere|buche|repariere|fass|schlage",
    ],
  },
  { concept: "closed-output", value: "data", patterns: ["extrahiere"] },
  {
    concept: "closed-output",
    value: "verb",
    patterns: [
      "übersetze|übersetz|korrigiere|klassifiziere|ordne|konvertiere|wandle|berechne|liste|nenne|zähle|sortiere|löse|vervollständige|umschreibe",
    ],
  },
  {
    concept: "closed-output",
    value: "noun",
    patterns: [
      "haiku|sonett|tweet|mail|brief|titel|überschrift|überschriften|slogan|funktion|abfrage|rezept|ausdruck|witz|tabelle|liste|skript|klasse|karte|notiz|aushang|einladung|anzeige|rede|grußkarte|dankesrede|absage|zusage|merkzettel|tagesordnung|speisekarte|quiz|arbeitsblatt|plakat|flyer|rätsel|gedicht|limerick|postkarte|nachruf|formel|makro|antwort|entschuldigung|erinnerung|mitteilung|pressemitteilung|stellenanzeige|namen|spitzname|motto|protokoll|lebenslauf|stundenplan|zeitplan|checkliste|regex|einkaufsliste|packliste",
    ],
  },
  {
    concept: "closed-output",
    value: "statement",
    patterns: [
      "schreib|schreibe|nenne|nenn|gib|stell|stelle|formuliere|zeig|schlag mir? genau? #",
      "ja oder nein",
      "wahr oder falsch",
      "eine pro zeile",
      "als liste",
      "als stichpunkte",
    ],
  },
  {
    concept: "fields",
    patterns: ["schlüssel|schlüsseln|feld|felder|feldern|spalte|spalten|schema|eigenschaften|attribute"],
  },
];
