export { identifyKey } from "./identify.ts";
export { countKeyCall } from "./meter.ts";
