/**
 * The floor that servers are measured against: `node:http` and `pg`, named statements, a token verified once, and nothing
 * else: no framework, limits, logs, usage, policies, versions or validation. `DATABASE_URL`, `JWT_SECRET`, `PORT`.
 */
import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import pg from "pg";

const POOL = 8;
const TOKENS_MAX = 50_000;
const GZIP_BYTES_MIN = 1_024;
const CACHED_MS = 900_000;
const JSON_TYPE = "application/json; charset=utf-8";
const { DATABASE_URL, JWT_SECRET = "", PORT } = process.env;
const pool = new pg.Pool({ connectionString: DATABASE_URL, max: POOL });

const CREATE =
  "title description category tags role task context requirements style output selected_model is_public".split(" ");
const statement = (name: string, text: string) => (values: unknown[]) => pool.query({ name, text, values });
const read = statement("get", "select * from prompts where id = $1 and user_id = $2");
const listOwn = statement("own", "select * from prompts where user_id = $1 order by created_at desc, id desc limit 20");
const listPublic = statement(
  "public",
  "select * from prompts where is_public order by created_at desc, id desc limit 20",
);
const create = statement(
  "create",
  `insert into prompts (user_id, ${CREATE.join(", ")}) values ($1, ${CREATE.map((_, index) => `$${index + 2}`).join(", ")})
   returning *`,
);
const open = statement(
  "share",
  `with s as (update shared_prompts set view_count = view_count + 1
     where share_token = $1 and (max_views is null or view_count < max_views)
       and (expires_at is null or expires_at > now()) and password_hash is null
     returning prompt_id, view_count)
   select p.*, s.view_count as share_views from s join prompts p on p.id = s.prompt_id`,
);

type Principal = { readonly sub: string; readonly exp: number };
const principals = new Map<string, Principal>();

function principalOf(header: string): Principal | null {
  let found = principals.get(header);
  if (!found) {
    const [head = "", payload = "", signature = ""] = header.slice("Bearer ".length).split(".");
    const wanted = createHmac("sha256", JWT_SECRET).update(`${head}.${payload}`).digest();
    const given = Buffer.from(signature, "base64url");
    if (wanted.length !== given.length || !timingSafeEqual(wanted, given)) return null;
    found = JSON.parse(Buffer.from(payload, "base64url").toString()) as Principal; // we signed it
    if (principals.size > TOKENS_MAX) principals.clear();
    principals.set(header, found);
  }
  return found.exp * 1_000 > Date.now() ? found : null;
}

const wantsGzip = (request: IncomingMessage): boolean =>
  request.headers["accept-encoding"]?.toString().includes("gzip") === true;

function sendBytes(response: ServerResponse, status: number, bytes: Buffer, isGzip: boolean): void {
  const encoding = isGzip ? { "content-encoding": "gzip" } : {};
  response.writeHead(status, { "content-type": JSON_TYPE, ...encoding, "content-length": bytes.length });
  response.end(bytes);
}

function send(request: IncomingMessage, response: ServerResponse, status: number, text: string): void {
  const isGzip = wantsGzip(request) && text.length > GZIP_BYTES_MIN;
  sendBytes(response, status, isGzip ? gzipSync(text, { level: 1 }) : Buffer.from(text), isGzip);
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { "content-type": JSON_TYPE });
  response.end('{"error":"failed"}');
}

const dataOf = (value: unknown): string => `{"data":${JSON.stringify(value)}}`;

let cached: { readonly plain: Buffer; readonly gzip: Buffer; readonly until: number } | undefined;
async function sendPublic(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.headers["cache-control"] === "no-cache")
    return send(request, response, 200, dataOf((await listPublic([])).rows));
  if (!cached || cached.until < Date.now()) {
    const plain = Buffer.from(dataOf((await listPublic([])).rows));
    cached = { plain, gzip: gzipSync(plain), until: Date.now() + CACHED_MS };
  }
  const isGzip = wantsGzip(request);
  sendBytes(response, 200, isGzip ? cached.gzip : cached.plain, isGzip);
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks = await new Promise<Buffer[]>((resolve, reject) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => resolve(parts)).on("error", reject);
  });
  return JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>; // what is no object has no fields
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { url = "", method } = request;
  const sendFirst = ({ rows }: pg.QueryResult, status = 200): void =>
    rows.length > 0 ? send(request, response, status, dataOf(rows[0])) : refuse(response, 404);
  if (url.startsWith("/prompts/public")) return sendPublic(request, response);
  if (url.startsWith("/share/")) return sendFirst(await open([url.slice("/share/".length)]));
  const principal = principalOf(request.headers.authorization ?? "");
  if (!principal) return refuse(response, 401);
  if (method === "POST") {
    const body = await bodyOf(request);
    return sendFirst(await create([principal.sub, ...CREATE.map((name) => body[name])]), 201);
  }
  if (url === "/prompts") return send(request, response, 200, dataOf((await listOwn([principal.sub])).rows));
  if (url.startsWith("/prompts/")) return sendFirst(await read([url.slice("/prompts/".length), principal.sub]));
  refuse(response, 404);
}

const server = createServer((request, response) => {
  answer(request, response).catch(() => (response.headersSent ? response.destroy() : refuse(response, 500)));
});
server.listen(Number(PORT), "127.0.0.1", 511);
process.on("SIGTERM", () => process.exit(0));
