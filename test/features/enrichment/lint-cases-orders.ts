import { draftOf } from "./drafts.ts";
import type { Cases } from "./lint-cases-wording.ts";

/** Rules about orders that cannot be followed, or not by one answer. */
export const ORDERS: Cases = {
  "contradictory-pair": {
    hits: [
      "Name three birds. Answer in English. Always respond in French.",
      "Write a 2000-word essay on tea. Answer in one sentence.",
      "Be very brief. Describe the city. Explain it in great detail.",
      "Return JSON only with the keys a and b. Format the answer as YAML.",
      "Use Markdown. Do not use Markdown in the answer about bees.",
      "Responde en inglés. La respuesta debe estar en francés.",
      "Antworte auf Deutsch. Antworte auf Englisch.",
      "Réponds en anglais. Réponds en français.",
      "Use a formal tone. Use a casual style.",
      "Describe the siege of 1453. Use the past tense. Write everything in the present tense.",
      "Use all sources in {{list}}. Use only the first source.",
      "Escribe un cuento sobre el mar en pasado. Usa siempre el tiempo presente.",
      "Schreibe eine Szene am Meer im Präteritum. Verwende das Präsens.",
      // The figure is a word of a list as well.
      "Write a quiz about bees. Write exactly 20 questions. Write exactly 30 questions.",
      { ...draftOf("Write a quiz about bees."), style: "Formal, 20 sentences.", output: "Exactly 5 sentences." },
    ],
    misses: [
      "If the user writes French, answer in French; otherwise answer in English.",
      "Translate from English to French. Reply in French.",
      "Write a 500-word article about tea. The title must be under 10 words.",
      "Write between 100 and 200 words. Use at most 200 words.",
      "Answer in English and German, one sentence each: {{question}}",
      "Write the title in English. Write the body in French.",
      "The input is JSON. Return YAML with the same keys.",
      "The story is in the past tense. Rewrite it in the present tense: {{story}}",
      "Read all chapters of {{book}}. List only the names of people.",
      "Use all sources. If time is short, use only the first source.",
    ],
  },
  "negated-duplicate": {
    hits: ["Use emojis. Do not use emojis.", "Always cite sources. Never cite sources."],
    misses: ["Cite sources. Do not cite blogs.", "Cite sources if you can. Do not cite sources."],
  },
  "multi-task-in-one": {
    hits: [
      "Summarize {{article}}, translate it to German, write a tweet about it and create a quiz of five questions.",
      "Write a poem about autumn. Translate {{letter}} to French. Calculate the VAT of {{price}}.",
      "Write a haiku about rain. Also translate {{letter}} to French.",
      "Classify {{ticket}} as bug or question. On another note, write a slogan for our bakery.",
      "Escribe un poema sobre el otoño. Traduce {{carta}} al francés. Calcula el IVA de {{precio}}.",
      "Schreibe ein Gedicht über den Herbst. Übersetze {{brief}} ins Englische. Berechne die Steuer auf {{preis}}.",
      "Écris un poème sur la pluie. Traduis {{lettre}} en anglais. Calcule la TVA de {{prix}}.",
    ],
    misses: [
      "Summarize {{article}} in three bullets. Name the main risk.",
      "Extract the names from {{text}}, sort them and return a JSON array of strings.",
      "Translate {{text}} to French. Also translate the title.",
      "Write a product description of 80 words for {{product}}. Also list its three main benefits.",
      "1. Read {{contract}}.\n2. List the parties.\n3. Name the governing law.\n4. Calculate the total fee.\n5. Rate the risk from 1 to 5.",
      "Review {{code}}. Explain each bug and suggest a fix in one sentence.",
      "Write a 200-word story about a fox that learns to write, to count and to translate birdsong.",
    ],
  },
  "negation-only": {
    hits: [
      "Do not write a long text.",
      "Never mention prices.",
      draftOf("Summarize {{report}} in five sentences.", {
        requirements: "Do not use jargon.\nNever mention competitors.\nAvoid tables.",
      }),
      draftOf("Schreibe eine Zusammenfassung von {{text}} in 50 Wörtern.", {
        requirements: "Keine Tabellen verwenden, nicht werben.\nNie die Konkurrenz nennen.\nNicht länger werden.",
      }),
      "No uses tablas.",
      "N'utilise jamais de tableaux, pas de listes.",
    ],
    misses: [
      "Do not forget to sort {{list}} by date.",
      "Name three soups without meat.",
      "Write two sentences about bees, no jargon.",
      "Do not answer anything but yes or no: {{question}}",
      "Sort {{list}}. Do not drop duplicates. Do not change case. Keep the order of equal items.",
      "Sort {{list}} by date. Do not drop duplicates.",
      draftOf("Never mention prices.", { requirements: "Describe the product in 50 words." }),
    ],
  },
  "impossible-length": {
    hits: [
      "Summarize {{text}} in 0 words.",
      "Write between 500 and 100 words about tea.",
      "Write 10 paragraphs in at most 50 words about tea.",
      "Write a haiku of at least 200 words about rain.",
      "Write a novel of exactly 900000 words about whales.",
      "Escribe entre 300 y 100 palabras sobre el té.",
      "Schreibe zwischen 300 und 100 Wörter über Tee.",
      "Écris entre 300 et 100 mots sur le thé.",
    ],
    misses: [
      "Write between 100 and 500 words about tea.",
      "Summarize these 20 lines in 10 words: {{lines}}",
      "Write 10 paragraphs of at most 50 words each about tea.",
      "Write a tweet thread of 300 words about {{topic}}.",
      "Write a haiku about rain in exactly 3 lines.",
      "Write 3 paragraphs in at most 150 words about tea.",
      "Give me 5 to 10 ideas of at most 12 words for {{event}}.",
    ],
  },
  "mixed-language": {
    hits: [
      "Summarize the minutes in {{notes}} in five bullets. Escribe siempre con frases cortas y no uses el futuro. Name the owner of each decision.",
      draftOf("Classify {{ticket}} as bug, question or praise.", {
        requirements: "Antworte immer nur mit einem Wort und ohne die Begründung.",
      }),
      "Schreibe einen Bericht von 200 Wörtern über die Bienen. Do not use any technical terms in it.",
      "Summarize {{report}} for the board in five sentences. 回答は必ず箇条書きにしてください。",
      "Résume {{texte}} en cinq phrases pour les élèves. Use only the words that they know.",
    ],
    misses: [
      "Translate this to English: Escribe siempre con frases cortas y no uses el futuro.",
      "Correct the grammar of the following text.\n\nEscribe siempre con frases cortas y no uses el futuro.",
      'Name the mood of the verb in "Escribe siempre con frases cortas".',
      draftOf("Answer the customer in {{language}} in three sentences.", {
        context: "Der Kunde hat am Montag angerufen und die Rechnung nicht bekommen.",
      }),
      "Explain the proverb Il faut tourner sept fois sa langue dans sa bouche in two sentences.",
      "Erkläre in drei Sätzen, was Pair Programming und Code Review sind.",
    ],
  },
  "pasted-log-without-question": {
    hits: [
      "2026-01-02 10:00:01 ERROR db: connection refused\n2026-01-02 10:00:02 ERROR db: connection refused\n2026-01-02 10:00:03 FATAL giving up",
      "TypeError: x is undefined\n    at run (/app/main.js:10:5)\n    at start (/app/main.js:20:3)\n    at boot (/app/index.js:2:1)",
      '```\nTraceback (most recent call last):\n  File "a.py", line 3, in f\n  File "b.py", line 9, in g\nValueError: bad\n```',
      "Production server\n[ERROR] disk full\n[ERROR] disk full\n[WARN] retrying",
      'Exception in thread "main" java.lang.NullPointerException\n\tat com.acme.A.b(A.java:10)\n\tat com.acme.C.d(C.java:20)',
    ],
    misses: [
      "Why does this fail?\n[ERROR] disk full\n[ERROR] disk full\n[WARN] retrying",
      "[ERROR] disk full\n[ERROR] disk full\n[WARN] retrying\n\nExplain the cause in two sentences.",
      draftOf("[ERROR] disk full\n[ERROR] disk full\n[WARN] retrying", {
        output: "Return the root cause in one sentence.",
      }),
      "Write three log lines that begin with [ERROR], [WARN] and [INFO].",
      "¿Por qué falla?\n[ERROR] disk full\n[ERROR] disk full\n[WARN] retrying",
      "Meeting notes\n10:00 Ana opens\n10:05 Ben reports\n10:20 end",
    ],
  },
};
