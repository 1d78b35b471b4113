import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { features } from "../features/index.ts";
import { writeOpenApi } from "../http/openapi.ts";

const Manifest = z.object({ version: z.string() });
export const VERSION = Manifest.parse(
  JSON.parse(readFileSync(join(import.meta.dirname, "../../package.json"), "utf8")),
).version;

export const routes = features.flatMap((feature) => [...feature.routes]);
export const openApiDocument = (): object => writeOpenApi(routes, VERSION);
export const openApiText = (): string => `${JSON.stringify(openApiDocument(), null, 2)}\n`;
