import type { Entry } from "../lexicon.ts";

const THINGS =
  "نص|مقال|مقالة|بريد|رسالة|مستند|وثيقة|ملف|كود|شيفرة|فقرة|تقرير|عقد|بند|محادثة|مراجعة|سجل|بيانات|جدول|استعلام|دالة|قصة|وصفة|قائمة|قصيدة|محضر|كلام";
const REPLY = "رسالة|بريد|خطاب|قصة|وصف|رد|جواب|إجابة|نص|ناتج|نتيجة|مخرجات|إخراج|ملخص|مقال";
const ANSWER = "أجب|أجيبي|اكتب|اكتبي|رد|أعد|أخرج|أرجع|قدم";

export const ARABIC_PHRASES: readonly Entry[] = [
  {
    concept: "answer-language",
    patterns: [
      `${ANSWER} دائما|فقط|كل|شيء|نص? باللغة|لغة|في? @language`,
      `يجب أن? يكون|تكون ${REPLY} كله|كلها|كاملا? باللغة|لغة? @language`,
      `${REPLY} يجب أن? يكون|تكون كله|كلها? باللغة|لغة? @language`,
      "باللغة|لغة? @language فقط",
    ],
  },
  { concept: "answer-language", value: "translation", patterns: ["إلى لغة? @language"] },
  {
    concept: "answer-format",
    patterns: [
      `${ANSWER} فقط|جواب|رد|نتيجة? في|على? شكل|صيغة|هيئة|بصيغة|بتنسيق|تنسيق? @format`,
      `${REPLY} يجب أن? يكون|تكون? بصيغة|صيغة|على|في? شكل? @format`,
      "بصيغة|صيغة|تنسيق|بتنسيق @format",
      "في شكل? @format",
    ],
  },
  { concept: "answer-format", value: "text", patterns: ["نص عادي|بسيط"] },
  {
    concept: "format-ban",
    patterns: ["لا استخدم|استخدمي|اكتب|اكتبي|ضع أي? @format", "بدون|دون|تجنب @format"],
  },
  {
    concept: "length",
    value: "max",
    patterns: [
      "# @unit على أكثر",
      "# @unit كحد أقصى",
      "لا يزيد|تزيد|تزد|يتجاوز|تتجاوز عن|على? # @unit",
      "أقل من # @unit",
      "حد أقصى # @unit",
      "في حدود # @unit",
    ],
  },
  {
    concept: "length",
    value: "min",
    patterns: [`لا|ألا يقل|تقل ${REPLY}? عن # @unit`, "# @unit على أقل", "أكثر من # @unit", "حد أدنى # @unit"],
  },
  { concept: "length", value: "exact", patterns: ["في|من # @unit", "بالضبط # @unit", "# @unit بالضبط|فقط"] },
  {
    concept: "length",
    value: "range",
    patterns: ["حوالي|نحو|قرابة # @unit", "من # إلى # @unit", "بين # و? # @unit", "# # @unit"],
  },
  { concept: "length", value: "brief", patterns: ["كن موجزا|مختصرا", "باختصار شديد", "بإيجاز شديد"] },
  { concept: "length", value: "long", patterns: ["بتفصيل|تفصيل كبير|شديد|ممل", "كل تفاصيل", "بشكل مفصل|موسع جدا"] },
  { concept: "tone", value: "formal", patterns: ["نبرة|لغة|أسلوب رسمي|رسمية"] },
  { concept: "tone", value: "informal", patterns: ["نبرة|لغة|أسلوب عامي|عامية|ودي جدا"] },
  { concept: "vague", value: "list", patterns: ["إلخ", "الخ", "وما إلى ذلك", "وغير ذلك", "وهكذا", "وغيرها"] },
  {
    concept: "vague",
    value: "amount",
    patterns: [
      "بعض|عدة|عدد من? أمثلة|مثال|جمل|أفكار|نقاط|اقتراحات|أسئلة|كلمات|نصائح|تفاصيل|خيارات|فقرات|عناوين|أسماء",
      "حسب حاجة|ضرورة",
      "عند حاجة|ضرورة|لزوم",
      "قدر مناسب",
      "كثير من",
    ],
  },
  {
    concept: "vague",
    value: "thing",
    patterns: ["اكتب|اعمل|قل|أنشئ شيئا|شيء", "شيء من هذا قبيل", "ما شابه", "نوع من", "أفضل قليلا"],
  },
  {
    concept: "material",
    patterns: [
      "رسالة|نص|كود|شيفرة|جملة|فقرة|عقد|سجل خطأ? هذا|هذه",
      "قصة|حوار|فصل أعلاه|أدناه|سابقة",
      `${THINGS} أعلاه|أدناه|تالي|تالية|سابق|سابقة|مرفق|مرفقة|آتي|آتية|مذكور`,
      `هذا|هذه|ذلك ${THINGS}`,
    ],
  },
  { concept: "open-task", value: "make", patterns: ["اكتب|اكتبي|أنشئ|صغ|حرر|صمم|حضر|حضري|أعد|جهز|ضع|خطط|خططي"] },
  {
    concept: "open-task",
    value: "talk",
    patterns: ["اشرح|وضح|صف|حلل|ناقش|قارن|لخص|ابحث|قيم|اقترح|ساعدني|انصح|تحدث|علق"],
  },
  { concept: "closed-output", value: "data", patterns: ["استخرج"] },
  {
    concept: "closed-output",
    value: "verb",
    patterns: ["ترجم|أعد|صحح|صنف|حول|احسب|رتب|اختر|أكمل|أجب|احجز|أصلح|حدد"],
  },
  {
    concept: "closed-output",
    value: "noun",
    patterns: [
      "قصيدة|رسالة|بريد|عنوان|عناوين|شعار|دالة|استعلام|سكربت|جدول|نكتة|وصفة|قائمة|إعلان|رد|أبيات|دعوة|خطاب|تغريدة|بطاقة|مذكرة|إشعار|ملصق|كلمة|لغز|بطاقة|معادلة|اعتذار|تذكير|بيان|اسم|أسماء|لقب|محضر|سيرة|حوار|شعارا|إعلانا",
    ],
  },
  {
    concept: "closed-output",
    value: "statement",
    patterns: ["نعم أو لا", "صح أو خطأ", "في نقاط", "قائمة مرقمة", "واحد في كل سطر"],
  },
  { concept: "fields", patterns: ["مفتاح|مفاتيح|حقل|حقول|عمود|أعمدة|أعمدته|أعمدتها|خاصية|خصائص|ترويسة"] },
];
