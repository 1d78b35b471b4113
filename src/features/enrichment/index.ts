export { lint } from "./lint/index.ts";
