import type { Entry } from "../lexicon.ts";

const THINGS =
  "पाठ|लेख|ईमेल|दस्तावेज़|फ़ाइल|कोड|अनुच्छेद|पत्र|संदेश|रिपोर्ट|अनुबंध|शर्त|धारा|बातचीत|समीक्षा|लॉग|डेटा|तालिका|क्वेरी|फ़ंक्शन|कहानी|सूची|कविता|रेसिपी|टिप्पणी|सामग्री";
const REPLY = "उत्तर|जवाब|परिणाम|आउटपुट|पाठ|संदेश|लेख|सारांश";
const WRITE = "लिखिए|लिखें|लिखो|दीजिए|दें|दो|बनाइए|बनाएँ|कीजिए|करें|लौटाइए|लौटाएँ";

export const HINDI_PHRASES: readonly Entry[] = [
  {
    concept: "answer-language",
    patterns: [
      `केवल|सिर्फ़|हमेशा|पूरा|सब? @language भाषा? में ही|केवल? ${WRITE}`,
      `${REPLY} केवल|सिर्फ़? @language भाषा? में ही? होना|हो`,
      "केवल|सिर्फ़ @language भाषा? में",
    ],
  },
  { concept: "answer-language", value: "translation", patterns: ["@language भाषा? में अनुवाद", "@language में"] },
  {
    concept: "answer-format",
    patterns: [
      `@format प्रारूप|ऑब्जेक्ट|के|रूप? में|का? ही|केवल? ${WRITE}`,
      `${REPLY} केवल? @format प्रारूप? में`,
      "केवल|सिर्फ़ @format",
    ],
  },
  { concept: "answer-format", value: "text", patterns: ["सादा|सादे पाठ"] },
  { concept: "format-ban", patterns: ["@format का|की|के|में? प्रयोग|उपयोग|इस्तेमाल? मत|न|नहीं", "बिना @format"] },
  {
    concept: "length",
    value: "max",
    patterns: ["अधिकतम # @unit", "ज़्यादा|अधिक से ज़्यादा|अधिक # @unit", "# @unit से कम|अधिक|ज़्यादा न|नहीं?", "# @unit तक"],
  },
  {
    concept: "length",
    value: "min",
    patterns: ["कम से कम # @unit", "न्यूनतम # @unit", "# @unit से अधिक|ज़्यादा का|की|के|हो|होना"],
  },
  { concept: "length", value: "exact", patterns: ["# @unit में|का|की|के", "ठीक # @unit"] },
  { concept: "length", value: "range", patterns: ["# से # @unit", "# # @unit"] },
  { concept: "length", value: "brief", patterns: ["बहुत संक्षेप में", "बहुत छोटा|संक्षिप्त"] },
  { concept: "length", value: "long", patterns: ["बहुत विस्तार से", "पूरे विस्तार से", "बहुत लंबा|विस्तृत"] },
  { concept: "tone", value: "formal", patterns: ["औपचारिक भाषा|लहजा|लहजे|शैली"] },
  { concept: "tone", value: "informal", patterns: ["अनौपचारिक भाषा|लहजा|लहजे|शैली", "बोलचाल की भाषा"] },
  { concept: "vague", value: "list", patterns: ["आदि", "इत्यादि", "वगैरह", "और भी बहुत कुछ"] },
  {
    concept: "vague",
    value: "amount",
    patterns: [
      "कुछ|कई|थोड़े|थोड़ी|अनेक|विभिन्न वाक्य|उदाहरण|विचार|बिंदु|सुझाव|प्रश्न|शब्द|विवरण|विकल्प|कारण|नाम|शीर्षक",
      "आवश्यकतानुसार",
      "ज़रूरत के अनुसार|हिसाब",
      "आवश्यकता के अनुसार",
      "बहुत सारे|सारी",
    ],
  },
  {
    concept: "vague",
    value: "thing",
    patterns: ["कुछ लिखो|लिखिए|लिखें|बनाओ|बनाइए|करो|करें|भी", "कुछ ऐसा", "इसी तरह का कुछ", "थोड़ा बेहतर"],
  },
  {
    concept: "material",
    patterns: [`ऊपर|नीचे|निम्नलिखित|संलग्न|उपरोक्त|पिछले दी|दिए|दिया|के|की|का? गई|गए|गया? ${THINGS}`, `इस|इन ${THINGS}`],
  },
  { concept: "open-task", value: "make", patterns: ["लिखिए|लिखें|लिखो|बनाइए|बनाएँ|बनाओ", "तैयार कीजिए|करें|करो"] },
  {
    concept: "open-task",
    value: "talk",
    patterns: [
      "समझाइए|समझाएँ|समझाओ|बताइए|बताएँ|बताओ",
      "विश्लेषण|वर्णन|तुलना|समीक्षा|मूल्यांकन|चर्चा कीजिए|करें|करो|दीजिए",
      "सुझाइए|सुझाएँ",
    ],
  },
  {
    concept: "closed-output",
    value: "verb",
    patterns: ["अनुवाद|वर्गीकृत|गणना|ठीक|सही|बुक कीजिए|करें|करो", "निकालिए|निकालें|सुधारिए|सुधारें|बदलिए|बदलें|चुनिए|चुनें|गिनिए|छाँटिए"],
  },
  {
    concept: "closed-output",
    value: "noun",
    patterns: ["कविता|दोहा|ईमेल|पत्र|शीर्षक|नारा|फ़ंक्शन|क्वेरी|स्क्रिप्ट|तालिका|चुटकुला|रेसिपी|सूची|संदेश|जवाब|योजना|निमंत्रण|विज्ञापन"],
  },
  {
    concept: "closed-output",
    value: "statement",
    patterns: ["हाँ या नहीं", "सही या गलत", "हर पंक्ति में एक", "क्रमांकित सूची", "# बिंदुओं|बिंदु में?"],
  },
  { concept: "fields", patterns: ["कुंजी|कुंजियाँ|फ़ील्ड|स्तंभ|स्तंभों|कॉलम|गुण|शीर्ष"] },
];
