import type { Feature } from "../../feature.ts";
import { routes } from "./routes.ts";

export { type Message, render, type Renderable, type Rendered, TEXT_BYTES_MAX } from "./render.ts";
export { type Found, type Missing, resolvePrompts, type Selector } from "./resolve.ts";
export { RenderInput } from "./schema.ts";
export { findPrompt, renderPrompt } from "./service.ts";
export { readTemplate } from "./template.ts";
export const rendering: Feature = { name: "rendering", routes, jobs: [], handlers: [] };
