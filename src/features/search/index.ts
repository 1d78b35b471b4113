export { searchTexts } from "./fold.ts";
export { simhashOf } from "./simhash.ts";
