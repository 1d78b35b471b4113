import type { Operation } from "../contract/ports.ts";
import { pathOf } from "../feature.ts";
import { features } from "../features/index.ts";
import { writeOpenApi } from "../http/openapi.ts";
import { VERSION } from "./version.ts";

export const routes = features.flatMap((feature) => [...feature.routes]);
export const operations: readonly Operation[] = routes
  .filter(({ root }) => !root)
  .map((route) => {
    const { name, method, access, keyScope = null } = route;
    return { name, method, path: pathOf(route), access, keyScope };
  });
export const openApiDocument = (): object => writeOpenApi(routes, VERSION);
export const openApiText = (): string => `${JSON.stringify(openApiDocument(), null, 2)}\n`;
