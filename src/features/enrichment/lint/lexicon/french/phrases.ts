import type { Entry } from "../lexicon.ts";

const THINGS =
  "texte|article|courriel|email|essai|document|code|paragraphe|lettre|message|rapport|contrat|fichier|transcription";
/** What "above" and "below" can point at besides: with "this" they are as often spoken of. */
const PARTS = `${THINGS}|clause|requête|fonction|phrase|poème|tableau|liste|discours|facture|conversation|données|extrait|citation|avis|notes|note|questions|question|phrases|image|énoncé|recette|graphique|chiffres|messages|mail|feuille`;
const REPLY = "réponse|réponses|sortie|résultat|résumé|texte|essai|article";
const ANSWER = "réponds|répondez|répondre|écris|écrivez|rédige|rédigez|renvoie|renvoyez|retourne|retournez";

export const FRENCH_PHRASES: readonly Entry[] = [
  {
    concept: "answer-language",
    patterns: [
      "écris|rédige|donne ta|votre|la|toute|le|ton|votre réponse|réponses|texte|tout entièrement|uniquement|toujours? en @language",
      `${ANSWER} entièrement|intégralement? en @language`,
      `${ANSWER} toujours|uniquement|seulement|tout? en @language`,
      `${REPLY} doit|est toujours? être? rédigée|rédigé|écrite|écrit? uniquement? en @language`,
      "uniquement|seulement en @language",
    ],
  },
  { concept: "answer-language", value: "translation", patterns: ["vers l|le @language", "en @language"] },
  {
    concept: "answer-format",
    patterns: [
      `${ANSWER} uniquement|seulement|moi? en|avec|un|du? un|du? @format`,
      `${REPLY} doit|est être? uniquement? en|du|un|une? @format`,
      "au|en format @format",
      "utilise|utilisez le? @format",
    ],
  },
  { concept: "answer-format", value: "text", patterns: ["en|uniquement texte brut"] },
  { concept: "answer-format", value: "prose", patterns: ["en prose", "texte continu|suivi", "un seul paragraphe"] },
  {
    concept: "answer-format",
    value: "list",
    patterns: ["en|par|sous|dans forme|une? de|d? liste|puces à|numérotée? puces?", "une liste à|numérotée puces?"],
  },
  { concept: "format-ban", patterns: ["sans @format", "pas de|d @format", "aucun|aucune @format"] },
  {
    concept: "length",
    value: "max",
    patterns: [
      "jusqu à # @unit",
      "limite|limitez toi|vous|la|ta|votre réponse? à # @unit",
      "# @unit tout? au plus|maximum",
      "au maximum # @unit",
      "au plus # @unit",
      "pas plus long|longue? de|que # @unit",
      "pas|sans dépasser|excéder les? # @unit",
      "dépasse|dépassera|excède pas les? # @unit",
      "moins de # @unit",
      "maximum|max # @unit",
      "# @unit maximum|max",
    ],
  },
  {
    concept: "length",
    value: "min",
    patterns: [
      "pas moins de # @unit",
      "dépasser|dépasse|excéder les? # @unit",
      "# @unit ou plus",
      "# @unit minimum",
      "# @unit au minimum|moins",
      "au moins # @unit",
      "longueur minimale de? # @unit",
      "au minimum # @unit",
      "plus de # @unit",
      "minimum # @unit",
    ],
  },
  {
    concept: "length",
    value: "exact",
    patterns: ["exactement # @unit", "écris|écrivez|rédige # @unit", "en|de|avec # @unit", "une seule @unit"],
  },
  {
    concept: "length",
    value: "range",
    patterns: ["environ # @unit", "# @unit environ", "entre # et # @unit", "de # à # @unit", "# à # @unit"],
  },
  {
    concept: "length",
    value: "brief",
    patterns: ["sois|soyez très? bref|brève|concis", `${ANSWER} très? brièvement`, "le plus court|brièvement possible"],
  },
  {
    concept: "length",
    value: "long",
    patterns: [
      "de manière|façon très? détaillée",
      "le plus long|détaillé possible",
      "très détaillée|détaillé|longue|long",
      "dans les moindres détails",
      "en|avec détail|détails",
      "de manière|façon très? exhaustive|approfondie",
    ],
  },
  {
    concept: "tone",
    value: "formal",
    patterns: ["vouvoie|vouvoyez|vouvoiement", "ton|style|registre|langage très? formel|soutenu"],
  },
  {
    concept: "tone",
    value: "informal",
    patterns: ["tutoie|tutoyez|tutoiement", "ton|style|registre|langage très? familier|informel|décontracté"],
  },
  {
    concept: "vague",
    value: "list",
    patterns: ["etc", "et ainsi de suite", "entre autres", "et cetera", "ou autre chose", "et tout ça"],
  },
  {
    concept: "vague",
    value: "amount",
    patterns: [
      "quelques|plusieurs|divers|diverses exemples|idées|points|suggestions|questions|phrases|conseils|raisons",
      "si nécessaire",
      "si besoin",
    ],
  },
  {
    concept: "vague",
    value: "thing",
    patterns: [
      "écris|écrivez|fais|dis|crée moi? quelque chose",
      "un truc",
      "des trucs",
      "une sorte de",
      "quelque chose comme ça",
      "rends le meilleur",
    ],
  },
  {
    concept: "material",
    patterns: [
      "histoire|message|chapitre|dialogue ci? dessus|dessous|précédente",
      "ce|ces|cette message d? erreur|lignes|chiffres",
      `${PARTS} ci? dessus|dessous|suivant|suivante|suivants|suivantes|joint|jointe|précédent|précédente`,
      `ce|cet|cette ${THINGS}`,
    ],
  },
  {
    concept: "open-task",
    value: "make",
    patterns: ["écris|écrivez|génère|générez|crée|créez|rédige|rédigez|compose|composez|prépare|conçois"],
  },
  {
    concept: "open-task",
    value: "talk",
    patterns: [
      "explique|expliquez|décris|décrivez|analyse|analysez|compare|comparez|résume|résumez|évalue|évaluez|discute|propose|proposez|recommande|aide|organise|organisez|planifie|réserve|répare|suggère",
    ],
  },
  { concept: "closed-output", value: "data", patterns: ["extrais|extrayez"] },
  {
    concept: "closed-output",
    value: "verb",
    patterns: [
      "traduis|traduisez|réécris|réécrivez|corrige|corrigez|classe|classez|convertis|convertissez|calcule|calculez|énumère|liste|listez|compte|trie|complète|reformule|reformulez",
    ],
  },
  {
    concept: "closed-output",
    value: "noun",
    patterns: [
      "haïku|sonnet|tweet|courriel|email|lettre|titre|titres|slogan|fonction|requête|recette|expression|blague|tableau|liste|script|carte|note|mot|avis|affiche|invitation|annonce|discours|toast|menu|quiz|fiche|dépliant|devinette|poème|fable|ballade|carte-postale|mail|formule|macro|réponse|excuse|rappel|communiqué|nom|noms|surnom|devise|procès-verbal|cv|planning|checklist|regex|légende|refus|dialogue",
    ],
  },
  {
    concept: "closed-output",
    value: "statement",
    patterns: [
      "donne|écris|propose|cite|fais|suggère moi? exactement? #",
      "oui ou non",
      "vrai ou faux",
      "une par ligne",
      "liste numérotée",
      "liste à puces",
    ],
  },
  { concept: "fields", patterns: ["clé|clés|champ|champs|colonne|colonnes|schéma|propriété|propriétés"] },
];
