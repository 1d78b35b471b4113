import type { Draft } from "../../../src/contract/draft.ts";
import { draftOf } from "./drafts.ts";

/** For each rule: prompts it must name, and near misses it must leave alone. */
export type Cases = Record<
  string,
  { readonly hits: readonly (string | Draft)[]; readonly misses: readonly (string | Draft)[] }
>;

/** Rules about what a prompt says. */
export const WORDING: Cases = {
  "empty-task": {
    hits: [
      "",
      "  \n",
      "...",
      draftOf("", { role: "You are a cook." }),
      "You are a professional expert.",
      "Be clear, concise, detailed and accurate. Use best practices.",
    ],
    misses: ["Summarize.", "{{task}}", "Explain chain of thought prompts."],
  },
  "task-too-thin": {
    hits: ["Write", "help me", "Do it."],
    misses: [
      "Explain chain of thought prompts.",
      "What is DNA?",
      "Summarize {{text}}",
      draftOf("Rewrite it.", { context: "The quick brown fox jumped over the lazy dog." }),
      "写一首关于雨的诗",
    ],
  },
  "missing-referent": {
    hits: [
      "Summarize the text above.",
      "Fix this code.",
      "Resume el texto anterior.",
      "Fasse den folgenden Text zusammen.",
      "Résume cet article.",
    ],
    misses: [
      "Summarize the text below.\n\nThe ferry leaves Split each morning and calls at three islands before noon.",
      "Summarize the text below: {{text}}",
      "Explain this code.\n```js\nlet a = 1;\n```",
      draftOf("Summarize the report above.", {
        context: "Sales fell by four percent in March while costs stayed level.",
      }),
    ],
  },
  "placeholder-left": {
    hits: [
      "Write to [insert name here].",
      "TODO",
      "Write a poem. TODO: say for whom.",
      "lorem ipsum dolor",
      "Dear <your name>, translate it.",
      "Sign as ____.",
    ],
    misses: [
      "Read [your guide](https://a.example/b).",
      "Tick [x] when done.",
      "Put it in <answer> tags.",
      "Traduce todo el texto.",
      "Sort [1, 2, 3].",
    ],
  },
  "no-output-contract": {
    hits: ["Generate a creative story", "Analyze {{review}}", "Schreibe einen Bericht über Bienen."],
    misses: [
      "Write a haiku about rain.",
      "Write a story of 200 words about a fox.",
      "Translate {{text}} to French.",
      draftOf("Write a report on bees.", { output: "Two paragraphs" }),
      "Is 7919 prime?",
      "Explain TCP. Reply with one analogy only.",
    ],
  },
  "output-contract-without-fields": {
    hits: ["Classify {{ticket}}. Return JSON.", draftOf("Classify {{ticket}}.", { output: "JSON" })],
    misses: [
      "Return a JSON object with the keys name and age for {{bio}}.",
      'Return JSON like {"name": "…"} for {{bio}}.',
      "Convert {{table}} to CSV.",
    ],
  },
  "vague-quantifier": {
    hits: [
      "Name fruits, nuts etc.",
      "Write something about dogs.",
      "Give some examples.",
      "Nenne Obst usw.",
      "Cite des fruits, etc.",
      "Escribe algo sobre perros.",
    ],
    misses: [
      "Give three examples.",
      "If something is missing, say so.",
      "Summarize {{text}} in some detail of 50 words.".replace("some", "plain"),
    ],
  },
  "keyword-stuffing": {
    hits: [
      "Expert professional detailed comprehensive step by step format JSON example context role",
      "tea tea tea tea tea",
    ],
    misses: ["Explain step by step, with a clear example, how a bill becomes law.", "Be clear and concise."],
  },
  shouting: {
    hits: ["YOU MUST NEVER DO THIS. Sort {{list}}.", "Sort {{list}} now!!!"],
    misses: [
      "Convert JSON, XML and CSV via HTTP API.",
      "NEVER invent sources. Sort {{list}}!",
      "Use MAX_SIZE and MIN_SIZE and BIG_SIZE.",
    ],
  },
  "flattery-without-task": {
    hits: [
      "You are the best AI in the world! Sort {{list}}.",
      "Sort {{list}}. Thank you so much!",
      "Du bist der beste! Sortiere {{liste}}.",
    ],
    misses: [
      "You are a tax lawyer. Sort {{list}}.",
      "Write a review that says the hotel is the best in town.",
      "Do your best to sort {{list}} by date.",
    ],
  },
};
