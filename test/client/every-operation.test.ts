import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  createClient,
  type Input,
  type OperationName,
  PromptrError,
  type PromptrClient,
} from "../../src/client/index.ts";
import { OPERATIONS } from "../../src/client/generated/operations.ts";
import { unsubscribeToken } from "../../src/features/mail/unsubscribe-token.ts";
import { createHash, randomUUID } from "node:crypto";
import { linkFor, register } from "../features/auth/answers.ts";
import { createScene, REPAIRABLE, type Scene } from "../features/enrichment/scene.ts";
import { exportOf, mailsTo } from "../features/privacy/fixture.ts";
import { speaking, tested } from "../features/runs/made.ts";
import type { User } from "../world.ts";

type Inputs = { [N in OperationName]?: () => Input<N> | Promise<Input<N>> };
type Spoken = { readonly status: number; readonly data: unknown };

let scene: Scene;
let ada: User;
let admin: User;
let client: PromptrClient;
let inputs: Inputs;
let promptId: string;
/** Who asks, where it is not Ada; an administrator asks what is for administrators. */
const by = new Map<OperationName, PromptrClient>();

const document = JSON.parse(readFileSync("docs/openapi.json", "utf8"));
const exampleOf = (name: OperationName): object | undefined => {
  const { path, method } = OPERATIONS[name];
  const content = document.paths[path][method.toLowerCase()].requestBody?.content;
  return content && (Object.values(content)[0] as { example?: object }).example;
};
const clientOf = (accessToken?: string): PromptrClient =>
  createClient({ url: scene.world.url, retries: 0, ...(accessToken !== undefined && { accessToken }) });

/** What stays the same over all calls. */
async function furnish() {
  const post = async (path: string, body?: object) => (await ada.post(path, body)).body;
  const prompt = await post("/prompts", {
    title: "Notes",
    slug: "notes",
    task: "Write notes for {{version}}.",
    isPublic: true,
    selectedModel: "gpt-6-luna",
  });
  const folder = await post("/folders", { name: "Folder" });
  const webhook = await post("/webhooks", { url: "https://hooks.example.com/", events: ["prompt.created"] });
  const delivery = await post(`/webhooks/${webhook.id}/test`);
  const key = await post("/api-keys", { name: "A key", scopes: ["prompts:read"] });
  const share = await post("/sharing/create", { promptId: prompt.id });
  const locked = await post("/sharing/create", { promptId: prompt.id, password: "open sesame" });
  const testCase = await post(`/prompts/${prompt.id}/tests`, {
    name: "Says it",
    variables: { version: "1" },
    expectations: [{ kind: "contains", text: "1" }],
  });
  await ada.put(`/prompts/${prompt.id}`, { task: "Write the notes for {{version}}." });
  await ada.put(`/prompts/${prompt.id}/labels/staging`, { version: 1 });
  await ada.put(`/prompts/${prompt.id}/labels/staging`, { version: 2 });
  const token = ({ url }: { url: string }) => url.slice(url.lastIndexOf("/") + 1);
  return { prompt, folder, webhook, delivery, key, share: token(share), locked: token(locked), testCase };
}

beforeAll(async () => {
  scene = await createScene();
  const { world } = scene;
  scene.fake.answer(speaking("Version 1 is here."));
  [ada, admin] = [await world.user({ tier: "pro" }), await world.user({ role: "admin", tier: "pro" })];
  client = clientOf(ada.accessToken);
  const person = await register(world);
  const other = await world.user();
  const visitor = await register(world); // whose session may end
  const made = await furnish();
  const id = made.prompt.id as string;
  promptId = id;
  const path = { id };
  const newPrompt = async (over: object = {}): Promise<string> =>
    (await ada.post("/prompts", { title: "New", task: "t", ...over })).body.id;
  const published = async (): Promise<string> =>
    (await other.post("/prompts", { title: "Theirs", task: "Explain {{a}}", isPublic: true })).body.id;
  const mailed = (table: "password_resets" | "email_verifications") => linkFor(world, table, person.userId);
  const [run] = [await tested(scene, ada, id, { version: 1 }), await tested(scene, ada, id, { version: 2 })];
  const exported = await exportOf(world, ada);
  const [mail = ""] = await mailsTo(world, ada.email);
  const [letter] = (await world.app.ports.mailer.outbox?.list(1)) ?? [];
  const unsubscribe = () => ({
    path: {
      token: unsubscribeToken(world.app.ports.tokens, {
        userId: person.userId,
        kind: "quota_reached",
        addressHash: createHash("sha256").update(person.email).digest(),
      }),
    },
  });
  const flagged = async (): Promise<string> => {
    const promptId = await newPrompt({ isPublic: true });
    await admin.put(`/admin/prompts/${promptId}`, { status: "flagged", reason: "Why" });
    return promptId;
  };
  const [job] = await world.sql("select id from pgboss.job limit 1");
  const webhook = { id: made.webhook.id as string };
  const key = { id: made.key.id as string };
  const label = { ...path, label: "staging" };
  const sharePath = { token: made.share };
  inputs = {
    register: () => ({ body: { email: `new-${randomUUID()}@example.com`, password: "test123", fullName: "New" } }),
    login: () => ({ body: { email: person.email, password: person.password } }),
    refresh: async () => ({ body: { refreshToken: (await register(world)).refreshToken } }),
    resetPassword: async () => ({ body: { token: await mailed("password_resets"), password: "test1234" } }),
    verifyEmail: async () => ({ body: { token: await mailed("email_verifications") } }),
    showConfirmation: async () => ({ path: { token: await mailed("email_verifications") } }),
    confirmByForm: async () => ({ path: { token: await mailed("email_verifications") }, body: {} }),
    showReset: async () => ({ path: { token: await mailed("password_resets") } }),
    resetByForm: async () => ({ path: { token: await mailed("password_resets") }, body: { password: "test12345" } }),
    endSession: async () => ({ path: { id: (await visitor.get("/auth/sessions")).body.data[0].id } }),
    updateFolder: () => ({ path: { id: made.folder.id }, body: { name: "Renamed" } }),
    deleteFolder: () => ({ path: { id: made.folder.id } }),
    deletePrompt: async () => ({ path: { id: await newPrompt() } }),
    restorePrompt: async () => {
      const deleted = await newPrompt();
      await ada.delete(`/prompts/${deleted}`);
      return { path: { id: deleted } };
    },
    compareVersions: () => ({ path, query: { from: 1, to: "latest" } }),
    readVersion: () => ({ path: { id, version: 1 } }),
    restoreVersion: () => ({ path: { id, version: 1 }, body: { message: "Back" } }),
    readLabel: () => ({ path: label }),
    moveLabel: () => ({ path: { id, label: "new" }, body: { version: 1 } }),
    removeLabel: () => ({ path: { id, label: "new" }, body: {} }),
    undoLabelMove: () => ({ path: label, body: {} }),
    listLabelHistory: () => ({ path: label }),
    renderPrompt: () => ({ path, body: { variables: { version: "1" } } }),
    resolvePrompts: () => ({ body: { prompts: [{ slug: "notes" }, { id, version: 1 }] } }),
    exportPrompts: () => ({ query: { format: "markdown" } }),
    importPrompts: () => ({
      query: { dryRun: "true" },
      body: { content: "---\nmodel: x\n---\nSay {{it}}", format: "dotprompt" },
    }),
    readPublicPrompt: () => ({ path }),
    starPrompt: async () => ({ path: { id: await published() } }),
    unstarPrompt: async () => ({ path: { id: await published() } }),
    forkPrompt: async () => ({ path: { id: await published() } }),
    readUpstream: async () => ({ path: { id: (await ada.post(`/prompts/${await published()}/fork`)).body.id } }),
    suggestImprovements: () => ({ query: { promptId: id } }),
    migrateModels: () => ({ body: { from: "claude-3-5-sonnet", to: "gpt-6-luna", all: true, dryRun: true } }),
    runPrompt: () => ({ path, body: { variables: { version: "1" } } }),
    startTestRun: async () => ({ path: { id: await withCase() }, body: { model: "gpt-6-luna" } }),
    readTestRun: () => ({ path: { id, runId: run.id } }),
    compareTestRuns: () => ({ path, query: { from: 1, to: 2 } }),
    readTestCase: () => ({ path: { id, testId: made.testCase.id } }),
    replaceTestCase: () => ({
      path: { id, testId: made.testCase.id },
      body: { name: "Says", expectations: [{ kind: "contains", text: "it" }] },
    }),
    deleteTestCase: () => ({ path: { id, testId: made.testCase.id } }),
    applyEnhancement: async () => {
      const promptId = await newPrompt({ task: REPAIRABLE, selectedModel: "gpt-6-luna" });
      const { body } = await ada.post("/enrichment/enhance", { promptId, model: "builtin" });
      return { body: { enhancementId: body.id, changes: body.changes.map((change: { id: string }) => change.id) } };
    },
    createShare: () => ({ body: { promptId: id } }),
    openShare: () => ({ path: { token: made.locked }, headers: { "X-Share-Password": "open sesame" } }),
    updateShare: () => ({ path: sharePath, body: { maxViews: 100 } }),
    revokeShare: () => ({ path: { token: made.locked } }),
    showShare: () => ({ path: sharePath }),
    openShareWithPassword: () => ({ path: { token: made.locked }, body: { password: "open sesame" } }),
    fillShare: async () => {
      const { data } = await clientOf().pages.showShare({ path: sharePath });
      return {
        path: sharePath,
        body: { pass: /name="pass" value="([^"]+)"/.exec(data)?.[1] ?? "", values: { version: "1" } },
      };
    },
    readWebhook: () => ({ path: webhook }),
    updateWebhook: () => ({ path: webhook, body: { enabled: true } }),
    deleteWebhook: () => ({ path: webhook }),
    rotateWebhookSecret: () => ({ path: webhook, body: {} }),
    listWebhookDeliveries: () => ({ path: webhook }),
    replayWebhookDelivery: () => ({ path: { ...webhook, delivery: made.delivery.id } }),
    replayFailedWebhookDeliveries: () => ({
      path: webhook,
      body: { since: new Date(Date.now() - 60_000).toISOString() },
    }),
    testWebhook: () => ({ path: webhook }),
    readExport: () => ({ path: { id: exported.id } }),
    downloadExport: () => ({ path: { id: exported.id } }),
    downloadExportByLink: () => ({ path: { token: /exports\/download\/([\w-]{43})/.exec(mail)?.[1] ?? "" } }),
    readDevMail: () => ({ path: { file: letter?.file ?? "" } }),
    deleteAccount: () => ({ body: { password: "test12345" } }),
    readApiKey: () => ({ path: key }),
    updateApiKey: () => ({ path: key, body: { name: "Renamed" } }),
    deleteApiKey: () => ({ path: key }),
    rotateApiKey: () => ({ path: key, body: {} }),
    explainApiKey: () => ({ path: key, body: { method: "GET", path: "/api/v1/prompts" } }),
    readUser: () => ({ path: { id: other.userId } }),
    updateUser: () => ({ path: { id: other.userId }, body: { subscriptionTier: "pro", reason: "Paid" } }),
    readModeratedPrompt: () => ({ path }),
    moderatePrompt: async () => ({
      path: { id: await newPrompt({ isPublic: true }) },
      body: { status: "flagged", reason: "Why" },
    }),
    readModeration: async () => ({ path: { id: await flagged() } }),
    appealModeration: async () => ({ path: { id: await flagged() }, body: { note: "Mine" } }),
    sendBroadcast: () => ({
      body: { title: "Hello", text: "Hello", channels: ["in_app"], audience: {}, dryRun: true },
    }),
    readBroadcast: async () => ({ path: { id: await broadcast() } }),
    cancelBroadcast: async () => ({ path: { id: await broadcast() } }),
    readJob: () => ({ path: { id: String(job?.["id"]) } }),
    retryJobs: () => ({ body: { queue: "mail.send" } }),
    pauseQueue: () => ({ path: { queue: "mail.send" } }),
    resumeQueue: () => ({ path: { queue: "mail.send" } }),
    openDashboardByForm: () => ({ body: { token: admin.accessToken } }),
    setFlag: () => ({ path: { flag: "of_a_front_end" }, body: { enabled: true } }),
    removeFlag: () => ({ path: { flag: "of_a_front_end" } }),
    explainFailure: () => ({ path: { code: "not_found" } }),
    previewMail: () => ({ path: { template: "welcome" } }),
    showUnsubscribe: unsubscribe,
    unsubscribe,
  };
  const withCase = async (): Promise<string> => {
    const promptId = await newPrompt();
    await ada.post(`/prompts/${promptId}/tests`, { name: "One", expectations: [{ kind: "contains", text: "t" }] });
    return promptId;
  };
  const broadcast = async (): Promise<string> => {
    const broadcastId = randomUUID();
    await world.sql(
      `insert into promptr.broadcasts (id, created_by, title, body, channels, audience, people) values ($1, $2, 'T', 'T', '{in_app}', '{}', 1)`,
      [broadcastId, admin.userId],
    );
    return broadcastId;
  };
  for (const name of ["resendVerification", "logout"] as const)
    by.set(name, clientOf((await register(world)).accessToken));
  const leaver = await register(world, { password: "test12345" });
  by.set("deleteAccount", clientOf(leaver.accessToken));
  by.set("exportData", clientOf(other.accessToken));
  by.set("endSession", clientOf(visitor.accessToken));
  by.set("changePassword", clientOf((await register(world)).accessToken));
});
afterAll(() => scene[Symbol.asyncDispose]());

/** What the document says may come instead, with the reason nothing better can. */
const REFUSED: Partial<Record<OperationName, string>> = {
  openDashboardByForm: "403", // a browser says which page its form is on, and programs do not
};
const GOES = /^(?:delete|remove|revoke|end|logout|unstar)/;

async function call(name: OperationName): Promise<Spoken> {
  const { group } = OPERATIONS[name];
  const input = (await inputs[name]?.()) ?? standard(name);
  const asking = by.get(name) ?? (group === "admin" ? clientOf(admin.accessToken) : client);
  const method = (asking[group] as unknown as Record<string, (given: object) => Promise<Spoken>>)[name];
  return method!(input);
}
/** The document's own example, for Ada's prompt. */
function standard(name: OperationName): object {
  const body = exampleOf(name);
  const path = OPERATIONS[name].path.includes("/prompts/{id}") ? { path: { id: promptId } } : {};
  return { ...path, ...(body && { body }) };
}

test("every operation of the document is answered through the client as the document says", async () => {
  const names = (Object.keys(OPERATIONS) as OperationName[]).filter((name) => name !== "streamPromptEvents");
  const order = [...names.filter((name) => !GOES.test(name)), ...names.filter((name) => GOES.test(name))];
  const wrong: string[] = [];
  for (const name of order) {
    const outcome = await call(name).then(
      async ({ status, data }) => {
        if (data instanceof Response) await data.arrayBuffer();
        return String(status);
      },
      (error: unknown) =>
        error instanceof PromptrError ? (error.problem?.code ?? String(error.status)) : String(error),
    );
    const wanted = REFUSED[name] === undefined ? Object.keys(OPERATIONS[name].replies) : [REFUSED[name]];
    if (!wanted.includes(outcome)) wrong.push(`${name}: ${outcome}`);
  }
  expect(wrong).toEqual([]);
  expect(order).toHaveLength(
    Object.values(document.paths).flatMap((methods) => Object.keys(methods as object)).length - 1,
  );
}, 60_000);
