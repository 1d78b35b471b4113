import {
  createHmac,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject,
  randomBytes,
  randomUUID,
  sign as signWith,
  timingSafeEqual,
} from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A connection the server closes while a request is on its way would pass for a server that is away. */
const KEPT_MS = 60_000;
export type Algorithm = "ES256" | "RS256";
export type Claims = Record<string, unknown>;
/** "slow" answers after `delayMs`, "hang" never, "error" with 500, "garbage" with a page that is no JSON, "endless" without an end. */
export type Mood = "well" | "slow" | "hang" | "error" | "garbage" | "endless";
type Signing = { readonly kid?: string; readonly header?: object };

const JWKS = "/auth/v1/.well-known/jwks.json";
const USER = "/auth/v1/user";

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
const decode = (part = ""): Claims => JSON.parse(Buffer.from(part, "base64url").toString()) as Claims;

type Pair = { readonly publicKey: KeyObject; readonly privateKey: KeyObject };
const newPair = (alg: Algorithm): Pair =>
  alg === "ES256"
    ? generateKeyPairSync("ec", { namedCurve: "P-256" })
    : generateKeyPairSync("rsa", { modulusLength: 2048 });

/** A token as Supabase Auth (GoTrue) writes it, signed by any key pair. */
export function signToken(alg: Algorithm, { privateKey }: Pair, claims: Claims, { kid, header }: Signing = {}): string {
  const text = `${encode({ alg, kid, typ: "JWT", ...header })}.${encode(claims)}`;
  const key = alg === "ES256" ? ({ key: privateKey, dsaEncoding: "ieee-p1363" } as const) : privateKey;
  return `${text}.${signWith("sha256", Buffer.from(text), key).toString("base64url")}`;
}

/** The same, signed by a secret. */
export function signSymmetric(secret: string | Buffer, claims: Claims, header: object = {}): string {
  const text = `${encode({ alg: "HS256", typ: "JWT", ...header })}.${encode(claims)}`;
  return `${text}.${createHmac("sha256", secret).update(text).digest("base64url")}`;
}

type Key = Pair & { readonly alg: Algorithm; readonly kid: string };
const toJwk = ({ alg, kid, publicKey }: Key): JsonWebKey => ({
  ...publicKey.export({ format: "jwk" }),
  alg,
  kid,
  use: "sig",
  key_ops: ["verify"],
  ext: true,
});

/** What the server knows and how it feels. */
class Project {
  readonly secret = randomBytes(32).toString("hex");
  readonly anonKey = signSymmetric(this.secret, { iss: "supabase", ref: "fake", role: "anon", ...this.#decade() });
  readonly serviceRoleKey = signSymmetric(this.secret, {
    iss: "supabase",
    ref: "fake",
    role: "service_role",
    ...this.#decade(),
  });
  readonly calls: Record<string, number> = { [JWKS]: 0, [USER]: 0 };
  readonly extraKeys: object[] = [];
  keys: Key[] = [];
  mood: Mood = "well";
  delayMs = 0;
  now: () => number = Date.now;
  inFlight = 0;
  inFlightMax = 0;

  #decade(): Claims {
    const iat = Math.floor(Date.now() / 1_000);
    return { iat, exp: iat + 315_360_000 };
  }

  serve(request: IncomingMessage, response: ServerResponse): void {
    const path = request.url ?? "";
    this.calls[path] = (this.calls[path] ?? 0) + 1;
    this.inFlightMax = Math.max(this.inFlightMax, ++this.inFlight);
    response.on("close", () => this.inFlight--);
    const [status, body] = this.#answer(path, request.headers);
    const answer = (): void => {
      response.writeHead(status, { "content-type": "application/json" });
      response.end(JSON.stringify(body));
    };
    if (this.mood === "well") answer();
    else if (this.mood === "slow") setTimeout(answer, this.delayMs);
    else if (this.mood === "error") response.writeHead(500).end('{"code":500,"msg":"Database error"}');
    else if (this.mood === "garbage") response.writeHead(200).end("<html>Sign in to the hotel's network");
    else if (this.mood === "endless") this.#pour(response);
  }

  #pour(response: ServerResponse): void {
    const piece = "x".repeat(64 * 1024);
    const more = (): void => {
      while (!response.destroyed && response.write(piece));
    };
    response.writeHead(200).on("drain", more);
    more();
  }

  #answer(path: string, headers: IncomingMessage["headers"]): [number, object] {
    if (path === JWKS) return [200, { keys: [...this.keys.map(toJwk), ...this.extraKeys] }];
    if (path !== USER) return [404, { message: "no Route matched with those values" }];
    if (headers["apikey"] !== this.anonKey) return [401, { message: "Invalid API key" }];
    const [head = "", body = "", signature = ""] = (headers.authorization ?? "").slice(7).split(".");
    const expected = createHmac("sha256", this.secret).update(`${head}.${body}`).digest();
    const given = Buffer.from(signature, "base64url");
    const isRight = given.length === expected.length && timingSafeEqual(given, expected);
    if (!isRight || decode(head)["alg"] !== "HS256" || Number(decode(body)["exp"]) * 1_000 < this.now())
      return [403, { code: 403, error_code: "bad_jwt", msg: "invalid JWT: unable to parse or verify signature" }];
    const { sub: id, aud, role, email, is_anonymous } = decode(body);
    return [200, { id, aud, role, email, is_anonymous: is_anonymous === true, user_metadata: {} }];
  }
}

/** The Auth server of one Supabase project at the level of the wire. It has no signing key until told: a legacy project. */
export const startFakeSupabase = async () => {
  const project = new Project();
  const server = createServer({ keepAliveTimeout: KEPT_MS }, (request, response) =>
    project.serve(request, response),
  ).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  };
  const claims = (over: Claims = {}, now = project.now()): Claims => {
    const iat = Math.floor(now / 1_000);
    const sub = randomUUID();
    return {
      iss: `${url}/auth/v1`,
      sub,
      aud: "authenticated",
      exp: iat + 3_600,
      iat,
      email: `${sub}@example.com`,
      phone: "",
      app_metadata: { provider: "email", providers: ["email"] },
      user_metadata: { full_name: "Grace Hopper" },
      role: "authenticated",
      aal: "aal1",
      amr: [{ method: "password", timestamp: iat }],
      session_id: randomUUID(),
      is_anonymous: false,
      ...over,
    };
  };
  return {
    url,
    anonKey: project.anonKey,
    /** What legacy tokens are signed with. */
    secret: project.secret,
    serviceRoleKey: project.serviceRoleKey,
    /** For `createWorld`. */
    env: { SUPABASE_URL: url, SUPABASE_ANON_KEY: project.anonKey },
    /** Tokens are issued by this clock from here on: a world's stands still. */
    tellTime: (clock: { readonly now: Date }): void => void (project.now = () => clock.now.getTime()),
    /** What a signed-in person's token says; each has a new subject unless given. */
    claims,
    /** Adds a key; the newest signs, the others still verify. */
    addKey(alg: Algorithm): string {
      const kid = randomUUID();
      project.keys.push({ ...newPair(alg), alg, kid });
      return kid;
    },
    /** Puts something else into the key set. */
    addJunk: (key: object): void => void project.extraKeys.push(key),
    removeKey: (kid: string): void => void (project.keys = project.keys.filter((key) => key.kid !== kid)),
    publicKey: (kid: string): KeyObject => project.keys.find((key) => key.kid === kid)!.publicKey,
    /** A token by the newest key, or by the named one. */
    sign(over: Claims = {}, { kid, header, now }: Signing & { now?: number } = {}): string {
      const key = project.keys.find((one) => one.kid === kid) ?? project.keys.at(-1)!;
      return signToken(key.alg, key, claims(over, now), { kid: key.kid, ...(header && { header }) });
    },
    /** A token by the project's secret. */
    signLegacy: (over: Claims = {}, header: object = {}): string => signSymmetric(project.secret, claims(over), header),
    feel: (mood: Mood, delayMs = 0): void => void Object.assign(project, { mood, delayMs }),
    /** Refuses connections until `listen`. */
    close,
    listen: async (): Promise<void> => void (await once(server.listen(port, "127.0.0.1"), "listening")),
    get calls() {
      return { keys: project.calls[JWKS]!, user: project.calls[USER]!, all: sum(project.calls) };
    },
    get inFlightMax() {
      return project.inFlightMax;
    },
    async [Symbol.asyncDispose](): Promise<void> {
      if (server.listening) await close();
    },
  };
};

const sum = (counts: Record<string, number>): number => Object.values(counts).reduce((all, one) => all + one, 0);

export type FakeSupabase = Awaited<ReturnType<typeof startFakeSupabase>>;
