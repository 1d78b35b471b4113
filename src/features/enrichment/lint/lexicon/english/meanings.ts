import type { Entry } from "../lexicon.ts";

const THINGS =
  "text|texts|article|articles|email|essay|document|documents|code|snippet|paragraph|letter|message|messages|transcript|report|passage|file|contract|story|conversation|review|reviews|resume|poem|dataset|data|log|logs";
/** What "above" and "below" can point at besides: with "this" they are as often spoken of. */
const PARTS = `${THINGS}|query|function|clause|abstract|quote|chapter|poem|lyrics|policy|agreement|lease|paper|statement|table|list|notes|script|sentence|sentences|complaint|description|biography|speech|recipe|screenshot|image|spreadsheet|question|questions|sheet|picture|statements|figures|numbers|transcript|minutes|chart|diagram|attachment|paragraphs|command|commands|config|configuration|expression|formula|dialogue|quotes|title|titles|menu|schedule|exercise|exercises|problem|problems|review|words|items|names|dates|events|steps|section|verse|outline|input|schema|tables|diff|draft|regex|email|invoice|receipt|feedback|component|module|class|method|endpoint|page|thread|ticket|plan|proposal|slides|template`;

/** What a task asks for and how vaguely, in English. */
export const ENGLISH_MEANINGS: readonly Entry[] = [
  {
    concept: "vague",
    value: "list",
    patterns: ["etc", "and so on", "and so forth", "and the like", "or whatever", "or something"],
  },
  {
    concept: "vague",
    value: "amount",
    patterns: [
      "some|several|various|multiple|many|few examples|ideas|points|suggestions|options|questions|tips|sentences|paragraphs|words|reasons|headlines|bullets|names|ways",
      "a bunch of",
      "lots of",
      "not too long|short",
      "long enough",
      "as needed|appropriate|necessary",
      "if needed|necessary|appropriate",
    ],
  },
  {
    concept: "vague",
    value: "thing",
    patterns: [
      "write|make|create|generate|give|produce|draft me|us? something",
      "stuff",
      "things like that",
      "something like that",
      "some kind|sort of",
      "make it|this|them more? better|nicer|good|great|pop|cool",
      "good enough",
    ],
  },
  {
    concept: "material",
    patterns: [
      "this|these error|log|sql|python|stack message|code|log|trace|query|output",
      "this|these numbers|figures|results|lyrics|messages|errors|lines",
      "story|chapter|dialogue|conversation above|below",
      `${PARTS} above|below`,
      `above|following|attached|enclosed ${PARTS}`,
      `this|these ${THINGS}`,
      "pasted|shown|given|listed|provided|attached|shared|sent|described|mentioned|quoted above|below|earlier|previously|before",
      "above|following|attached|enclosed sql|python|javascript|typescript|java|go|rust|bash|html|css|json|customer|database code|query|function|script|schema|snippet|message|file",
      "the following into|in|to|for",
      "the following docker|sql|python|json|code|shell|error|log|product|customer|legal|medical|short|long command|query|script|object|snippet|file|message|description|email|text|clause|note|passage|story|poem",
      "in|of my code|script|query|function|draft",
    ],
  },
  {
    concept: "open-task",
    value: "make",
    patterns: ["write|generate|create|compose|draft|produce|prepare|develop|design|make|build|tell"],
  },
  {
    concept: "open-task",
    value: "talk",
    patterns: [
      "explain|describe|analyze|analyse|discuss|compare|review|research|summarize|summarise|outline|plan|brainstorm|evaluate|assess|investigate|explore|elaborate|help|advise|suggest|recommend|propose|organize|organise|arrange|book|repair|schedule|debug|install|clean",
    ],
  },
  { concept: "closed-output", value: "data", patterns: ["extract"] },
  {
    concept: "closed-output",
    value: "verb",
    patterns: [
      "translate|rewrite|rephrase|paraphrase|proofread|correct|fix|classify|categorize|categorise|convert|calculate|compute|count|refactor|solve|complete|rate|rank|sort|label|tag|transcribe|choose|pick|edit|list|name",
    ],
  },
  {
    concept: "closed-output",
    value: "noun",
    patterns: [
      "haiku|limerick|sonnet|tweet|email|letter|title|titles|headline|headlines|slogan|slogans|tagline|function|query|regex|script|class|component|test|tests|joke|recipe|sql|caption|table|bullets|checklist|outline|card|note|notice|invitation|invite|advert|ad|speech|toast|memo|agenda|itinerary|menu|quiz|worksheet|poster|flyer|leaflet|notes|toast|riddle|proverb|ballad|poem|couplet|postcard|obituary|eulogy|label|password|username|alias|diagram|flowchart|timeline|schedule|budget|rubric|syllabus|glossary|faq|dockerfile|makefile|schema|migration|interface|endpoint|formula|macro|spreadsheet|reply|apology|refusal|reminder|announcement|tutorial|dialogue|monologue|names|name|nickname|motto|pun|hashtag|hashtags|changelog|readme|persona|biography|bio|cv|résumé|resume|minutes",
      "commit message",
      "regular expression",
      "subject line",
      "bullet|numbered|bulleted list|points",
      "cover letter",
      "pull request",
    ],
  },
  {
    concept: "closed-output",
    value: "statement",
    patterns: [
      "yes or no",
      "true or false",
      "step by step guide",
      "numbered list",
      "bulleted list",
      "as bullet points",
      "one per line",
      "one|a table|list|paragraph|section|line per|with|of|showing|for",
      "suggest|recommend|propose|brainstorm|generate|write|create|give|list me|exactly? #",
      "at most|least #",
      "exactly|maximum|max #",
    ],
  },
  {
    concept: "fields",
    patterns: [
      "key|keys|field|fields|column|columns|schema|property|properties|attribute|attributes|header|headers|shape|containing|interface",
      "array|list|object|objects|table|rows of|with|for",
    ],
  },
];
