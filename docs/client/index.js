import {
  checkBundle,
  findInBundle
} from "./shared.js";

// src/client/errors.ts
var isRedirect = (status) => status === 0 || status >= 300 && status < 400;
var wordsFor = (status) => isRedirect(status) ? "The server points elsewhere, and redirects are not followed: is the url right, and https?" : `The server answered with ${status}`;
var PromptrError = class extends Error {
  name = "PromptrError";
  status;
  /** Null when the answer was no problem of ours: a page, or the word of a proxy. */
  problem;
  requestId;
  /** What `Retry-After` asked for. */
  retryAfterMs;
  constructor(about) {
    const { status, problem, requestId } = about;
    super(problem ? `${problem.code}: ${problem.detail}` : wordsFor(status));
    this.status = status;
    this.problem = problem;
    this.requestId = problem?.requestId ?? requestId;
    this.retryAfterMs = about.retryAfterMs;
  }
};
var PromptrUnreachable = class extends Error {
  name = "PromptrUnreachable";
};
var isOutage = (error) => error instanceof PromptrUnreachable || error instanceof PromptrError && (error.status >= 500 || error.status === 429);
var DATE_MIN = 3;
function retryAfterMsOf(headers, now = Date.now()) {
  const said = headers.get("retry-after")?.trim() ?? "";
  if (/^\d{1,9}$/.test(said)) return Number(said) * 1e3;
  const at2 = said.length > DATE_MIN ? Date.parse(said) : Number.NaN;
  return Number.isNaN(at2) ? null : Math.max(0, at2 - now);
}
var PROBLEM = /^application\/problem\+json\b/i;
async function errorOf(response) {
  const { status, headers } = response;
  const text = await response.text().catch(() => "");
  let problem = null;
  if (PROBLEM.test(headers.get("content-type") ?? "")) {
    try {
      problem = JSON.parse(text);
    } catch {
    }
  }
  return new PromptrError({
    status,
    problem,
    requestId: headers.get("x-request-id"),
    retryAfterMs: retryAfterMsOf(headers)
  });
}

// src/client/waiting.ts
function pause(ms, signal) {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(reasonOf(signal));
    const onAbort = () => {
      clearTimeout(timer);
      if (signal) reject(reasonOf(signal));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", onAbort);
      resolve();
    }, ms);
    signal?.addEventListener("abort", onAbort, { once: true });
  });
}
var reasonOf = (signal) => signal.reason instanceof Error ? signal.reason : new Error("The call was aborted", { cause: signal.reason });
async function orAborted(promise, signal) {
  if (!signal) return promise;
  if (signal.aborted) throw reasonOf(signal);
  let leave = () => void 0;
  const left = new Promise((_resolve, reject) => {
    const onAbort = () => reject(reasonOf(signal));
    signal.addEventListener("abort", onAbort, { once: true });
    leave = () => signal.removeEventListener("abort", onAbort);
  });
  try {
    return await Promise.race([promise, left]);
  } finally {
    leave();
  }
}
var Deadline = class {
  #controller = new AbortController();
  #outer;
  #end = () => this.#controller.abort();
  #timer;
  #isLate = false;
  constructor(outer) {
    this.#outer = outer;
    if (outer?.aborted) this.#end();
    else outer?.addEventListener("abort", this.#end, { once: true });
  }
  get signal() {
    return this.#controller.signal;
  }
  /** Whether time ran out, rather than somebody's patience. */
  get isLate() {
    return this.#isLate;
  }
  /** Starts the time anew. */
  within(ms) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#isLate = true;
      this.#end();
    }, ms);
  }
  endless() {
    clearTimeout(this.#timer);
  }
  /** Ends what listens to it, and listens no more itself. */
  abort() {
    this.#end();
    this.dispose();
  }
  dispose() {
    clearTimeout(this.#timer);
    this.#outer?.removeEventListener("abort", this.#end);
  }
};

// src/client/retry.ts
var BACKOFF_MS = 250;
var BACKOFF_MS_MAX = 8e3;
var SPREAD_MS = 250;
var PASSING = /* @__PURE__ */ new Set([429, 502, 503, 504]);
var backoffMs = (attempt, random = Math.random()) => random * Math.min(BACKOFF_MS_MAX, BACKOFF_MS * 2 ** attempt);
function waitMsAfter(error, attempt, { isSafe: isSafe2, retries, waitMsMax }) {
  if (attempt >= retries) return null;
  if (error instanceof PromptrUnreachable) return isSafe2 ? backoffMs(attempt) : null;
  if (!(error instanceof PromptrError)) return null;
  const code = error.problem?.code;
  const isPassing = PASSING.has(error.status) || code === "idempotency_key_running";
  if (!isPassing || !(isSafe2 || code === "rate_limited")) return null;
  if (error.retryAfterMs === null) return backoffMs(attempt);
  return error.retryAfterMs > waitMsMax ? null : error.retryAfterMs + Math.random() * SPREAD_MS;
}
async function patiently(patience, attempt) {
  for (let tries = 0; ; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      const waitMs = waitMsAfter(error, tries, patience);
      if (waitMs === null || patience.signal?.aborted) throw error;
      await pause(waitMs, patience.signal);
    }
  }
}

// src/client/sse.ts
var LINE_CHARACTERS_MAX = 8e6;
var FrameReader = class {
  #rest = "";
  #event = "";
  #data = [];
  #id;
  #retryMs;
  #isTouched = false;
  push(piece) {
    this.#rest += piece;
    if (this.#rest.length > LINE_CHARACTERS_MAX) throw new PromptrUnreachable("The stream has a line without an end");
    const frames = [];
    const lines = this.#rest.split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop() ?? "";
    for (const line of lines) {
      if (line !== "") this.#field(line);
      else if (this.#isTouched) frames.push(this.#take());
    }
    return frames;
  }
  #field(line) {
    if (line.startsWith(":")) return;
    const colon = line.indexOf(":");
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    this.#isTouched = true;
    if (name === "event") this.#event = value;
    else if (name === "data") this.#data.push(value);
    else if (name === "id" && !value.includes("\0")) this.#id = value;
    else if (name === "retry" && /^\d{1,9}$/.test(value)) this.#retryMs = Number(value);
  }
  #take() {
    const data = this.#data.length > 0 ? this.#data.join("\n") : void 0;
    const frame = { event: this.#event || "message", data, id: this.#id, retryMs: this.#retryMs };
    [this.#event, this.#data, this.#id, this.#retryMs, this.#isTouched] = ["", [], void 0, void 0, false];
    return frame;
  }
};
async function* framesOf(response, onBytes) {
  const reader = response.body?.getReader();
  if (!reader) return;
  const [frames, decoder] = [new FrameReader(), new TextDecoder()];
  try {
    for (; ; ) {
      const { done, value } = await reader.read();
      if (done) return;
      onBytes?.();
      yield* frames.push(decoder.decode(value, { stream: true }));
    }
  } finally {
    await reader.cancel().catch(() => void 0);
  }
}

// src/client/changes.ts
var SILENCE_MS_MAX = 45e3;
var COME_BACK_MS = 1e3;
var isFinal = (error) => error instanceof PromptrError && !isOutage(error);
var Place = class {
  #transport;
  #input;
  #options;
  #hooks;
  #lastEventId;
  comeBackMs = COME_BACK_MS;
  failures = 0;
  constructor(transport, input, options, hooks) {
    this.#transport = transport;
    this.#input = input;
    this.#options = options;
    this.#hooks = hooks;
  }
  #from() {
    if (this.#lastEventId === void 0) return this.#input;
    return { ...this.#input, query: {}, headers: { ...this.#input.headers, "Last-Event-ID": this.#lastEventId } };
  }
  /** One connection, until it ends. */
  async *connection() {
    const options = { ...this.#options, retries: 0 };
    const { response, deadline } = await this.#transport.stream("streamPromptEvents", this.#from(), options);
    try {
      this.#hooks.onOpen?.();
      this.failures = 0;
      deadline.within(SILENCE_MS_MAX);
      for await (const frame of framesOf(response, () => deadline.within(SILENCE_MS_MAX))) {
        if (frame.retryMs !== void 0) this.comeBackMs = frame.retryMs;
        if (frame.data !== void 0)
          yield { event: frame.event, id: frame.id, data: JSON.parse(frame.data) };
        if (frame.id !== void 0) this.#lastEventId = frame.id;
      }
    } finally {
      deadline.abort();
      this.#hooks.onLost?.();
    }
  }
};
async function* streamChanges(transport, input, options = {}, hooks = {}) {
  const place = new Place(transport, input, options, hooks);
  const { signal } = options;
  for (; ; ) {
    try {
      yield* place.connection();
    } catch (error) {
      if (signal?.aborted) throw reasonOf(signal);
      if (isFinal(error)) throw error;
      place.failures += 1;
    }
    if (signal?.aborted) throw reasonOf(signal);
    const waitMs = place.comeBackMs * (0.5 + Math.random() / 2) + (place.failures > 0 ? backoffMs(place.failures) : 0);
    await pause(waitMs, signal);
  }
}

// src/client/generated/operations.ts
var OPERATIONS = {
  register: { "group": "auth", "method": "POST", "path": "/api/v1/auth/register", "replies": { "201": ["application/json"] }, "open": true, "body": "json" },
  login: { "group": "auth", "method": "POST", "path": "/api/v1/auth/login", "replies": { "200": ["application/json"] }, "open": true, "body": "json" },
  refresh: { "group": "auth", "method": "POST", "path": "/api/v1/auth/refresh", "replies": { "200": ["application/json"] }, "open": true, "body": "json" },
  logout: { "group": "auth", "method": "POST", "path": "/api/v1/auth/logout", "replies": { "204": [] }, "body": "json" },
  jwks: { "group": "auth", "method": "GET", "path": "/.well-known/jwks.json", "replies": { "200": ["application/json"] }, "open": true },
  changePassword: { "group": "auth", "method": "POST", "path": "/api/v1/auth/change-password", "replies": { "204": [] }, "body": "json" },
  forgotPassword: { "group": "auth", "method": "POST", "path": "/api/v1/auth/forgot-password", "replies": { "202": ["application/json"] }, "open": true, "body": "json" },
  resetPassword: { "group": "auth", "method": "POST", "path": "/api/v1/auth/reset-password", "replies": { "204": [] }, "open": true, "body": "json" },
  verifyEmail: { "group": "auth", "method": "POST", "path": "/api/v1/auth/verify-email", "replies": { "204": [] }, "open": true, "body": "json" },
  resendVerification: { "group": "auth", "method": "POST", "path": "/api/v1/auth/resend-verification", "replies": { "202": ["application/json"] } },
  listSessions: { "group": "auth", "method": "GET", "path": "/api/v1/auth/sessions", "replies": { "200": ["application/json"] }, "paged": true },
  endSession: { "group": "auth", "method": "DELETE", "path": "/api/v1/auth/sessions/{id}", "replies": { "204": [] } },
  showConfirmation: { "group": "pages", "method": "GET", "path": "/verify-email/{token}", "replies": { "200": ["text/html"] }, "open": true },
  confirmByForm: { "group": "pages", "method": "POST", "path": "/verify-email/{token}", "replies": { "200": ["text/html"] }, "open": true, "body": "form" },
  showReset: { "group": "pages", "method": "GET", "path": "/reset-password/{token}", "replies": { "200": ["text/html"] }, "open": true },
  resetByForm: { "group": "pages", "method": "POST", "path": "/reset-password/{token}", "replies": { "200": ["text/html"] }, "open": true, "body": "form" },
  listFolders: { "group": "folders", "method": "GET", "path": "/api/v1/folders", "replies": { "200": ["application/json"] } },
  createFolder: { "group": "folders", "method": "POST", "path": "/api/v1/folders", "replies": { "201": ["application/json"] }, "body": "json", "keyed": true },
  updateFolder: { "group": "folders", "method": "PUT", "path": "/api/v1/folders/{id}", "replies": { "200": ["application/json"] }, "body": "json" },
  deleteFolder: { "group": "folders", "method": "DELETE", "path": "/api/v1/folders/{id}", "replies": { "204": [] } },
  listPrompts: { "group": "prompts", "method": "GET", "path": "/api/v1/prompts", "replies": { "200": ["application/json"] }, "paged": true },
  createPrompt: { "group": "prompts", "method": "POST", "path": "/api/v1/prompts", "replies": { "201": ["application/json"] }, "body": "json", "keyed": true },
  readPrompt: { "group": "prompts", "method": "GET", "path": "/api/v1/prompts/{id}", "replies": { "200": ["application/json"], "304": [] } },
  updatePrompt: { "group": "prompts", "method": "PUT", "path": "/api/v1/prompts/{id}", "replies": { "200": ["application/json"] }, "body": "json" },
  deletePrompt: { "group": "prompts", "method": "DELETE", "path": "/api/v1/prompts/{id}", "replies": { "204": [] } },
  restorePrompt: { "group": "prompts", "method": "POST", "path": "/api/v1/prompts/{id}/restore", "replies": { "200": ["application/json"] } },
  listVersions: { "group": "prompts", "method": "GET", "path": "/api/v1/prompts/{id}/versions", "replies": { "200": ["application/json"] }, "paged": true },
  readVersion: { "group": "prompts", "method": "GET", "path": "/api/v1/prompts/{id}/versions/{version}", "replies": { "200": ["application/json"], "304": [] } },
  compareVersions: { "group": "prompts", "method": "GET", "path": "/api/v1/prompts/{id}/diff", "replies": { "200": ["application/json"] } },
  restoreVersion: { "group": "prompts", "method": "POST", "path": "/api/v1/prompts/{id}/versions/{version}/restore", "replies": { "200": ["application/json"] }, "body": "json" },
  listLabels: { "group": "labels", "method": "GET", "path": "/api/v1/prompts/{id}/labels", "replies": { "200": ["application/json"] }, "paged": true },
  readLabel: { "group": "labels", "method": "GET", "path": "/api/v1/prompts/{id}/labels/{label}", "replies": { "200": ["application/json"], "304": [] } },
  moveLabel: { "group": "labels", "method": "PUT", "path": "/api/v1/prompts/{id}/labels/{label}", "replies": { "200": ["application/json"] }, "body": "json" },
  removeLabel: { "group": "labels", "method": "DELETE", "path": "/api/v1/prompts/{id}/labels/{label}", "replies": { "204": [] }, "body": "json" },
  undoLabelMove: { "group": "labels", "method": "POST", "path": "/api/v1/prompts/{id}/labels/{label}/undo", "replies": { "200": ["application/json"] }, "body": "json", "keyed": true },
  listLabelHistory: { "group": "labels", "method": "GET", "path": "/api/v1/prompts/{id}/labels/{label}/history", "replies": { "200": ["application/json"] }, "paged": true },
  readProtectedLabels: { "group": "labels", "method": "GET", "path": "/api/v1/prompts/protected-labels", "replies": { "200": ["application/json"] } },
  changeProtectedLabels: { "group": "labels", "method": "PUT", "path": "/api/v1/prompts/protected-labels", "replies": { "200": ["application/json"] }, "body": "json" },
  renderPrompt: { "group": "rendering", "method": "POST", "path": "/api/v1/prompts/{id}/render", "replies": { "200": ["application/json"] }, "body": "json" },
  resolvePrompts: { "group": "rendering", "method": "POST", "path": "/api/v1/prompts/resolve", "replies": { "200": ["application/json"], "304": [] }, "body": "json", "reads": true },
  exportPrompts: { "group": "prompts", "method": "GET", "path": "/api/v1/prompts/export", "replies": { "200": ["application/json", "text/csv", "application/zip"] } },
  importPrompts: { "group": "prompts", "method": "POST", "path": "/api/v1/prompts/import", "replies": { "200": ["application/json"] }, "body": "json", "keyed": true },
  streamPromptEvents: { "group": "prompts", "method": "GET", "path": "/api/v1/prompts/events", "replies": { "200": ["text/event-stream"] }, "events": true },
  listPublicPrompts: { "group": "prompts", "method": "GET", "path": "/api/v1/prompts/public", "replies": { "200": ["application/json"] }, "paged": true },
  readPublicPrompt: { "group": "prompts", "method": "GET", "path": "/api/v1/prompts/public/{id}", "replies": { "200": ["application/json"], "304": [] } },
  listCategories: { "group": "prompts", "method": "GET", "path": "/api/v1/prompts/categories", "replies": { "200": ["application/json"] } },
  listStarred: { "group": "prompts", "method": "GET", "path": "/api/v1/prompts/starred", "replies": { "200": ["application/json"] }, "paged": true },
  starPrompt: { "group": "prompts", "method": "PUT", "path": "/api/v1/prompts/{id}/star", "replies": { "204": [] } },
  unstarPrompt: { "group": "prompts", "method": "DELETE", "path": "/api/v1/prompts/{id}/star", "replies": { "204": [] } },
  forkPrompt: { "group": "prompts", "method": "POST", "path": "/api/v1/prompts/{id}/fork", "replies": { "201": ["application/json"] }, "keyed": true },
  readUpstream: { "group": "prompts", "method": "GET", "path": "/api/v1/prompts/{id}/upstream", "replies": { "200": ["application/json"] } },
  checkPublishing: { "group": "prompts", "method": "POST", "path": "/api/v1/prompts/{id}/publish-check", "replies": { "200": ["application/json"] } },
  listModels: { "group": "enrichment", "method": "GET", "path": "/api/v1/enrichment/models", "replies": { "200": ["application/json"] } },
  validatePrompt: { "group": "enrichment", "method": "POST", "path": "/api/v1/enrichment/validate", "replies": { "200": ["application/json"] }, "body": "json" },
  suggestImprovements: { "group": "enrichment", "method": "GET", "path": "/api/v1/enrichment/suggestions", "replies": { "200": ["application/json"] } },
  migrateModels: { "group": "enrichment", "method": "POST", "path": "/api/v1/enrichment/models/migrate", "replies": { "200": ["application/json"] }, "body": "json", "keyed": true },
  runPrompt: { "group": "rendering", "method": "POST", "path": "/api/v1/prompts/{id}/run", "replies": { "200": ["application/json"] }, "body": "json", "keyed": true, "streams": true },
  startTestRun: { "group": "tests", "method": "POST", "path": "/api/v1/prompts/{id}/tests/run", "replies": { "202": ["application/json"] }, "body": "json", "keyed": true },
  listTestRuns: { "group": "tests", "method": "GET", "path": "/api/v1/prompts/{id}/tests/runs", "replies": { "200": ["application/json"] }, "paged": true },
  readTestRun: { "group": "tests", "method": "GET", "path": "/api/v1/prompts/{id}/tests/runs/{runId}", "replies": { "200": ["application/json"] } },
  compareTestRuns: { "group": "tests", "method": "GET", "path": "/api/v1/prompts/{id}/tests/compare", "replies": { "200": ["application/json"] } },
  listTestCases: { "group": "tests", "method": "GET", "path": "/api/v1/prompts/{id}/tests", "replies": { "200": ["application/json"] }, "paged": true },
  createTestCase: { "group": "tests", "method": "POST", "path": "/api/v1/prompts/{id}/tests", "replies": { "201": ["application/json"] }, "body": "json", "keyed": true },
  readTestCase: { "group": "tests", "method": "GET", "path": "/api/v1/prompts/{id}/tests/{testId}", "replies": { "200": ["application/json"] } },
  replaceTestCase: { "group": "tests", "method": "PUT", "path": "/api/v1/prompts/{id}/tests/{testId}", "replies": { "200": ["application/json"] }, "body": "json" },
  deleteTestCase: { "group": "tests", "method": "DELETE", "path": "/api/v1/prompts/{id}/tests/{testId}", "replies": { "204": [] } },
  enhancePrompt: { "group": "enrichment", "method": "POST", "path": "/api/v1/enrichment/enhance", "replies": { "200": ["application/json"] }, "body": "json", "keyed": true, "streams": true },
  applyEnhancement: { "group": "enrichment", "method": "POST", "path": "/api/v1/enrichment/apply", "replies": { "200": ["application/json"] }, "body": "json", "keyed": true },
  createShare: { "group": "sharing", "method": "POST", "path": "/api/v1/sharing/create", "replies": { "201": ["application/json"] }, "body": "json", "keyed": true },
  listMyShares: { "group": "sharing", "method": "GET", "path": "/api/v1/sharing/my-shares", "replies": { "200": ["application/json"] }, "paged": true },
  listPublicShares: { "group": "sharing", "method": "GET", "path": "/api/v1/sharing/public", "replies": { "200": ["application/json"] }, "paged": true },
  openShare: { "group": "sharing", "method": "GET", "path": "/api/v1/sharing/{token}", "replies": { "200": ["application/json"] } },
  updateShare: { "group": "sharing", "method": "PUT", "path": "/api/v1/sharing/{token}", "replies": { "200": ["application/json"] }, "body": "json" },
  revokeShare: { "group": "sharing", "method": "DELETE", "path": "/api/v1/sharing/{token}", "replies": { "204": [] } },
  showShare: { "group": "pages", "method": "GET", "path": "/s/{token}", "replies": { "200": ["text/html"] }, "open": true },
  openShareWithPassword: { "group": "pages", "method": "POST", "path": "/s/{token}", "replies": { "200": ["text/html"] }, "open": true, "body": "form" },
  fillShare: { "group": "pages", "method": "POST", "path": "/s/{token}/fill", "replies": { "200": ["text/html"] }, "open": true, "body": "form" },
  listWebhooks: { "group": "webhooks", "method": "GET", "path": "/api/v1/webhooks", "replies": { "200": ["application/json"] }, "paged": true },
  createWebhook: { "group": "webhooks", "method": "POST", "path": "/api/v1/webhooks", "replies": { "201": ["application/json"] }, "body": "json", "keyed": true },
  readWebhook: { "group": "webhooks", "method": "GET", "path": "/api/v1/webhooks/{id}", "replies": { "200": ["application/json"], "304": [] } },
  updateWebhook: { "group": "webhooks", "method": "PUT", "path": "/api/v1/webhooks/{id}", "replies": { "200": ["application/json"] }, "body": "json" },
  deleteWebhook: { "group": "webhooks", "method": "DELETE", "path": "/api/v1/webhooks/{id}", "replies": { "204": [] } },
  rotateWebhookSecret: { "group": "webhooks", "method": "POST", "path": "/api/v1/webhooks/{id}/rotate", "replies": { "200": ["application/json"] }, "body": "json", "keyed": true },
  listWebhookDeliveries: { "group": "webhooks", "method": "GET", "path": "/api/v1/webhooks/{id}/deliveries", "replies": { "200": ["application/json"] }, "paged": true },
  replayWebhookDelivery: { "group": "webhooks", "method": "POST", "path": "/api/v1/webhooks/{id}/deliveries/{delivery}/replay", "replies": { "202": ["application/json"] }, "keyed": true },
  replayFailedWebhookDeliveries: { "group": "webhooks", "method": "POST", "path": "/api/v1/webhooks/{id}/replay", "replies": { "202": ["application/json"] }, "body": "json", "keyed": true },
  testWebhook: { "group": "webhooks", "method": "POST", "path": "/api/v1/webhooks/{id}/test", "replies": { "202": ["application/json"] }, "keyed": true },
  readProfile: { "group": "users", "method": "GET", "path": "/api/v1/users/profile", "replies": { "200": ["application/json"], "304": [] } },
  updateProfile: { "group": "users", "method": "PUT", "path": "/api/v1/users/profile", "replies": { "200": ["application/json"] }, "body": "json" },
  readStats: { "group": "users", "method": "GET", "path": "/api/v1/users/stats", "replies": { "200": ["application/json"] } },
  exportData: { "group": "users", "method": "POST", "path": "/api/v1/users/export-data", "replies": { "202": ["application/json"] }, "keyed": true },
  readExport: { "group": "users", "method": "GET", "path": "/api/v1/users/exports/{id}", "replies": { "200": ["application/json"] } },
  downloadExport: { "group": "users", "method": "GET", "path": "/api/v1/users/exports/{id}/download", "replies": { "200": ["application/zip"] } },
  downloadExportByLink: { "group": "pages", "method": "GET", "path": "/exports/download/{token}", "replies": { "200": ["application/zip"] }, "open": true },
  deleteAccount: { "group": "users", "method": "DELETE", "path": "/api/v1/users/delete-account", "replies": { "202": ["application/json"] }, "body": "json" },
  listApiKeys: { "group": "apiKeys", "method": "GET", "path": "/api/v1/api-keys", "replies": { "200": ["application/json"] }, "paged": true },
  createApiKey: { "group": "apiKeys", "method": "POST", "path": "/api/v1/api-keys", "replies": { "201": ["application/json"] }, "body": "json", "keyed": true },
  readApiKey: { "group": "apiKeys", "method": "GET", "path": "/api/v1/api-keys/{id}", "replies": { "200": ["application/json"], "304": [] } },
  updateApiKey: { "group": "apiKeys", "method": "PUT", "path": "/api/v1/api-keys/{id}", "replies": { "200": ["application/json"] }, "body": "json" },
  deleteApiKey: { "group": "apiKeys", "method": "DELETE", "path": "/api/v1/api-keys/{id}", "replies": { "204": [] } },
  rotateApiKey: { "group": "apiKeys", "method": "POST", "path": "/api/v1/api-keys/{id}/rotate", "replies": { "200": ["application/json"] }, "body": "json", "keyed": true },
  explainApiKey: { "group": "apiKeys", "method": "POST", "path": "/api/v1/api-keys/{id}/explain", "replies": { "200": ["application/json"] }, "body": "json" },
  readApiKeyUsage: { "group": "apiKeys", "method": "GET", "path": "/api/v1/api-keys/usage", "replies": { "200": ["application/json"] } },
  listNotifications: { "group": "users", "method": "GET", "path": "/api/v1/users/notifications", "replies": { "200": ["application/json"] }, "paged": true },
  markNotifications: { "group": "users", "method": "PUT", "path": "/api/v1/users/notifications", "replies": { "200": ["application/json"] }, "body": "json" },
  readUsageAnalytics: { "group": "analytics", "method": "GET", "path": "/api/v1/analytics/usage", "replies": { "200": ["application/json"] } },
  readPromptAnalytics: { "group": "analytics", "method": "GET", "path": "/api/v1/analytics/prompts", "replies": { "200": ["application/json"] } },
  readModelAnalytics: { "group": "analytics", "method": "GET", "path": "/api/v1/analytics/models", "replies": { "200": ["application/json"] } },
  readTrends: { "group": "analytics", "method": "GET", "path": "/api/v1/analytics/trends", "replies": { "200": ["application/json"] } },
  downloadReport: { "group": "analytics", "method": "GET", "path": "/api/v1/analytics/report", "replies": { "200": ["text/csv", "application/json"] } },
  readSystemAnalytics: { "group": "admin", "method": "GET", "path": "/api/v1/admin/analytics", "replies": { "200": ["application/json"] } },
  listUsers: { "group": "admin", "method": "GET", "path": "/api/v1/admin/users", "replies": { "200": ["application/json"] }, "paged": true },
  readUser: { "group": "admin", "method": "GET", "path": "/api/v1/admin/users/{id}", "replies": { "200": ["application/json"] } },
  updateUser: { "group": "admin", "method": "PUT", "path": "/api/v1/admin/users/{id}", "replies": { "200": ["application/json"] }, "body": "json" },
  listModeration: { "group": "admin", "method": "GET", "path": "/api/v1/admin/prompts", "replies": { "200": ["application/json"] }, "paged": true },
  readModeratedPrompt: { "group": "admin", "method": "GET", "path": "/api/v1/admin/prompts/{id}", "replies": { "200": ["application/json"], "304": [] } },
  moderatePrompt: { "group": "admin", "method": "PUT", "path": "/api/v1/admin/prompts/{id}", "replies": { "200": ["application/json"] }, "body": "json" },
  readModeration: { "group": "prompts", "method": "GET", "path": "/api/v1/prompts/{id}/moderation", "replies": { "200": ["application/json"] } },
  appealModeration: { "group": "prompts", "method": "POST", "path": "/api/v1/prompts/{id}/appeal", "replies": { "200": ["application/json"] }, "body": "json" },
  sendBroadcast: { "group": "admin", "method": "POST", "path": "/api/v1/admin/broadcast", "replies": { "200": ["application/json"], "202": ["application/json"] }, "body": "json", "keyed": true },
  listBroadcasts: { "group": "admin", "method": "GET", "path": "/api/v1/admin/broadcasts", "replies": { "200": ["application/json"] }, "paged": true },
  readBroadcast: { "group": "admin", "method": "GET", "path": "/api/v1/admin/broadcasts/{id}", "replies": { "200": ["application/json"] } },
  cancelBroadcast: { "group": "admin", "method": "POST", "path": "/api/v1/admin/broadcasts/{id}/cancel", "replies": { "200": ["application/json"] } },
  listJobs: { "group": "admin", "method": "GET", "path": "/api/v1/admin/jobs", "replies": { "200": ["application/json"] }, "paged": true },
  readJob: { "group": "admin", "method": "GET", "path": "/api/v1/admin/jobs/{id}", "replies": { "200": ["application/json"] } },
  retryJobs: { "group": "admin", "method": "POST", "path": "/api/v1/admin/jobs/retry", "replies": { "200": ["application/json"] }, "body": "json" },
  clearCompletedJobs: { "group": "admin", "method": "DELETE", "path": "/api/v1/admin/jobs/completed", "replies": { "200": ["application/json"] } },
  pauseQueue: { "group": "admin", "method": "POST", "path": "/api/v1/admin/jobs/queues/{queue}/pause", "replies": { "200": ["application/json"] } },
  resumeQueue: { "group": "admin", "method": "POST", "path": "/api/v1/admin/jobs/queues/{queue}/resume", "replies": { "200": ["application/json"] } },
  openDashboard: { "group": "admin", "method": "POST", "path": "/api/v1/admin/dashboard/session", "replies": { "204": [] } },
  openDashboardByForm: { "group": "pages", "method": "POST", "path": "/admin/dashboard/session", "replies": { "200": ["text/html"], "303": ["text/html"] }, "open": true, "body": "form" },
  listFlags: { "group": "admin", "method": "GET", "path": "/api/v1/admin/flags", "replies": { "200": ["application/json"] } },
  setFlag: { "group": "admin", "method": "PUT", "path": "/api/v1/admin/flags/{flag}", "replies": { "200": ["application/json"] }, "body": "json" },
  removeFlag: { "group": "admin", "method": "DELETE", "path": "/api/v1/admin/flags/{flag}", "replies": { "204": [] } },
  searchAudit: { "group": "admin", "method": "GET", "path": "/api/v1/admin/audit", "replies": { "200": ["application/json"] }, "paged": true },
  exportAudit: { "group": "admin", "method": "GET", "path": "/api/v1/admin/audit/export", "replies": { "200": ["text/csv", "application/x-ndjson"] } },
  readHealth: { "group": "system", "method": "GET", "path": "/health", "replies": { "200": ["application/json"], "503": ["application/json"] }, "open": true },
  readLiveness: { "group": "system", "method": "GET", "path": "/livez", "replies": { "200": ["application/json"] }, "open": true },
  readReadiness: { "group": "system", "method": "GET", "path": "/readyz", "replies": { "200": ["application/json"], "503": ["application/json"] }, "open": true },
  readSystemStatus: { "group": "system", "method": "GET", "path": "/api/v1/system/status", "replies": { "200": ["application/json"] } },
  readFeatures: { "group": "system", "method": "GET", "path": "/api/v1/system/features", "replies": { "200": ["application/json"] } },
  readHome: { "group": "pages", "method": "GET", "path": "/", "replies": { "200": ["application/json"] }, "open": true },
  explainFailure: { "group": "pages", "method": "GET", "path": "/docs/errors/{code}", "replies": { "200": ["application/json"] }, "open": true },
  listFailures: { "group": "pages", "method": "GET", "path": "/docs/errors", "replies": { "200": ["application/json"] }, "open": true },
  listDevMail: { "group": "pages", "method": "GET", "path": "/dev/mail", "replies": { "200": ["text/html"] }, "open": true },
  readDevMail: { "group": "pages", "method": "GET", "path": "/dev/mail/{file}", "replies": { "200": ["text/html"] }, "open": true },
  previewMail: { "group": "pages", "method": "GET", "path": "/dev/mail/preview/{template}", "replies": { "200": ["text/html"] }, "open": true },
  readNotificationSettings: { "group": "users", "method": "GET", "path": "/api/v1/users/notifications/settings", "replies": { "200": ["application/json"] } },
  changeNotificationSettings: { "group": "users", "method": "PUT", "path": "/api/v1/users/notifications/settings", "replies": { "200": ["application/json"] }, "body": "json" },
  showUnsubscribe: { "group": "pages", "method": "GET", "path": "/unsubscribe/{token}", "replies": { "200": ["text/html"] }, "open": true },
  unsubscribe: { "group": "pages", "method": "POST", "path": "/unsubscribe/{token}", "replies": { "200": ["text/html"] }, "open": true }
};

// src/client/pages.ts
async function* allRows(transport, name, input, options) {
  const { page: _page, ...query } = input.query ?? {};
  let asked = input;
  for (; ; ) {
    const { data, pagination } = (await transport.send(name, asked, options)).data;
    yield* data;
    const cursor = pagination.nextCursor;
    if (cursor === null || cursor === asked.query?.["cursor"]) return;
    asked = { ...input, query: { ...query, cursor } };
  }
}

// src/client/cache.ts
var MAX_AGE_MS = 6e4;
var STALE_MS = 24 * 36e5;
var ENTRIES_MAX = 1e3;
var LIVE_AGE_MS = 15 * 6e4;
var SETTLING_MS = 1e3;
var PromptCache = class {
  #entries = /* @__PURE__ */ new Map();
  #maxAgeMs;
  #staleMs;
  #entriesMax;
  #now;
  #changedAt = Number.NEGATIVE_INFINITY;
  /** Counts changes: what was asked for before one may be of yesterday. */
  changes = 0;
  /** Whether every change is heard of at this moment. */
  isLive = false;
  constructor({ maxAgeMs = MAX_AGE_MS, staleMs = STALE_MS, entriesMax = ENTRIES_MAX }, now) {
    [this.#maxAgeMs, this.#staleMs, this.#entriesMax, this.#now] = [maxAgeMs, staleMs, entriesMax, now];
  }
  get size() {
    return this.#entries.size;
  }
  find(key) {
    const entry = this.#entries.get(key);
    if (!entry) return void 0;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry;
  }
  standingOf(entry) {
    if (!entry) return "none";
    const now = this.#now();
    const age = now - entry.fetchedAt;
    if (age >= this.#staleMs) return "none";
    if (entry.isDropped || now >= entry.goodUntil) return "last resort";
    return age < (this.isLive ? Math.max(LIVE_AGE_MS, this.#maxAgeMs) : this.#maxAgeMs) ? "fresh" : "stale";
  }
  /** `since` is `changes` of when it was asked for. */
  keep(key, { prompt, etag, since }) {
    const now = this.#now();
    const isSettling = now - this.#changedAt < SETTLING_MS;
    const entry = {
      prompt,
      etag,
      fetchedAt: now,
      goodUntil: isSettling ? now + SETTLING_MS : Number.POSITIVE_INFINITY,
      isDropped: since !== this.changes
    };
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > this.#entriesMax && oldest !== void 0) this.#entries.delete(oldest);
    return entry;
  }
  /** There is no such thing any more. */
  forget(key) {
    this.#entries.delete(key);
  }
  /** A prompt changed, or, without an id, anything may have. */
  drop(promptId) {
    this.changes += 1;
    this.#changedAt = this.#now();
    for (const entry of this.#entries.values())
      if (promptId === void 0 || entry.prompt.id === promptId) entry.isDropped = true;
  }
};

// src/client/resolved.ts
var STATUS_OF = { not_found: 404, template_invalid: 422, variable_missing: 422, invalid_input: 400 };
function toError({ error }, requestId) {
  const status = STATUS_OF[error.code];
  const about = { type: `/docs/errors/${error.code}`, instance: "/api/v1/prompts/resolve", requestId: requestId ?? "" };
  return new PromptrError({
    status,
    requestId,
    retryAfterMs: null,
    problem: { ...error, ...about, status }
  });
}
function frozen(value) {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) frozen(inner);
  }
  return value;
}

// src/client/generated/template.ts
var INDENT_MAX = 8;
function fenceEnd(text, lineStart) {
  const open = runAt(text, lineStart);
  if (!open) return lineStart;
  let lineEnd = endOfLine(text, open.end);
  if (open.mark === 96 && text.slice(open.end, lineEnd).includes("`")) return lineStart;
  while (lineEnd < text.length) {
    const start = lineEnd + 1;
    lineEnd = endOfLine(text, start);
    const close = runAt(text, start);
    if (close && close.mark === open.mark && close.length >= open.length && isBlank(text, close.end, lineEnd))
      return lineEnd;
  }
  return text.length;
}
function runAt(text, lineStart) {
  let position = lineStart;
  while (position - lineStart < INDENT_MAX && isBlankCode(text.charCodeAt(position))) position += 1;
  const mark = text.charCodeAt(position);
  if (mark !== 96 && mark !== 126) return null;
  let end = position;
  while (text.charCodeAt(end) === mark) end += 1;
  return end - position >= 3 ? { mark, length: end - position, end } : null;
}
var isBlankCode = (code) => code === 32 || code === 9;
function isBlank(text, start, end) {
  for (let position = start; position < end; position += 1) {
    const code = text.charCodeAt(position);
    if (!isBlankCode(code) && code !== 13) return false;
  }
  return true;
}
function endOfLine(text, from) {
  const end = text.indexOf("\n", from);
  return end < 0 ? text.length : end;
}
var NAME = String.raw`([\p{L}_][\p{L}\p{M}\p{N}_]*(?:[.-][\p{L}\p{M}\p{N}_]+)*)`;
var VARIABLE = new RegExp(String.raw`\{\{\s{0,32}${NAME}\s{0,32}\}\}`, "uy");
var HALF_CLOSED = new RegExp(String.raw`\{\{[ \t]{0,8}${NAME}[ \t]{0,8}\}(?!\})`, "uy");
var NEVER_CLOSED = new RegExp(String.raw`\{\{[ \t]{0,8}${NAME}(?=$|[\s,;!?)<]|\.(?:\s|$))`, "uy");
var HALF_OPENED = new RegExp(String.raw`\{[ \t]{0,8}${NAME}[ \t]{0,8}\}\}(?!\})`, "uy");
var TAG = /\{\{[^{}\n]{0,200}\}\}/uy;
var NEVER_GIVEN = "__proto__";
var RAW_OPEN = "{{{{raw}}}}";
var RAW_CLOSE = "{{{{/raw}}}}";
var at = (pattern, text, position) => {
  pattern.lastIndex = position;
  return pattern.exec(text);
};
function scanTemplate(text) {
  return new Scanner(text).scan();
}
var Scanner = class {
  #text;
  #variables = [];
  #fences = [];
  #raws = [];
  #tags = [];
  #unclosed = [];
  /** Single braces that are open: inside them `{name}}` may be the end of a JSON object. */
  #depth = 0;
  /** Searching again for a mark known to be absent would make hostile input quadratic. */
  #absent = /* @__PURE__ */ new Set();
  constructor(text) {
    this.#text = text;
  }
  scan() {
    let position = 0;
    while (position < this.#text.length) position = this.#step(position);
    return {
      variables: this.#variables,
      fences: this.#fences,
      raws: this.#raws,
      tags: this.#tags,
      unclosed: this.#unclosed
    };
  }
  #step(position) {
    const text = this.#text;
    if (position === 0 || text.charCodeAt(position - 1) === 10) {
      const end = fenceEnd(text, position);
      if (end > position) return this.#keep(this.#fences, position, end);
    }
    const code = text.charCodeAt(position);
    if (code === 123) return this.#open(position);
    if (code === 125) this.#depth = Math.max(0, this.#depth - 1);
    return position + 1;
  }
  #open(position) {
    let run = 1;
    while (this.#text.charCodeAt(position + run) === 123) run += 1;
    if (run >= 4) return this.#raw(position, run);
    if (run === 2) return this.#double(position);
    const half = run === 1 && this.#depth === 0 ? at(HALF_OPENED, this.#text, position) : null;
    if (half) return this.#miss(half, position);
    this.#depth += 1;
    return position + 1;
  }
  #raw(position, run) {
    const text = this.#text;
    if (text.startsWith(RAW_OPEN, position)) {
      const close2 = this.#find(RAW_CLOSE, position + RAW_OPEN.length);
      if (close2 >= 0) return this.#keep(this.#raws, position, close2 + RAW_CLOSE.length);
    }
    const close = this.#find("}}}}", position + run);
    if (close < 0) return position + run;
    let end = close + 4;
    while (text.charCodeAt(end) === 125) end += 1;
    return this.#keep(this.#raws, position, end);
  }
  #double(position) {
    const variable = at(VARIABLE, this.#text, position);
    if (variable) {
      const end = position + variable[0].length;
      if (variable[1] === NEVER_GIVEN) return this.#keep(this.#tags, position, end);
      this.#variables.push({ name: variable[1] ?? "", token: variable[0], span: [position, end] });
      return end;
    }
    const tag = at(TAG, this.#text, position);
    if (tag) return this.#keep(this.#tags, position, position + tag[0].length);
    const broken = at(HALF_CLOSED, this.#text, position) ?? at(NEVER_CLOSED, this.#text, position);
    if (broken) return this.#miss(broken, position);
    this.#depth += 2;
    return position + 2;
  }
  #miss(match, position) {
    const end = position + match[0].length;
    this.#unclosed.push({ name: match[1] ?? "", span: [position, end] });
    return end;
  }
  #keep(list, start, end) {
    list.push([start, end]);
    return end;
  }
  #find(mark, from) {
    if (this.#absent.has(mark)) return -1;
    const found = this.#text.indexOf(mark, from);
    if (found < 0) this.#absent.add(mark);
    return found;
  }
};

// src/client/render.ts
var PARTS = ["role", "task", "context", "requirements", "style", "output"];
var RAW_OPEN2 = "{{{{raw}}}}";
var RAW_CLOSE2 = "{{{{/raw}}}}";
var TEXT_BYTES_MAX = 1e6;
var RenderError = class extends Error {
  name = "RenderError";
  code;
  /** Names of the variables, or of the parts, that are at fault. */
  names;
  constructor(code, names) {
    super(`${code}: ${names.join(", ")}`);
    this.code = code;
    this.names = names;
  }
};
var nameKey = (name) => name.normalize("NFC");
var unescaped = (raw) => raw.startsWith(RAW_OPEN2) && raw.endsWith(RAW_CLOSE2) ? raw.slice(RAW_OPEN2.length, -RAW_CLOSE2.length) : raw.slice(2, -2);
function piecesOf(text) {
  const { variables, raws, fences, tags, unclosed } = scanTemplate(text);
  if (unclosed.length > 0) return null;
  const stretches = [
    ...variables.map(({ name, span }) => ({ span, piece: { name: nameKey(name) } })),
    ...raws.map((span) => ({ span, piece: { text: unescaped(text.slice(...span)) } })),
    ...[...fences, ...tags].map((span) => ({ span, piece: { text: text.slice(...span) } }))
  ].sort((a, b) => a.span[0] - b.span[0]);
  const pieces = [];
  let from = 0;
  for (const { span, piece } of [...stretches, { span: [text.length, text.length], piece: { text: "" } }]) {
    const between = text.slice(from, span[0]);
    if (between.includes("{{{{") || text.slice(...span) === RAW_OPEN2) return null;
    pieces.push({ text: between }, piece);
    from = span[1];
  }
  return pieces;
}
function compose(draft) {
  const present = PARTS.flatMap((part) => draft[part] ? [{ part, text: draft[part] }] : []);
  if (present.length === 1 && present[0]?.part === "task") return present[0].text;
  return present.map(({ part, text }) => `# ${part[0]?.toUpperCase()}${part.slice(1)}
${text}`).join("\n\n");
}
function fits(value, declared) {
  if (!declared) return ["string", "number", "boolean"].includes(typeof value);
  if (declared.type === "enum") return typeof value === "string" && (declared.values ?? []).includes(value);
  return typeof value === declared.type;
}
function textsOf(names, variables, values) {
  const given = new Map(Object.entries(values).map(([name, value]) => [nameKey(name), value]));
  const declared = new Map(variables.map((variable) => [nameKey(variable.name), variable]));
  const wrong = [...given].filter(
    ([name, value]) => (declared.has(name) || names.has(name)) && !fits(value, declared.get(name))
  );
  const faults = wrong.map(([name]) => name);
  const texts = new Map([...given].map(([name, value]) => [name, String(value)]));
  for (const name of names) {
    const declaration = declared.get(name);
    if (given.has(name)) continue;
    if (declaration?.default === void 0 && declaration?.required !== false) faults.push(name);
    texts.set(name, String(declaration?.default ?? ""));
  }
  if (faults.length > 0) throw new RenderError("variable_missing", faults);
  return texts;
}
var bytesOf = (text) => new TextEncoder().encode(text).length;
function renderPrompt(prompt, values = {}) {
  const parts = PARTS.flatMap((part) => prompt[part] === null ? [] : [{ part, pieces: piecesOf(prompt[part]) }]);
  const broken = parts.filter(({ pieces }) => pieces === null).map(({ part }) => part);
  if (broken.length > 0) throw new RenderError("template_invalid", broken);
  const names = new Set(
    parts.flatMap(({ pieces }) => (pieces ?? []).flatMap((one) => "name" in one ? [one.name] : []))
  );
  const texts = textsOf(names, prompt.variables, values);
  const filled = {
    role: null,
    task: null,
    context: null,
    requirements: null,
    style: null,
    output: null
  };
  for (const { part, pieces } of parts)
    filled[part] = (pieces ?? []).map((one) => "name" in one ? texts.get(one.name) ?? "" : one.text).join("");
  const text = compose(filled);
  if (bytesOf(text) > TEXT_BYTES_MAX) throw new RenderError("invalid_input", ["variables"]);
  const messages = [
    { role: "system", content: filled.role ?? "" },
    { role: "user", content: compose({ ...filled, role: null }) }
  ];
  return { text, messages: messages.filter(({ content }) => content !== "") };
}

// src/client/subscription.ts
var Subscription = class {
  #transport;
  #cache;
  #listener;
  #controller;
  constructor(transport, cache, listener) {
    [this.#transport, this.#cache, this.#listener] = [transport, cache, listener];
  }
  /** Begins to listen, unless it does. What the credential no longer lets in is told to `onError`, and may be begun anew. */
  start() {
    if (this.#controller) return;
    const controller = new AbortController();
    this.#controller = controller;
    this.#listen(controller.signal).catch((error) => {
      if (!controller.signal.aborted) this.#listener.onError?.(error);
    }).finally(() => {
      if (this.#controller === controller) this.#controller = void 0;
    });
  }
  stop() {
    this.#controller?.abort();
    this.#controller = void 0;
    this.#cache.isLive = false;
  }
  async #listen(signal) {
    let wasOpen = false;
    const onOpen = () => {
      if (signal.aborted) return;
      if (!wasOpen) this.#cache.drop();
      wasOpen = true;
      this.#cache.isLive = true;
      this.#listener.onOpen();
    };
    const onLost = () => {
      if (!signal.aborted) this.#cache.isLive = false;
    };
    for await (const { event, data } of streamChanges(this.#transport, {}, { signal }, { onOpen, onLost }))
      this.#cache.drop(event === "changes.missed" ? void 0 : data.promptId);
  }
};

// src/client/prompts.ts
var AWAY_MS = 5e3;
var TIMEOUT_MS = 5e3;
var PromptReader = class {
  #transport;
  #options;
  #cache;
  #flights = /* @__PURE__ */ new Map();
  #now;
  #subscription;
  #awayUntil = Number.NEGATIVE_INFINITY;
  constructor(transport, options) {
    this.#transport = transport;
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#cache = new PromptCache(options, this.#now);
    const onOpen = () => void (this.#awayUntil = Number.NEGATIVE_INFINITY);
    this.#subscription = new Subscription(transport, this.#cache, { onOpen, onError: options.onError });
  }
  /** Throws the server's refusal (`not_found` …), or `PromptrUnreachable` when nothing at all can answer. */
  async get(slug, { signal, timeoutMs = TIMEOUT_MS, ...which } = {}) {
    const key = JSON.stringify([slug, which.label ?? null, which.version ?? null]);
    const entry = this.#cache.find(key);
    const standing = this.#cache.standingOf(entry);
    const read2 = () => this.#flight(key, slug, which, timeoutMs);
    if (entry && standing === "fresh") return this.#got(entry, "cache");
    if (entry && standing === "stale") {
      this.#inBackground(read2);
      return this.#got(entry, "stale");
    }
    const other = () => {
      if (entry && standing !== "none") return this.#got(entry, "stale");
      const kept = this.#options.bundle && findInBundle(this.#options.bundle, slug, which);
      return kept && this.#toGot(kept, "bundle", null);
    };
    if (this.#now() < this.#awayUntil) {
      const given = other();
      if (given) this.#inBackground(read2);
      if (given) return given;
    }
    try {
      return this.#got(await orAborted(read2(), signal), "server");
    } catch (error) {
      const given = isOutage(error) ? other() : void 0;
      if (!given) throw error;
      return given;
    }
  }
  #got({ prompt, fetchedAt }, source) {
    return this.#toGot(prompt, source, this.#now() - fetchedAt);
  }
  #toGot(prompt, source, ageMs) {
    return { prompt, source, ageMs, render: (values) => renderPrompt(prompt, values) };
  }
  #inBackground(read2) {
    if (this.#now() >= this.#awayUntil) read2().catch((error) => this.#options.onError?.(error));
  }
  /** One question for everybody who asks it at the same time. */
  #flight(key, slug, which, timeoutMs) {
    const under = this.#flights.get(key);
    if (under) return under;
    const flight = this.#read(key, slug, which, timeoutMs).finally(() => this.#flights.delete(key));
    this.#flights.set(key, flight);
    return flight;
  }
  async #read(key, slug, which, timeoutMs) {
    const since = this.#cache.changes;
    const known = this.#cache.find(key);
    const wanted = Object.fromEntries(Object.entries(which).filter(([, value]) => value !== void 0));
    const headers = known?.etag ? { "If-None-Match": known.etag } : {};
    const input = { body: { prompts: [{ slug, ...wanted }] }, headers };
    try {
      const { status, data, etag, requestId } = await this.#transport.send("resolvePrompts", input, {
        timeoutMs,
        retries: 1
      });
      if (status === 304 && known) return this.#cache.keep(key, { ...known, since });
      const [item] = data.data;
      if (!item || "error" in item) throw item ? toError(item, requestId) : new Error("An answer without the prompt");
      return this.#cache.keep(key, { prompt: frozen(item), etag, since });
    } catch (error) {
      if (isOutage(error)) this.#awayUntil = this.#now() + AWAY_MS;
      else if (error instanceof PromptrError && error.status === 404) this.#cache.forget(key);
      throw error;
    }
  }
  /** Listens to changes until `unsubscribe`. While it listens a process of Node stays alive. */
  subscribe() {
    this.#subscription.start();
  }
  unsubscribe() {
    this.#subscription.stop();
  }
  /** Whether changes are heard of at this moment. */
  get isLive() {
    return this.#cache.isLive;
  }
};

// src/client/streams.ts
function failureIn(data) {
  const problem = JSON.parse(data);
  return new PromptrError({ status: problem.status, problem, requestId: problem.requestId, retryAfterMs: null });
}
async function* streamRun(transport, name, input, options = {}) {
  const { response, deadline } = await transport.stream(name, input, options);
  try {
    for await (const { event, data } of framesOf(response)) {
      if (data === void 0) continue;
      if (event === "error") throw failureIn(data);
      yield { event, data: JSON.parse(data) };
      if (event === "result") return;
    }
    throw new PromptrUnreachable("The stream ended before its result");
  } catch (error) {
    if (options.signal?.aborted) throw reasonOf(options.signal);
    if (error instanceof PromptrError || error instanceof PromptrUnreachable) throw error;
    throw new PromptrUnreachable("The stream broke off", { cause: error });
  } finally {
    deadline.abort();
  }
}

// src/client/request.ts
function newKey() {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
var textOf = (value) => typeof value === "string" ? value : JSON.stringify(value) ?? "";
function segmentOf(name, given) {
  const value = given === void 0 || given === null ? "" : textOf(given);
  if (value === "" || value === "." || value === "..")
    throw new TypeError(`path.${name} cannot be ${JSON.stringify(value)}`);
  return encodeURIComponent(value);
}
function addressOf(base, { path: template }, { path = {}, query = {} }) {
  const place = template.replaceAll(/\{(\w+)\}/g, (_whole, name) => segmentOf(name, ownOf(path, name)));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    for (const one of Array.isArray(value) ? value : [value]) if (one !== void 0) search.append(name, textOf(one));
  const text = search.toString();
  return `${base}${place}${text === "" ? "" : `?${text}`}`;
}
var ownOf = (path, name) => Object.hasOwn(path, name) ? path[name] : void 0;
function formOf(body) {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(body ?? {})) {
    if (typeof value === "object" && value !== null)
      for (const [inner, one] of Object.entries(value)) form.append(`${name}[${inner}]`, textOf(one));
    else if (value !== void 0) form.append(name, textOf(value));
  }
  return form.toString();
}
var TYPES = { json: "application/json", form: "application/x-www-form-urlencoded" };
function bodyOf(operation, body) {
  if (operation.body === void 0) return void 0;
  if (operation.body === "form") return formOf(body);
  return body === void 0 ? void 0 : JSON.stringify(body);
}
function prepare(base, operation, input, accept) {
  const headers = new Headers({ accept });
  const body = bodyOf(operation, input.body);
  if (operation.body !== void 0 && body !== void 0) headers.set("content-type", TYPES[operation.body]);
  for (const [name, value] of Object.entries(input.headers ?? {}))
    if (value !== void 0) headers.set(name, textOf(value));
  if (operation.keyed && !headers.has("idempotency-key")) headers.set("idempotency-key", newKey());
  return { url: addressOf(base, operation, input), method: operation.method, headers, body };
}
var isSafe = ({ method, keyed, reads }) => method === "GET" || keyed === true || reads === true;

// src/client/transport.ts
var TIMEOUT_MS2 = 3e4;
var RETRIES = 3;
var WAIT_MS_MAX = 6e4;
var JSON_TYPE = "application/json";
var STREAM = "text/event-stream";
var operationOf = (name) => OPERATIONS[name];
var headOf = ({ headers }) => ({
  headers,
  etag: headers.get("etag"),
  requestId: headers.get("x-request-id")
});
var Transport = class {
  #options;
  #base;
  constructor(options) {
    if (options.accessToken !== void 0 && options.apiKey !== void 0)
      throw new TypeError("Give an accessToken or an apiKey, not both");
    this.#options = options;
    const { username, password, href } = new URL(options.url);
    if (username !== "" || password !== "") throw new TypeError("The url must not hold a name or a password");
    this.#base = href.replace(/[?#].*$/, "").replace(/\/+$/, "");
  }
  /** Asks and reads the answer; throws `PromptrError`, `PromptrUnreachable`, or the reason of the signal. */
  async send(name, input, options = {}) {
    const operation = operationOf(name);
    const kinds = Object.values(operation.replies).flat();
    const known = kinds.includes(JSON_TYPE) ? JSON_TYPE : kinds[0];
    const isFile = kinds.some((kind) => kind !== JSON_TYPE && kind !== "text/html");
    const accept = isFile ? "*/*" : `${known ?? JSON_TYPE}, application/problem+json;q=0.9`;
    const request = prepare(this.#base, operation, input, accept);
    return this.#patiently(operation, options, async () => {
      const { response, deadline } = await this.#open(operation, request, options);
      try {
        const data = await read(operation, response);
        if (data instanceof Response) deadline.endless();
        else deadline.dispose();
        return { ...headOf(response), status: response.status, data };
      } catch (error) {
        deadline.dispose();
        throw this.#explained(error, deadline, options);
      }
    });
  }
  /** Begins a stream. Whoever gets it ends it with `deadline.abort()`. */
  async stream(name, input, options = {}) {
    const operation = operationOf(name);
    const request = prepare(this.#base, operation, input, STREAM);
    return this.#patiently(operation, options, async () => {
      const opened = await this.#open(operation, request, options);
      if (!opened.response.ok) {
        const error = await errorOf(opened.response);
        opened.deadline.dispose();
        throw error;
      }
      opened.deadline.endless();
      return opened;
    });
  }
  #patiently(operation, options, attempt) {
    const { retries = this.#options.retries ?? RETRIES, signal } = options;
    const waitMsMax = this.#options.waitMsMax ?? WAIT_MS_MAX;
    return patiently({ isSafe: isSafe(operation), retries, waitMsMax, signal }, attempt);
  }
  async #open(operation, request, options) {
    const headers = new Headers(request.headers);
    if (!operation.open) await this.#identify(headers);
    const deadline = new Deadline(options.signal);
    deadline.within(options.timeoutMs ?? this.#options.timeoutMs ?? TIMEOUT_MS2);
    const { url, method, body } = request;
    try {
      const send = this.#options.fetch ?? fetch;
      const init = { method, headers, redirect: "manual", signal: deadline.signal };
      const response = await send(url, body === void 0 ? init : { ...init, body });
      return { response, deadline };
    } catch (error) {
      deadline.dispose();
      throw this.#explained(error, deadline, options);
    }
  }
  async #identify(headers) {
    const { accessToken, apiKey } = this.#options;
    const secret = accessToken ?? apiKey;
    if (secret === void 0) return;
    const text = typeof secret === "string" ? secret : await secret();
    if (!/^[\x21-\x7e]+$/.test(text)) throw new TypeError("The credential is empty or holds signs that none has");
    if (accessToken === void 0) headers.set("x-api-key", text);
    else headers.set("authorization", `Bearer ${text}`);
  }
  /** What went wrong on the way, in our words; what the server said stays as it is. */
  #explained(error, { isLate }, { signal }) {
    if (signal?.aborted) return reasonOf(signal);
    if (!(error instanceof Error) || error.name === "PromptrError") return error;
    const what = isLate ? "did not answer in time" : "cannot be reached";
    return new PromptrUnreachable(`${this.#base} ${what}`, { cause: error });
  }
};
async function read(operation, response) {
  const type = (response.headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  const kinds = operation.replies[String(response.status)];
  if (!kinds || type === "application/problem+json") throw await errorOf(response);
  if (kinds.length === 0) return void await response.arrayBuffer();
  const isFile = kinds.some((kind) => kind !== JSON_TYPE && kind !== "text/html");
  if (isFile) return response;
  if (kinds.includes(type)) return type === JSON_TYPE ? response.json() : response.text();
  throw await errorOf(response);
}

// src/client/etag.ts
function etagOf({ etag }) {
  if (etag === null) throw new TypeError("This answer has no ETag");
  return etag;
}
var ifMatch = (seen) => ({ "If-Match": etagOf(seen) });
var ifNoneMatch = (seen) => ({ "If-None-Match": etagOf(seen) });
var ifNew = () => ({ "If-None-Match": "*" });

// src/client/index.ts
function callsOf(transport, name) {
  const { events, paged, streams } = operationOf(name);
  if (events) return { [name]: (input = {}, options = {}) => streamChanges(transport, input, options) };
  return {
    [name]: (input = {}, options = {}) => transport.send(name, input, options),
    ...paged && { [`${name}All`]: (input = {}, options = {}) => allRows(transport, name, input, options) },
    ...streams && { [`${name}Stream`]: (input = {}, options = {}) => streamRun(transport, name, input, options) }
  };
}
var DISPOSE = Symbol.dispose ?? /* @__PURE__ */ Symbol.for("Symbol.dispose");
function createClient(options) {
  const transport = new Transport(options);
  const reader = new PromptReader(transport, options.cache ?? {});
  const groups = {};
  for (const name of Object.keys(OPERATIONS))
    Object.assign(groups[operationOf(name).group] ??= {}, callsOf(transport, name));
  const own = {
    get: (slug, given) => reader.get(slug, given),
    subscribe: () => reader.subscribe()
  };
  const prompts = Object.defineProperty({ ...groups["prompts"], ...own }, "isLive", { get: () => reader.isLive });
  const close = () => reader.unsubscribe();
  return { ...groups, prompts, close, [DISPOSE]: close };
}
export {
  PromptrError,
  PromptrUnreachable,
  RenderError,
  checkBundle,
  createClient,
  ifMatch,
  ifNew,
  ifNoneMatch,
  isOutage,
  renderPrompt
};
