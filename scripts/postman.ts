/** Writes docs/postman/ from docs/openapi.json. By hand: openapi-to-postmanv2 brings over 100 packages and random ids. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Document, Operation } from "./openapi-document.ts";
import { requestOf, stableId } from "./postman-request.ts";
import { byEnd, byNeed, CAPTURED, GIVEN, isLate, LAST_FOLDER } from "./postman-scenario.ts";

const SOURCE = "docs/openapi.json";
const TARGET = "docs/postman/promptr.postman_collection.json";
const LOCAL_SERVER = "http://localhost:3001";
const PAGES = "Pages";
/** An id nobody has: without one an address would be another. */
const NOBODY = "00000000-0000-7000-8000-000000000000";
const METHODS = ["get", "post", "put", "patch", "delete"];

type Placed = { readonly tag: string; readonly method: string; readonly path: string; readonly operation: Operation };

const operationsOf = (document: Document): Placed[] =>
  Object.entries(document.paths).flatMap(([path, operations]) =>
    METHODS.flatMap((method) => {
      const operation = operations[method];
      if (!operation) return [];
      const tag = isLate(method, operation.operationId) ? LAST_FOLDER : (operation.tags?.[0] ?? "other");
      return [{ tag, method, path, operation }];
    }),
  );

const placeIn = ({ operation, method, path }: Placed) => ({ operationId: operation.operationId, method, path });

/** A folder for each tag in the document's order, and a last one for what takes away; in each, what others need comes first. */
function foldersOf(document: Document) {
  const byTag = Map.groupBy(operationsOf(document), ({ tag }) => tag);
  const named = (document.tags ?? []).map(({ name }) => name);
  const others = [...byTag.keys()].filter((name) => !named.includes(name) && name !== LAST_FOLDER);
  // Pages show what the other folders made.
  const first = [...named, ...others].filter((name) => name !== PAGES);
  return [...first, PAGES, LAST_FOLDER].flatMap((name) => {
    const order = name === LAST_FOLDER ? byEnd : byNeed;
    const placed = (byTag.get(name) ?? []).toSorted((a, b) => order(placeIn(a), placeIn(b)));
    const item = placed.map(({ method, path, operation }) => requestOf(document, method, path, operation));
    return item.length > 0 ? [{ id: stableId(`folder ${name}`), name, item }] : [];
  });
}

/** A new account in each run, which begins with registering, unless an address is given: the app keeps variables between runs. */
const beforeAll = (document: Document): string[] => [
  'const given = pm.environment.get("email") || pm.collectionVariables.get("email") || "";',
  `const isFirst = pm.info.requestName === ${JSON.stringify(document.paths["/api/v1/auth/register"]?.["post"]?.summary ?? "")};`,
  'if (given === "" || (isFirst && given.startsWith("postman-")))',
  '  pm.collectionVariables.set("email", `postman-${Date.now()}@example.com`);',
];

/** The whole collection (format 2.1): a request for each operation, in an order that works. */
export function collectionOf(document: Document) {
  const server = document.servers?.[0]?.url ?? "";
  const baseUrl = (server.startsWith("http") ? server : LOCAL_SERVER + server).replace(/\/$/, "");
  return {
    info: {
      _postman_id: stableId("collection"),
      name: document.info.title,
      description:
        `Version ${document.info.version}. Register or log in first: the other requests use the token it stores. All of it runs in ` +
        "order, each run with an account of its own; some requests are for administrators, and all together are more than the " +
        "100 requests in 15 minutes a free account has. `withStreams` set to `true` also sends those whose answer has no end.",
      schema: "https://schema.getpostman.com/json/collection/v2.1.0/collection.json",
    },
    auth: { type: "bearer", bearer: [{ key: "token", value: "{{accessToken}}", type: "string" }] },
    event: [{ listen: "prerequest", script: { type: "text/javascript", exec: beforeAll(document) } }],
    variable: [
      { key: "baseUrl", value: baseUrl },
      { key: "withStreams", value: "" },
      ...Object.entries(GIVEN).map(([key, value]) => ({ key, value })),
      ...CAPTURED.map((key) => ({ key, value: key.endsWith("Id") ? NOBODY : "" })),
    ],
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
