import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./bundle.ts";

type Component = {
  "bom-ref": string;
  type: string;
  name: string;
  version: string;
  [field: string]: unknown;
};
type Bill = {
  serialNumber?: string;
  metadata: { timestamp?: string; component: Component };
  components: Component[];
  dependencies: { ref: string; dependsOn: string[] }[];
};
type Entry = { name?: string; version: string; dev?: true; optional?: true; devOptional?: true };
type Lock = { name: string; packages: Record<string, Entry> };

/** `name@version` of each package a server may load. Not by npm's own --omit, which forgets what a tool needs as well. */
function inProduction({ packages }: Lock): Set<string> {
  const all = Object.entries(packages).filter(([path]) => path !== "");
  const needed = all.filter(([, { dev, optional, devOptional }]) => !(dev ?? optional ?? devOptional));
  return new Set(needed.map(([path, { name, version }]) => `${name ?? path.split("node_modules/").at(-1)}@${version}`));
}

/**
 * What the executable is made of, as CycloneDX: the packages of production, without what only a checkout brings, and the
 * Node they run on. Of the lock, not of the folder with packages; and without npm's random number and the time, so that equal
 * sources give equal bytes.
 */
export function billOfMaterials(): string {
  const words = ["sbom", "--sbom-format=cyclonedx", "--package-lock-only"];
  const text = execFileSync("npm", words, { cwd: ROOT, maxBuffer: 1 << 26, stdio: ["ignore", "pipe", "ignore"] });
  const bill = JSON.parse(text.toString()) as Bill;
  const lock = JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8")) as Lock;
  delete bill.serialNumber;
  delete bill.metadata.timestamp;
  bill.metadata.component.name = lock.name; // npm takes the folder's
  const production = inProduction(lock);
  const node: Component = { "bom-ref": "node", type: "platform", name: "node", version: process.versions.node };
  const components = [...bill.components.filter(({ name, version }) => production.has(`${name}@${version}`)), node];
  const kept = new Set([bill.metadata.component, ...components].map((component) => component["bom-ref"]));
  const dependencies = bill.dependencies
    .filter(({ ref }) => kept.has(ref))
    .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((other) => kept.has(other)) }));
  return `${JSON.stringify({ ...bill, components, dependencies }, null, 2)}\n`;
}
