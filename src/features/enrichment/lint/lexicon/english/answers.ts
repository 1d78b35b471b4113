import type { Entry } from "../lexicon.ts";

const REPLY = "answer|answers|response|responses|reply|replies|output|result|summary|text|essay|article|explanation";

const lengths: readonly Entry[] = [
  {
    concept: "length",
    value: "max",
    patterns: [
      "not|never exceed|exceeding|surpass|surpassing # @unit",
      "capped|cap at|of # @unit",
      "limit|restrict|confine it|yourself|the|your answer|text|reply|response? to # @unit",
      "limit of # @unit",
      "# @unit tops",
      "at most # @unit",
      "# @unit at most",
      "no|not be? more|longer|greater than # @unit",
      "up to # @unit",
      "under|below|within|maximum|max # @unit",
      "less|fewer|shorter than # @unit",
      "maximum of # @unit",
      "maximum length of? # @unit",
      "exceed # @unit",
      "limited? to # @unit",
      "fit in|into|within|on # @unit",
      "# @unit or less|fewer",
      "# @unit max|maximum",
    ],
  },
  {
    concept: "length",
    value: "min",
    patterns: [
      "must|should|to exceed # @unit",
      "upwards of # @unit",
      "run|stretch|amount to # @unit",
      "fill # full|whole|entire? @unit",
      "no|not shorter|smaller than # @unit",
      "not under|below # @unit",
      "minimum # @unit",
      "at least # @unit",
      "no|not be? less|fewer than # @unit",
      "minimum of? # @unit",
      "minimum length of? # @unit",
      "more|longer than # @unit",
      "over|above # @unit",
      "# @unit or more|longer",
      "# @unit minimum",
    ],
  },
  {
    concept: "length",
    value: "exact",
    patterns: [
      "exactly|precisely # @unit",
      "in|using|of|with|into a|just|only|one? # @unit",
      "# @unit long",
      "write|produce|draft|give # @unit",
      "a|an # @unit",
      "# @unit answer|summary|essay|article|story|reply|response",
    ],
  },
  {
    concept: "length",
    value: "range",
    patterns: [
      "about|around|roughly|approximately # @unit",
      "# @unit or so",
      "between # and # @unit",
      "# to|or|and # @unit",
      "# # @unit",
    ],
  },
  {
    concept: "length",
    value: "brief",
    patterns: [
      "be very|extremely|as? brief|short|succinct|terse|concise",
      "keep it|them very|extremely? brief|short|concise",
      `keep the|your|all|every ${REPLY} very|extremely? brief|short|concise`,
      "answer|respond|reply very|extremely? briefly|concisely|tersely",
      "as short|brief as possible",
      "answer|respond|reply in a few words",
    ],
  },
  {
    concept: "length",
    value: "long",
    patterns: [
      "be very|extremely|highly|as? detailed|exhaustive|long|lengthy|verbose|comprehensive",
      "as long|detailed as possible",
      "in|into great|full|extensive|exhaustive|extreme detail",
      "as much detail as possible",
      "long|lengthy|exhaustive|verbose answer|response|reply|essay|explanation",
      "very|extremely|highly detailed|long|lengthy answer|response|reply|essay|explanation",
      "answer|respond|reply|explain at length",
    ],
  },
];

/** How an answer must look, in English. */
export const ENGLISH_ANSWERS: readonly Entry[] = [
  ...lengths,
  {
    concept: "answer-language",
    patterns: [
      "answer|respond|reply|write|speak|output|return only|always|strictly|exclusively? in only|plain|simple|formal|british|american? @language",
      "write everything|all in british|american? @language",
      "write|answer the|your text|answer|letter|article|summary|report|message|reply|response in british|american? @language",
      "all|entire|whole text|texts must|should|has|is be|to? in @language",
      `${REPLY}|everything must|should|has|needs|is|will|shall to? be? written|given|only? only? in @language`,
      "use @language throughout|exclusively",
      "output|answer|response|reply language is|must|should|: be? @language",
      "use only @language",
      "use @language only",
      "in @language only",
    ],
  },
  { concept: "answer-language", value: "translation", patterns: ["to|into @language"] },
  {
    concept: "answer-format",
    patterns: [
      "answer|respond|reply|return|output|provide|produce|give|send back? only|strictly|just|me? in|with|as|only? a|an|only|valid|raw? valid|raw? @format",
      `${REPLY}|format must|should|has|needs|is|will|shall to? be only|in|as? a|valid? @format`,
      "output @format",
      "use|using a|an|one? @format",
      "format as @format",
      "only @format",
      "@format only",
      "@format with|containing|whose",
      "as a|an|valid? valid? @format",
    ],
  },
  {
    concept: "answer-format",
    value: "text",
    patterns: ["in|as|of|only|return|output|use plain text", "plain text only"],
  },
  {
    concept: "answer-format",
    value: "prose",
    patterns: [
      "flowing|continuous|running prose|text",
      "in|as|use|write|only prose",
      "one|a|single continuous|single|unbroken paragraph",
      "one|single paragraph of plain|running|flowing|continuous text|prose",
    ],
  },
  {
    concept: "answer-format",
    value: "list",
    patterns: [
      "as|in|use|using a|an|only? bullet|bulleted|numbered|point list|points|form",
      "as|in|use|using only? bullets",
    ],
  },
  {
    concept: "format-ban",
    patterns: [
      "no|without|avoid any? @format",
      "not|never present|show|give|put|format|write it|them|this|anything|everything|data? in|as a|an? @format",
      "no|without|avoid bullet|bulleted|numbered @format",
      "not|never use|return|output|include|add|write|make any|in|a|an? @format",
      "don't use|return|output|include|add|write|make any|a|an? @format",
    ],
  },
  { concept: "tone", value: "formal", patterns: ["formal tone|register|style|language", "be strictly|very? formal"] },
  {
    concept: "tone",
    value: "informal",
    patterns: [
      "informal|casual|colloquial|chatty tone|register|style|language",
      "be very? casual|informal",
      "use slang",
    ],
  },
];
