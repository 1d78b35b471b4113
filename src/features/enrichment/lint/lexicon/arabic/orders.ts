import type { Entry } from "../lexicon.ts";

/** The rest of what a prompt orders or points at, in Arabic. */
export const ARABIC_ORDERS: readonly Entry[] = [
  { concept: "tense", value: "past", patterns: ["فعل|صيغة|زمن ماضي", "صيغة? ماضي"] },
  { concept: "tense", value: "present", patterns: ["فعل|صيغة|زمن مضارع|حاضر", "صيغة? مضارع"] },
  {
    concept: "example",
    value: "output",
    patterns: ["مثال على رد|جواب|ناتج|نتيجة", "ناتج|نتيجة|رد متوقع|متوقعة|مطلوب"],
  },
  { concept: "example", patterns: ["مثال|أمثلة|نموذج|مثلا"] },
  {
    concept: "another-task",
    value: "strong",
    patterns: ["بالمناسبة", "شيء آخر", "من جهة أخرى", "مهمة أخرى|ثانية|ثالثة"],
  },
  { concept: "another-task", value: "weak", patterns: ["أيضا", "كذلك", "إضافة إلى ذلك", "بعد ذلك", "كما"] },
  {
    concept: "moving-target",
    patterns: ["أحدث|آخر إصدار|نسخة|طبعة|وثائق|إرشادات|معايير|تحديث", "إصدار|نسخة|طبعة أخير|أخيرة|حالي|حالية|أحدث"],
  },
  { concept: "sized-form", value: "140", patterns: ["تغريدة"] },
  { concept: "sized-form", value: "30", patterns: ["عنوان|شعار"] },
  { concept: "parameter", value: "temperature", patterns: ["حرارة"] },
];
