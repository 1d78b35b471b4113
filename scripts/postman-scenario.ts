/** How the requests of the collection hang together: what one answer gives the next, and which come early and late. */

/** Which answers are remembered, by operation: collection variable <- path in the reply, or what is looked for there. */
export const CAPTURES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  register: { accessToken: "accessToken", refreshToken: "refreshToken", userId: "user.id" },
  login: { accessToken: "accessToken", refreshToken: "refreshToken", userId: "user.id" },
  refresh: { accessToken: "accessToken", refreshToken: "refreshToken" },
  // Not the session the requests after it need.
  listSessions: { sessionId: "data?.find(({ current }) => !current)?.id" },
  createFolder: { folderId: "id" },
  createPrompt: { promptId: "id" },
  createTestCase: { testId: "id" },
  startTestRun: { runId: "id" },
  enhancePrompt: { enhancementId: "enhancementId" },
  createShare: { shareToken: "token" },
  createWebhook: { webhookId: "id" },
  listWebhookDeliveries: { deliveryId: "data.0.id" },
  exportData: { exportId: "id" },
  createApiKey: { apiKeyId: "id" },
  listNotifications: { notificationId: "data.0.id" },
  listJobs: { jobId: "data.0.id" },
};
/** What is typed once, and used by the requests that need it. */
export const GIVEN = { email: "", password: "test123" } as const;
export const CAPTURED: readonly string[] = [...new Set(Object.values(CAPTURES).flatMap((one) => Object.keys(one)))];

/** What stands for a parameter of a path, by the path up to it. */
const PLACES: readonly (readonly [start: string, variable: string])[] = [
  ["/api/v1/prompts/{id}/tests/{testId}", "testId"],
  ["/api/v1/prompts/{id}/tests/runs/{runId}", "runId"],
  ["/api/v1/prompts/public/{id}", "promptId"],
  ["/api/v1/prompts/{id}", "promptId"],
  ["/api/v1/admin/prompts/{id}", "promptId"],
  ["/api/v1/folders/{id}", "folderId"],
  ["/api/v1/auth/sessions/{id}", "sessionId"],
  ["/api/v1/sharing/{token}", "shareToken"],
  ["/s/{token}", "shareToken"],
  ["/api/v1/webhooks/{id}/deliveries/{delivery}", "deliveryId"],
  ["/api/v1/webhooks/{id}", "webhookId"],
  ["/api/v1/users/exports/{id}", "exportId"],
  ["/api/v1/api-keys/{id}", "apiKeyId"],
  ["/api/v1/admin/users/{id}", "userId"],
  ["/api/v1/admin/jobs/{id}", "jobId"],
];
/** Not `registration`, which the collection itself needs. */
const CONSTANTS: Readonly<Record<string, string>> = { flag: "postman_try" };

/** The variable or constant for a parameter of the path; undefined where only the document's example is known. */
export function placeOf(path: string, name: string): string | undefined {
  const upTo = path.slice(0, path.indexOf(`{${name}}`) + name.length + 2);
  const variable = PLACES.find(([start]) => start === upTo)?.[1];
  return variable === undefined ? CONSTANTS[name] : `{{${variable}}}`;
}

/** Fields of bodies that must fit what the requests before made; null takes the field away. */
export const BODIES: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  register: { email: "{{email}}", password: "{{password}}" },
  login: { email: "{{email}}", password: "{{password}}" },
  forgotPassword: { email: "{{email}}" },
  changePassword: { currentPassword: "{{password}}", newPassword: "{{password}}" },
  deleteAccount: { password: "{{password}}" },
  createPrompt: { isPublic: true },
  moveLabel: { version: 1 },
  renderPrompt: { variables: { version: "2.4.0", commits: "Fix the login" } },
  runPrompt: { variables: { version: "2.4.0", commits: "Fix the login" } },
  resolvePrompts: {
    prompts: [{ id: "{{promptId}}", label: "production", variables: { version: "2.4.0", commits: "Fix the login" } }],
  },
  createTestCase: {
    variables: { version: "2.4.0", commits: "Fix the login" },
    expectations: [{ kind: "contains", text: "2.4.0", ignoreCase: false, not: false }],
  },
  replaceTestCase: {
    variables: { version: "2.4.0", commits: "Fix the login" },
    expectations: [{ kind: "contains", text: "2.4.0", ignoreCase: true, not: false }],
  },
  createShare: { promptId: "{{promptId}}", password: null },
  createApiKey: { allowedCidrs: null },
  markNotifications: { ids: ["{{notificationId}}"] },
  setFlag: { description: "Made by the Postman collection", enabled: false },
};

/** Query fields that are sent, though the document lets them be left out. */
export const QUERIES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  suggestImprovements: { promptId: "{{promptId}}" },
};

/** Comes first in its folder, in this order: what others need. */
const EARLY = (
  "register login listSessions createFolder createPrompt moveLabel createTestCase startTestRun " +
  "createShare createWebhook testWebhook createApiKey setFlag listNotifications"
).split(" ");
/** Ends what the requests before need, besides everything that deletes. */
const LATE = ["undoLabelMove", "moderatePrompt", "appealModeration", "restorePrompt", "deleteAccount", "logout"];
export const LAST_FOLDER = "Last: what takes away";

export const isLate = (method: string, operationId: string): boolean =>
  method === "delete" || LATE.includes(operationId);

const depth = (path: string): number => path.split("/").length;
type Place = { readonly operationId: string; readonly method: string; readonly path: string };
const rankOf = ({ operationId, method }: Place): number => {
  const early = EARLY.indexOf(operationId);
  if (early >= 0) return early;
  return EARLY.length + (method === "get" ? 1 : method === "post" ? 0 : 2);
};
/** What is needed comes first, then what makes, what reads and what changes. */
export const byNeed = (a: Place, b: Place): number => rankOf(a) - rankOf(b);

const endOf = ({ operationId, method, path }: Place): number => {
  const late = LATE.indexOf(operationId);
  if (operationId === "deletePrompt") return 100;
  if (operationId === "restorePrompt") return 101;
  if (operationId === "endSession") return 102;
  if (operationId === "deleteAccount" || operationId === "logout") return 200 + late;
  return method === "delete" ? 50 - depth(path) : late;
};
/** The deepest goes first; the prompt, the account and the session last. */
export const byEnd = (a: Place, b: Place): number => endOf(a) - endOf(b);

/** Has no end, which a runner would wait for: sent only when `withStreams` is `true`. */
export const ENDLESS = ["streamPromptEvents"];
