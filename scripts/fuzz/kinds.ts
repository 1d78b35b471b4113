/** The kinds of things there are: how a request names them, and which operations make and remove them. */

/** Belongs to one person, and to nobody else is it there. */
const OWNED = [
  ...(["prompt", "folder", "webhook", "delivery", "apiKey", "session"] as const),
  ...(["testCase", "testRun", "export", "enhancement", "change", "notification"] as const),
] as const;
export type Kind = (typeof OWNED)[number] | "share" | "broadcast" | "job" | "person";
/** An administrator's, whoever made it. */
export const UNOWNED: ReadonlySet<Kind> = new Set(["broadcast", "job"]);
export const PRIVATE: ReadonlySet<Kind> = new Set(OWNED);

/** What a path parameter or a field of this name holds. */
const BY_PATH: readonly (readonly [start: string, kind: Kind])[] = [
  ["/api/v1/prompts", "prompt"],
  ["/api/v1/folders", "folder"],
  ["/api/v1/webhooks", "webhook"],
  ["/api/v1/api-keys", "apiKey"],
  ["/api/v1/auth/sessions", "session"],
  ["/api/v1/users/exports", "export"],
  ["/api/v1/admin/users", "person"],
  ["/api/v1/admin/prompts", "prompt"],
  ["/api/v1/admin/broadcasts", "broadcast"],
  ["/api/v1/admin/jobs", "job"],
  ["/api/v1/sharing", "share"],
  ["/s/", "share"],
];
const BY_NAME: Readonly<Record<string, Kind>> = {
  promptId: "prompt",
  promptIds: "prompt",
  folderId: "folder",
  parentId: "folder",
  keyId: "apiKey",
  enhancementId: "enhancement",
  changes: "change",
  testId: "testCase",
  runId: "testRun",
  delivery: "delivery",
  actorId: "person",
  ownerId: "person",
  userId: "person",
};
export function kindOf(name: string, path: string): Kind | undefined {
  if (BY_NAME[name]) return BY_NAME[name];
  if (name === "ids") return path.includes("/jobs/") ? "job" : "notification";
  if (name !== "id" && name !== "token") return undefined;
  return BY_PATH.find(([start]) => path.startsWith(start))?.[1];
}

/** What an answer's `id` (a link's `token`) is, by the operation that gave it. */
export const MADE_BY: Readonly<Record<string, Kind>> = {
  createPrompt: "prompt",
  forkPrompt: "prompt",
  createFolder: "folder",
  createShare: "share",
  createWebhook: "webhook",
  testWebhook: "delivery",
  createApiKey: "apiKey",
  createTestCase: "testCase",
  startTestRun: "testRun",
  exportData: "export",
  sendBroadcast: "broadcast",
  enhancePrompt: "enhancement",
  listSessions: "session",
  listJobs: "job",
  listNotifications: "notification",
  listWebhookDeliveries: "delivery",
};
export const REMOVED_BY: ReadonlySet<string> = new Set(
  "deletePrompt deleteFolder revokeShare deleteWebhook deleteApiKey deleteTestCase endSession".split(" "),
);
type Recipe = {
  readonly operation: string;
  readonly parent?: Kind; /** They lie below the same prompt. */
  readonly isBeside?: true;
  /** `nth` is another number each time. */
  readonly body?: (parent: string, nth: number) => object;
  /** Asked of what was made. */
  readonly after?: { readonly operation: string; readonly body: object };
};
/** The request that makes one, by the person whose it will be; a child is made below a parent of that kind, or names it. */
export const RECIPES: Readonly<Partial<Record<Kind, Recipe>>> = {
  prompt: {
    operation: "createPrompt",
    body: (_none, nth) => ({ title: "Fuzzed", task: "DO IT NOW!!! Explain {{version}} etc.", isPublic: nth % 2 === 0 }),
    after: { operation: "moveLabel", body: { version: 1 } },
  },
  folder: { operation: "createFolder", body: (_none, nth) => ({ name: `Folder ${nth}` }) },
  share: { operation: "createShare", parent: "prompt", body: (promptId) => ({ promptId }) },
  webhook: {
    operation: "createWebhook",
    body: () => ({ url: "https://hooks.example.com/x", events: ["prompt.created"] }),
  },
  delivery: { operation: "testWebhook", parent: "webhook" },
  apiKey: { operation: "createApiKey", body: () => ({ name: "spare", scopes: ["sharing"] }) },
  testCase: {
    operation: "createTestCase",
    parent: "prompt",
    body: (_prompt, nth) => ({
      name: `Case ${nth}`,
      variables: { version: "2" },
      expectations: [{ kind: "contains", text: "a" }],
    }),
  },
  testRun: {
    operation: "startTestRun",
    parent: "testCase",
    isBeside: true,
    body: () => ({ model: "claude-haiku-5-5" }),
  },
  export: { operation: "exportData" },
  enhancement: { operation: "enhancePrompt", parent: "prompt", body: (promptId) => ({ promptId }) },
};
