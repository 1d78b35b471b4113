import type { Operation } from "../contract/ports.ts";
import { pathOf } from "../feature.ts";
import { features } from "../features/index.ts";
import { writeOpenApi } from "../http/openapi.ts";
import { VERSION } from "./version.ts";

export const routes = features.flatMap((feature) => [...feature.routes]);
const webhooks = features.flatMap((feature) => [...(feature.webhooks ?? [])]);
export const operations: readonly Operation[] = routes
  .filter(({ root }) => !root)
  .map((route) => {
    const { name, method, access, keyScope = null } = route;
    return { name, method, path: pathOf(route), access, keyScope };
  });
let written: object | undefined;
/** Written once, and when somebody asks: at every start it would cost a fifth of the time until the server is ready. */
export const openApiDocument = (): object => (written ??= writeOpenApi(routes, VERSION, webhooks));
export const openApiText = (): string => `${JSON.stringify(openApiDocument(), null, 2)}\n`;
