import type { Entry } from "../lexicon.ts";

/** The rest of what a prompt orders or points at, in Hindi. */
export const HINDI_ORDERS: readonly Entry[] = [
  { concept: "tense", value: "past", patterns: ["भूतकाल|भूत काल?"] },
  { concept: "tense", value: "present", patterns: ["वर्तमानकाल|वर्तमान काल?"] },
  { concept: "example", value: "output", patterns: ["उत्तर|जवाब|आउटपुट का उदाहरण", "अपेक्षित उत्तर|परिणाम|आउटपुट"] },
  { concept: "example", patterns: ["उदाहरण|नमूना|जैसे"] },
  {
    concept: "another-task",
    value: "strong",
    patterns: ["इसके अलावा", "इसके अतिरिक्त", "एक और बात|काम", "वैसे", "दूसरा|तीसरा काम|कार्य"],
  },
  { concept: "another-task", value: "weak", patterns: ["साथ ही", "और भी", "फिर"] },
  {
    concept: "moving-target",
    patterns: ["नवीनतम|ताज़ा|सबसे नया|नए|नई? संस्करण|दस्तावेज़|दिशानिर्देश|मानक", "वर्तमान संस्करण|मानक"],
  },
  { concept: "sized-form", value: "30", patterns: ["शीर्षक|नारा"] },
  { concept: "sized-form", value: "140", patterns: ["ट्वीट"] },
  { concept: "parameter", value: "temperature", patterns: ["तापमान"] },
];
