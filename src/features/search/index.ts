export { searchTexts } from "./fold.ts";
