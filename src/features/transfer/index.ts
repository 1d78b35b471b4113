import type { Feature } from "../../feature.ts";
import { routes } from "./routes.ts";

export { fileNameOf, type MarkdownFields, type MarkdownState, slugOfFileName, writeMarkdown } from "./markdown.ts";
export { type MarkdownFile, readMarkdown } from "./markdown-reading.ts";
/** Ways in and out: whole stores as files. */
export const transfer: Feature = { name: "transfer", routes, jobs: [], handlers: [] };
