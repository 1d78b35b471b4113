import type { Entry } from "../lexicon.ts";

const REPLY = "output|answer|response|reply|result";

/** The rest of what a prompt orders or points at, in English; names of settings are English everywhere. */
export const ENGLISH_ORDERS: readonly Entry[] = [
  { concept: "tense", value: "past", patterns: ["past tense", "simple past", "past simple", "in the past"] },
  {
    concept: "tense",
    value: "present",
    patterns: ["present tense", "simple present", "present simple", "in the present"],
  },
  { concept: "tense", value: "voice:active", patterns: ["active voice"] },
  { concept: "tense", value: "voice:passive", patterns: ["passive voice"] },
  { concept: "tense", value: "person:first", patterns: ["first person"] },
  { concept: "tense", value: "person:third", patterns: ["third person"] },
  { concept: "tense", value: "future", patterns: ["future tense", "simple future", "future simple"] },
  {
    concept: "example",
    value: "output",
    patterns: [
      `example|sample|expected|desired|reference ${REPLY}`,
      `${REPLY} example|sample`,
      `example of the|an? ${REPLY}`,
    ],
  },
  { concept: "example", patterns: ["example|examples|sample|samples"] },
  {
    concept: "another-task",
    value: "strong",
    patterns: [
      "on another|different|side note",
      "on a different|side note",
      "one more thing",
      "another thing",
      "by the way",
      "while you are|re at it",
      "unrelated|separately",
      "as a|another separate|second|third task",
      "another|second|third|next task",
    ],
  },
  {
    concept: "another-task",
    value: "weak",
    patterns: ["also", "additionally", "in addition", "moreover", "plus", "besides that", "on top of that"],
  },
  {
    concept: "moving-target",
    patterns: [
      "latest|newest|most recent|current? stable|official|public|published? version|versions|release|releases|edition|docs|documentation|guidelines|guideline|standard|standards|spec|specification|regulations|api|sdk",
      "most up to date version|release|edition|docs|documentation|guidelines|standard|standards",
      "whatever is current|latest",
    ],
  },
  { concept: "sized-form", value: "17", patterns: ["haiku"] },
  { concept: "sized-form", value: "60", patterns: ["limerick"] },
  { concept: "sized-form", value: "140", patterns: ["tweet", "sms", "text message"] },
  { concept: "sized-form", value: "170", patterns: ["sonnet"] },
  { concept: "sized-form", value: "30", patterns: ["headline|tagline|slogan", "subject line"] },
  { concept: "sized-form", value: "", patterns: ["tweet|sms thread|series|storm"] },
  { concept: "parameter", value: "temperature", patterns: ["temperature"] },
  { concept: "parameter", value: "top_p", patterns: ["top_p|topp", "top p"] },
  { concept: "parameter", value: "top_k", patterns: ["top_k|topk", "top k"] },
  { concept: "parameter", value: "frequency_penalty", patterns: ["frequency_penalty", "frequency penalty"] },
  { concept: "parameter", value: "presence_penalty", patterns: ["presence_penalty", "presence penalty"] },
  { concept: "parameter", value: "logit_bias", patterns: ["logit_bias", "logit bias"] },
  { concept: "parameter", value: "budget_tokens", patterns: ["budget_tokens", "thinking budget"] },
];
