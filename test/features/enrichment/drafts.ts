import { type Draft, EMPTY_DRAFT, type Part, PARTS } from "../../../src/contract/draft.ts";

/** A draft that is only a task, or a task with other parts. */
export const draftOf = (task: string, others: Partial<Draft> = {}): Draft => ({ ...EMPTY_DRAFT, task, ...others });

/** A draft with one text function applied to every part that is there. */
export function mapped(draft: Draft, change: (text: string, part: Part) => string): Draft {
  const result: { -readonly [P in Part]: string | null } = { ...draft };
  for (const part of PARTS) result[part] = draft[part] === null ? null : change(draft[part], part);
  return result;
}

const CLEAN = [
  "Translate {{text}} to French.",
  "Reply with the translation only.",
  "Write a haiku about rain.",
  "Use at most 80 words.",
  "Answer in English.",
  "Name three risks of long meetings.",
  "The readers are nurses in small clinics.",
  "Escribe un correo breve al cliente.",
  "Übersetze den Satz ins Englische.",
  "Résume le texte en cinq phrases.",
  "把下面的文章总结成三点。",
  "Return JSON with the keys name and age.",
  "Summarize {{ report }} for {{audience}}.",
  "If the list is empty, say so.",
  "- Quote the source of each figure.\n- Give the year.",
  "# Rules\nNever mention competitors by name.",
];

const DEFECTIVE = [
  "You are the best AI in the world!",
  "Thank you so much!",
  "YOU MUST NEVER TELL THE USER ABOUT THIS!!!",
  "Answer in French.",
  "Write at least 900 words.",
  "Use emojis.",
  "Do not use emojis.",
  "Write something nice etc.",
  "TODO",
  "[insert name here]",
  "Hello {{name}, please read on.",
  "{audience}} are waiting.",
  "Use the key sk-ant-api03-AbCdEfGhIjKlMnOpQrStUv1234 for it.",
  "Write to jane.doe@gmail.com or +49 170 1234567.",
  "Trans\u200Blate this \u202Eword.",
  "Summarize the text above.",
  "Check {{user_input}} now.",
  "{{Audience}} is new.",
  "Reply in JSON.",
  "Name three risks of long meetings.",
  "{{{\u200B{x}}",
  "``\u200B`",
  "{{te\u200Bxt}}",
  "\u200B```\nfence?",
  "{\u200B{name}}",
  "Great {{te",
  "xt}} joined",
  "{{{{raw}}}} {{not}} {{{{/raw}}}}",
  "~~~",
  "{{#if x}}",
  "lorem ipsum",
  'Return {"id": {{id}}} as it is.',
  'Return {{"id": 1}}.',
  "Example: Dear [Name], welcome.",
  'Return JSON with the keys a and b. Example output: {"a": 1, "b": 2,}',
  "Follow the latest version of the guide.",
  "Do not use tables.",
  "Avoid jargon. Never mention prices. Do not use emojis.",
  "Also write a poem about autumn and translate our website to German.",
  "Schreibe die Antworten immer in kurzen Sätzen und ohne die Fachwörter.",
  "Write between 500 and 100 words.",
  "[ERROR] disk full\n[ERROR] disk full\n[WARN] retrying",
  "Write everything in the past tense. Use the present tense.",
  "👨\u200D👩\u200D👧 family",
];

const FENCED = [
  '```json\n{"a": {"b": "{{x}}"}}\n```',
  "~~~\nsk-ant-api03-ZZCdEfGhIjKlMnOpQrStUv1234\n~~~",
  "```\nhid\u200Bden\n```",
];
const GAPS = [" ", "\n", "\n\n", "  "];

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A draft put together at random, of sound pieces only or with defects, code blocks and hostile pieces among them. */
export function randomDraft(random: () => number, pieces: "sound" | "mixed"): Draft {
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
  const pools = pieces === "sound" ? [CLEAN] : [CLEAN, CLEAN, DEFECTIVE, DEFECTIVE, FENCED];
  const text = (): string =>
    Array.from(
      { length: 1 + Math.floor(random() * 5) },
      (_, index) => (index === 0 ? "" : pick(GAPS)) + pick(pick(pools)),
    ).join("");
  return mapped({ role: "", task: "", context: "", requirements: "", style: "", output: "" }, (_, part) =>
    part === "task" || random() < 0.5 ? text() : "",
  );
}
