import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { encodeCursor } from "../../../src/contract/page.ts";
import { promptId, promptOfShare, SEED_END, shareToken, usersOf } from "./content.ts";
import type { Contestant } from "./contestant.ts";
import type { Samples } from "./samples.ts";
import { dataOf, type Dialect, isPage, isPrompt, saysTask } from "./workloads.ts";

const ROOT = join(import.meta.dirname, "../../..");
const MANY = 1_000_000_000;
const TIER = { requests: MANY, prompts: MANY, enrichments: MANY, apiCalls: MANY };
const LIMITS = { anonymous: { requests: MANY }, free: TIER, pro: TIER, validateAnonymous: MANY };
const DAY_MS = 86_400_000;
/** Less than the two years the seed spans, so that the last page is whole. */
const LIBRARY_DAYS = 650;

/** What `npm start` runs node with: the heap it sets is part of what is measured. */
function startCommand(): string[] {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { scripts: { start: string } };
  const words = scripts.start.split(" ").filter((word) => word !== "exec" && word !== "node");
  return [process.execPath, ...words.map((word) => (word === "src/main.ts" ? join(ROOT, word) : word))];
}

const isPublished = (answer: unknown): boolean =>
  isPage(
    answer,
    (row) => row["isPublic"] === true,
    (row) => Date.parse(String(row["publishedAt"])),
  );

/** A page nobody has asked for lately: more of them, in turn, than the cache of pages holds. */
function uncachedPaths({ published, id }: Samples): string[] {
  const span = (LIBRARY_DAYS * DAY_MS) / published.length;
  return published.map((number, index) => {
    const value = new Date(Date.parse(SEED_END) - span * (index + 0.5)).toISOString();
    return `/api/v1/prompts/public?limit=20&cursor=${encodeCursor({ sort: "-newest", value, id: id(number) })}`;
  });
}

const PROMPTS_PATH = "/api/v1/prompts";
const dialect: Dialect = {
  get: (samples) =>
    samples.prompts.map((number) => ({
      path: `${PROMPTS_PATH}/${samples.id(number)}`,
      user: samples.owner(number),
      isRight: (answer) => isPrompt(answer, samples.expected(number)),
    })),
  "list-own": ({ size, users }) =>
    users.map((user) => {
      const people = usersOf(size);
      const own = new Set(Array.from({ length: size / people }, (_, n) => promptId(user + n * people)));
      const isRight = (answer: unknown): boolean => isPage(answer, (row) => own.has(String(row["id"])));
      return { path: `${PROMPTS_PATH}?limit=20`, user, isRight };
    }),
  "public-cached": () => [{ path: `${PROMPTS_PATH}/public?limit=20`, isRight: isPublished }],
  "public-uncached": (samples) => uncachedPaths(samples).map((path) => ({ path, isRight: isPublished })),
  create: ({ creates }) =>
    creates.map(({ user, fields: { variables: _, folderId: __, ...body } }) => ({
      method: "POST",
      path: PROMPTS_PATH,
      user,
      body,
      isRight: (answer) => isPrompt(answer, body),
    })),
  share: (samples) =>
    samples.shares.map((number) => ({
      path: `/api/v1/sharing/${shareToken(number)}`,
      isRight: (answer) => isPrompt(answer, samples.expected(promptOfShare(number, samples.size))),
    })),
  resolve: (samples) =>
    samples.resolves.map(({ user, prompts: numbers }) => ({
      method: "POST",
      path: `${PROMPTS_PATH}/resolve`,
      user,
      body: { prompts: numbers.map((number) => ({ id: samples.id(number) })) },
      isRight: (answer) => {
        const data = dataOf(answer);
        return Array.isArray(data) && numbers.every((number, n) => saysTask(data[n], samples.expected(number)));
      },
    })),
  validate: ({ texts }) =>
    texts.map(({ user, text }) => ({
      method: "POST",
      path: "/api/v1/enrichment/validate",
      user,
      body: { text },
      isRight: (answer) => typeof (answer as { score?: unknown }).score === "number",
    })),
};

type World = {
  readonly secret: string;
  readonly supabaseUrl: string;
  readonly folder: string;
  readonly usage: string | null;
};

/** Promptr as it runs in production, with every feature on and limits that nobody reaches. */
export function promptr({ secret, supabaseUrl, folder, usage }: World): Contestant {
  const home = join(folder, "promptr-home");
  mkdirSync(home, { recursive: true });
  const made = `created_at > '${SEED_END}'`;
  return {
    name: "promptr",
    kind: "promptr",
    dialect,
    cwd: home, // where no `.env` lies
    command: startCommand(),
    environment: ({ port, databaseUrl }) => ({
      NODE_ENV: "production",
      HOST: "127.0.0.1",
      PORT: String(port),
      PUBLIC_URL: `http://127.0.0.1:${port}`,
      PROMPTR_HOME: home,
      DATABASE_URL: databaseUrl,
      PROMPTR_LIMITS: JSON.stringify(LIMITS),
      SUPABASE_URL: supabaseUrl,
      SUPABASE_ANON_KEY: "sb_publishable_bench",
      SUPABASE_JWT_SECRET: secret,
    }),
    created: `select count(*) from promptr.prompts where ${made}`,
    views: "select sum(view_count) from promptr.shared_prompts",
    usage,
    logs: true,
    cleanup: [
      `delete from promptr.prompts where ${made}`,
      "vacuum promptr.prompts, promptr.prompt_versions, promptr.shared_prompts, promptr.quota_usage",
    ],
    redis: null,
  };
}
