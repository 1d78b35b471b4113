import { draftOf } from "./drafts.ts";
import type { Cases } from "./lint-cases-wording.ts";

const JSON_TASK = "Classify {{ticket}}. Return JSON with the keys label and score.";
const STATIC =
  "Keep the names of people as they are written. Give the year of each event and quote its source in full. ".repeat(4);

/** Rules about examples, braces, references and settings. */
export const SHAPES: Cases = {
  "example-violates-format": {
    hits: [
      `${JSON_TASK}\n\nExample output:\nlabel: bug, score: 0.9`,
      `${JSON_TASK}\n\nExample output:\n{"label": "bug", "score": 0.9,}`,
      `${JSON_TASK}\n\nExample:\n\`\`\`json\n{'label': 'bug', 'score': 0.9}\n\`\`\``,
      `${JSON_TASK}\n\nExample output: {"label": "bug"}`,
      `${JSON_TASK}\n\n## Example\nInput: it crashes\nOutput: bug`,
      "Convert {{rows}}. Return XML only with the fields name and age.\n\nExample output:\n<row><name>Ana</name><age>3</row>",
      "List the rivers of {{country}}. Answer in CSV with the columns name and length.\n\nExample output:\nname,length\nRhine",
      "Clasifica {{texto}}. Responde en JSON con las claves tipo y nota.\n\nEjemplo de salida:\ntipo: queja",
      "Klassifiziere {{text}}. Antworte nur als JSON mit den Feldern art und note.\n\nBeispielausgabe:\nart: Lob",
      "Classe {{texte}}. Réponds en JSON avec les clés type et note.\n\nExemple de réponse :\ntype: plainte",
    ],
    misses: [
      `${JSON_TASK}\n\nExample output:\n{"label": "bug", "score": 0.9}`,
      `${JSON_TASK}\n\nExample:\n\`\`\`json\n{"label": "bug", "score": {{score}}}\n\`\`\``,
      `${JSON_TASK}\n\nExample output:\n{"label": string, "score": number}`,
      `${JSON_TASK}\n\nExample output:\n{"label": "…", "score": 0.9}`,
      `${JSON_TASK}\n\n## Example\nInput: it crashes\nOutput: {"label": "bug", "score": 1}`,
      `${JSON_TASK}\n\nExample output:\n{"label": "bug", "score": 1}\n{"label": "praise", "score": 0}`,
      "Fix this broken JSON and return valid JSON with the keys a and b: {'a': 1, 'b': 2}",
      "Write a story of 200 words about bees.\n\nExample: bees dance.",
      "Convert {{rows}}. Return XML only with the fields name and age.\n\nExample output:\n<row><name>Ana</name><br/><age>3</age></row>",
    ],
  },
  "example-leaks-placeholder": {
    hits: [
      "Greet {{customer}} in one sentence.\n\nExample: Dear [Name], welcome.",
      "Classify {{text}} as good or bad.\n\nExample:\nInput: [insert text here]\nOutput: good",
      "Classify {{text}} as good or bad.\n\n<example>\nText: lorem ipsum dolor\nLabel: good\n</example>",
      `${JSON_TASK}\n\nExample output:\n\`\`\`json\n{"label": "[label]", "score": 1}\n\`\`\``,
      "Saluda a {{cliente}} en una frase.\n\nEjemplo: Hola, [nombre].",
      "Begrüße {{kunde}} in einem Satz.\n\nBeispiel: Guten Tag, <Name>.",
      "Salue {{client}} en une phrase.\n\nExemple : Bonjour [nom].",
    ],
    misses: [
      "Greet {{customer}} in one sentence.\n\nExample: Dear Ana, welcome.",
      "Greet {{customer}} in one sentence. Use the form: Dear [Name], welcome.",
      "Return the tags of {{text}}.\n\nExample: <answer>bees</answer>",
      "Sort {{list}}.\n\nExample: [1, 2, 3]",
      "Find the level in {{log}}.\n\nExample:\n[ERROR] disk full means error.",
      "For example [Name] is a field. Sort {{list}} by it.",
    ],
  },
  "json-braces-ambiguous": {
    hits: [
      'Return {{"name": "Ana", "age": 3}} for {{bio}}.',
      'Return this for {{bio}}:\n{{\n  "name": "Ana"\n}}',
      'Return {"id": {{id}}} as it is.',
      "Print {{{name}}} now.",
    ],
    misses: [
      'Return {"name": "{{name}}"} as it is.',
      'Return {"a": {"b": 1}} as it is.',
      'Return {"id": {{id}} } as it is.',
      '```json\n{"id": {{id}}}\n```\nFill in {{id}}.',
      "style={{color: red}} on {{page}}",
      '{{{{raw}}}}{"id": {{id}}}{{{{/raw}}}} Sort {{list}}.',
    ],
  },
  "dynamic-before-static": {
    hits: [
      `{{document}}\n\nSummarize it for nurses. ${STATIC}`,
      `Today: {{date}}. You are an expert.\n\nSummarize the report for nurses. ${STATIC}`,
      draftOf(`Summarize {{report}} for nurses.`, { requirements: STATIC.repeat(12) }),
    ],
    misses: [
      `Summarize the report for nurses. ${STATIC}\n\n{{document}}`,
      "{{document}}\n\nSummarize it in three bullets for nurses.",
      draftOf("Summarize {{report}} for nurses.", { requirements: STATIC }),
      STATIC,
    ],
  },
  "unpinned-reference": {
    hits: [
      "Follow the latest version of the style guide for {{text}}.",
      "Review {{code}} by the newest official guidelines.",
      "Read https://github.com/acme/rules/blob/main/style.md and check {{text}}.",
      "Run it with image acme/tool:latest on {{input}}.",
      "{{> house-rules}} Sort {{list}}.",
      "Sigue la última versión del manual para {{texto}}.",
      "Nutze die neueste Version der Norm für {{text}}.",
      "Suis la dernière version du guide pour {{texte}}.",
    ],
    misses: [
      "Sort {{messages}} with the latest one first.",
      "Follow version 4.2 of the style guide, the latest version, for {{text}}.",
      "Read https://github.com/acme/rules/blob/v4.2.0/style.md and check {{text}}.",
      "{{> house-rules@3}} Sort {{list}}.",
      "Compare the current paragraph with the previous one in {{text}}.",
      "Write a press release about the latest match of {{team}} in 100 words.",
    ],
  },
};
