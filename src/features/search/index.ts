export { RELEVANCE, sortOf } from "./choose.ts";
export { allOf } from "./find.ts";
export { fold } from "./fold.ts";
export { Highlight } from "./highlight.ts";
export { nearPublished } from "./near.ts";
export { searchablePage } from "./page.ts";
export { SearchText } from "./question.ts";
export { simhashOf } from "./simhash.ts";
export { searchTexts } from "./texts.ts";
