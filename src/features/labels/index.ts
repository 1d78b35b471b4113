import type { Feature } from "../../feature.ts";
import { routes } from "./routes.ts";

export { LabelName, LATEST, ReadableLabel } from "./label.ts";
export { LABELS_PER_PROMPT_MAX, setLabel } from "./moves.ts";
export { protectedLabels } from "./protected.ts";
export { refuseProtected } from "../prompts/index.ts";
export const labels: Feature = { name: "labels", routes, jobs: [], handlers: [] };
