export const TASK = "Write a product description for {{product}}, some details, etc.";
const QUESTIONS = [
  "What should the answer look like: which form, how long, what must be in it?",
  'What exactly is meant by "etc"?',
];
const MESSAGE = "Nothing says what the answer must look like. Name its form, its length, or what it must contain.";
const CONTRACT = {
  ruleId: "no-output-contract",
  severity: "warning",
  dimension: "outputContract",
  field: "task",
  span: [0, TASK.length],
  message: MESSAGE,
  question: QUESTIONS[0],
};

export const VALIDATION = {
  score: 87,
  grade: "B",
  dimensions: {
    clarity: 100,
    completeness: 100,
    consistency: 100,
    outputContract: 40,
    safety: 100,
    reuse: 100,
    economy: 100,
  },
  findings: [CONTRACT],
  scoreVersion: 1,
  rulesHash: "0b7c5f…",
};

export const SUGGESTIONS = { score: 87, grade: "B", suggestions: [{ ...CONTRACT, edit: null }] };

const parts = { role: null, context: null, requirements: null, style: null };
const AFTER = "Write a product description for {{product}}: what it does, who it is for, and what it costs.";
const OUTPUT = "Two paragraphs of plain text, at most 120 words.";

export const ENHANCEMENT = {
  id: "0199f0a2-7c1e-7000-8000-0000000000e1",
  status: "improved",
  enhanced: { ...parts, task: AFTER, output: OUTPUT },
  enhancedPrompt: `# Task\n${AFTER}\n\n# Output\n${OUTPUT}`,
  changes: [
    {
      id: "5b0e1d0c6a7f4e21",
      field: "task",
      before: ", some details, etc.",
      after: ": what it does, who it is for, and what it costs.",
      ruleId: "vague-quantifier",
      reason: 'Says which details are wanted instead of "etc."',
      severity: "warning",
    },
    {
      id: "c1d92f7ab03358e4",
      field: "output",
      before: "",
      after: OUTPUT,
      ruleId: "no-output-contract",
      reason: "Says what the answer looks like and how long it is.",
      severity: "warning",
    },
  ],
  diff: `--- a/task\n+++ b/task\n@@ -1,1 +1,1 @@\n-${TASK}\n+${AFTER}\n--- a/output\n+++ b/output\n@@ -0,0 +1,1 @@\n+${OUTPUT}`,
  variables: { kept: ["product"], added: [], removed: [] },
  questions: [],
  quality: { before: 80, after: 100 },
  model: "claude-haiku-5-5",
  provider: "anthropic",
  requestedModel: null,
  notice: null,
  usage: { inputTokens: 912, outputTokens: 164, costUsd: 0.000173 },
  cached: false,
  processingTimeMs: 1834,
};
