import {
  checkBundle
} from "./shared.js";

// src/client/node.ts
import { readFile } from "node:fs/promises";
var readBundle = async (path) => checkBundle(JSON.parse(await readFile(path, "utf8")));
export {
  readBundle
};
