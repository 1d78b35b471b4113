export { BUILT_IN } from "./bundled.ts";
export type { Catalogue } from "./catalogue.ts";
export { type Choice, chooseModel, defaultModel, factsOf, isConfigured, knownModel, successorOf } from "./choice.ts";
export { isOffered, type Model, MODEL_STATUSES, type ModelStatus, statusOf, takesSchema } from "./model.ts";
export { readCatalogue } from "./read.ts";
import { type Feature, handle } from "../../feature.ts";
import { refreshModels } from "./jobs.ts";
import { refreshCatalogue } from "./refresh.ts";
import { routes } from "./routes.ts";

/** Which models there are, what they can do, and until when. */
export const models: Feature = {
  name: "models",
  routes,
  jobs: [refreshModels],
  handlers: [handle(refreshModels, refreshCatalogue)],
};
