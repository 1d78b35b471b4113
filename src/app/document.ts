import { features } from "../features/index.ts";
import { writeOpenApi } from "../http/openapi.ts";
import { VERSION } from "./version.ts";

export const routes = features.flatMap((feature) => [...feature.routes]);
export const openApiDocument = (): object => writeOpenApi(routes, VERSION);
export const openApiText = (): string => `${JSON.stringify(openApiDocument(), null, 2)}\n`;
