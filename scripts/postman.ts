/** Writes docs/postman/ from docs/openapi.json. By hand: openapi-to-postmanv2 brings over 100 packages and random ids. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Document } from "./openapi-document.ts";
import { CAPTURED, requestOf, stableId } from "./postman-request.ts";

const SOURCE = "docs/openapi.json";
const TARGET = "docs/postman/promptr.postman_collection.json";
const LOCAL_SERVER = "http://localhost:3001";
const METHODS = ["get", "post", "put", "patch", "delete"];

function foldersOf(document: Document) {
  const folders = new Map<string, ReturnType<typeof requestOf>[]>((document.tags ?? []).map((tag) => [tag.name, []]));
  for (const [path, operations] of Object.entries(document.paths))
    for (const method of METHODS) {
      const operation = operations[method];
      if (!operation) continue;
      const tag = operation.tags?.[0] ?? "other";
      folders.set(tag, [...(folders.get(tag) ?? []), requestOf(document, method, path, operation)]);
    }
  return [...folders]
    .filter(([, item]) => item.length > 0)
    .map(([name, item]) => ({ id: stableId(`folder ${name}`), name, item }));
}

/** The whole collection (format 2.1): a folder for each tag, a request for each operation, in the document's order. */
export function collectionOf(document: Document) {
  const server = document.servers?.[0]?.url ?? "";
  const baseUrl = (server.startsWith("http") ? server : LOCAL_SERVER + server).replace(/\/$/, "");
  return {
    info: {
      _postman_id: stableId("collection"),
      name: document.info.title,
      description: `Version ${document.info.version}. Register or log in first: the other requests use the token it stores.`,
      schema: "https://schema.getpostman.com/json/collection/v2.1.0/collection.json",
    },
    auth: { type: "bearer", bearer: [{ key: "token", value: "{{accessToken}}", type: "string" }] },
    variable: [{ key: "baseUrl", value: baseUrl }, ...CAPTURED.map((key) => ({ key, value: "" }))],
    item: foldersOf(document),
  };
}

if (import.meta.main) {
  const document = JSON.parse(readFileSync(SOURCE, "utf8")) as Document;
  const text = `${JSON.stringify(collectionOf(document), null, 2)}\n`;
  if (!process.argv.includes("--check")) {
    mkdirSync(dirname(TARGET), { recursive: true });
    writeFileSync(TARGET, text);
    process.stdout.write(`${TARGET} written\n`);
  } else if (!existsSync(TARGET) || readFileSync(TARGET, "utf8") !== text) {
    process.stderr.write(`${TARGET} is not what ${SOURCE} gives: run node scripts/postman.ts\n`);
    process.exitCode = 1;
  }
}
