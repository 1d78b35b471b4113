import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { API_SCOPES } from "../../../src/contract/credential.ts";
import { type User, until } from "../../world.ts";
import { createScene, EDITS, GOOD, quotaOf, repair, REPAIRABLE, type Scene, TASK } from "./scene.ts";

let scene: Scene;
let user: User;
beforeAll(async () => {
  scene = await createScene();
});
afterAll(() => scene[Symbol.asyncDispose]());
beforeEach(async () => {
  scene.reset();
  user = await scene.world.user();
});

const BETTER = "Write a product description for {{product}}: what it does and who it is for.";
const OUTPUT = EDITS[1]!.after;
const NOBODY = "0199f0a2-7c1e-7000-8000-000000000001";

const enhance = (body: object, headers = {}) => user.post("/enrichment/enhance", body, headers);
const apply = (body: object, headers = {}, who: Pick<User, "post"> = user) =>
  who.post("/enrichment/apply", body, headers);
const read = async (id: string) => (await user.get(`/prompts/${id}`)).body;
const versions = async (id: string) => (await user.get(`/prompts/${id}/versions`)).body.data;

/** A stored prompt, an enhancement of it that nobody has applied, and the ids of its two changes. */
async function enhanced(prompt: object = {}) {
  const stored = await user.post("/prompts", { title: "Product", task: TASK, style: "Warm.", ...prompt });
  const { id, changes } = (await enhance({ promptId: stored.body.id })).body;
  const [task, output] = changes.map((change: { id: string }) => change.id) as [string, string];
  return {
    promptId: stored.body.id as string,
    etag: stored.headers.get("etag") ?? "",
    enhancementId: id,
    task,
    output,
  };
}

describe("accepting changes", () => {
  test("makes a new version of the prompt with author and message, and labels stay where they are", async () => {
    const { promptId, enhancementId, task, output } = await enhanced();
    await user.put(`/prompts/${promptId}/labels/production`, { version: 1 });
    const { status, body, headers } = await apply({
      enhancementId,
      changes: [output, task],
      message: "Say what is wanted",
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({ promptId, version: 2, changes: [task, output] });
    expect(body.enhanced).toMatchObject({ task: BETTER, output: OUTPUT, style: "Warm.", role: null });
    expect(body.enhancedPrompt).toContain("# Output\nTwo paragraphs");
    expect(body.quality.after).toBeGreaterThan(body.quality.before);
    const now = await user.get(`/prompts/${promptId}`);
    expect(now.body).toMatchObject({ ...body.enhanced, version: 2, qualityScore: body.quality.after });
    expect(now.body.enrichedPrompt).toBe(body.enhancedPrompt);
    expect(headers.get("etag")).toBe(now.headers.get("etag"));
    expect((await versions(promptId))[0]).toMatchObject({
      version: 2,
      message: "Say what is wanted",
      author: { name: "Ada Lovelace" },
    });
    expect((await user.get(`/prompts/${promptId}/labels/production`)).body.version).toBe(1);
    expect(await quotaOf(scene.world, user)).toMatchObject({ used: 1 });
  });

  test("takes any of them without the others, one after the other too, and says so where nobody else does", async () => {
    const { promptId, enhancementId, task, output } = await enhanced();
    expect((await apply({ enhancementId, changes: [output] })).body.enhanced).toMatchObject({
      task: TASK,
      output: OUTPUT,
    });
    expect((await apply({ enhancementId, changes: [task] })).body.enhanced).toMatchObject({
      task: BETTER,
      output: OUTPUT,
    });
    expect((await versions(promptId)).map(({ message }: { message: string }) => message)).toEqual([
      "Applied 1 change of gpt-6-luna",
      "Applied 1 change of gpt-6-luna",
      null,
    ]);
  });

  test("twice, in any order, and together with what is in already, makes one version each", async () => {
    const { promptId, enhancementId, task, output } = await enhanced();
    for (const changes of [[task], [task], [output], [task], [output, task], [task, task]])
      expect((await apply({ enhancementId, changes })).status).toBe(200);
    expect(await read(promptId)).toMatchObject({ version: 3, task: BETTER, output: OUTPUT });
  });

  test("twenty times at once makes one version", async () => {
    const { promptId, enhancementId, task } = await enhanced();
    const answers = await Promise.all(Array.from({ length: 20 }, () => apply({ enhancementId, changes: [task] })));
    expect(answers.map(({ status, body }) => [status, body.version])).toEqual(
      Array.from({ length: 20 }, () => [200, 2]),
    );
    expect(await versions(promptId)).toHaveLength(2);
  });

  test("that only add to what they match does not add again", async () => {
    const added = { ...EDITS[0]!, before: "some details", after: "some details (three of them)" };
    scene.fake.reply(repair([added]));
    const { promptId, enhancementId, task } = await enhanced();
    await apply({ enhancementId, changes: [task] });
    const { task: once } = await read(promptId);
    await user.put(`/prompts/${promptId}`, { task: `${once} Thanks.` });
    expect((await apply({ enhancementId, changes: [task] })).body).toMatchObject({ version: 3 });
    expect((await read(promptId)).task).toBe(`${once} Thanks.`);
  });

  test("still works in a prompt that was edited elsewhere, and the edit stays", async () => {
    const { promptId, enhancementId, task, output } = await enhanced();
    await user.put(`/prompts/${promptId}`, { style: "Dry.", task: `Please: ${TASK}` });
    const { body } = await apply({ enhancementId, changes: [task, output] });
    expect(body.enhanced).toMatchObject({ style: "Dry.", task: `Please: ${BETTER}`, output: OUTPUT });
    expect(body.version).toBe(3);
  });

  test("is 412 with the change named when the words it replaces are not there any more, and changes nothing", async () => {
    const { promptId, enhancementId, task, output } = await enhanced();
    await user.put(`/prompts/${promptId}`, { task: "Sort {{product}} by name. Answer with a list." });
    const { status, body } = await apply({ enhancementId, changes: [task, output] });
    expect({ status, code: body.code }).toEqual({ status: 412, code: "version_moved" });
    expect(body.detail).toContain(task);
    expect(await read(promptId)).toMatchObject({ version: 2, output: null });
    expect((await apply({ enhancementId, changes: [output] })).status).toBe(200);
  });

  test("is 412 when the words it replaces stand in a fenced block by now", async () => {
    const { promptId, enhancementId, task: change } = await enhanced();
    const task = `Sort {{product}} as here:\n\`\`\`\nitems${EDITS[0]!.before}\n\`\`\``;
    await user.put(`/prompts/${promptId}`, { task });
    const { status, body } = await apply({ enhancementId, changes: [change] });
    expect({ status, code: body.code }).toEqual({ status: 412, code: "version_moved" });
    expect(body.detail).toContain("would break the prompt");
    expect(await read(promptId)).toMatchObject({ version: 2, task });
  });

  test("honours If-Match", async () => {
    const { promptId, etag, enhancementId, task, output } = await enhanced();
    const first = await apply({ enhancementId, changes: [task] }, { "if-match": etag });
    expect(first.status).toBe(200);
    const late = await apply({ enhancementId, changes: [output] }, { "if-match": etag });
    expect(late).toMatchObject({ status: 412, body: { code: "version_moved" } });
    const current = { "if-match": first.headers.get("etag") ?? "" };
    expect((await apply({ enhancementId, changes: [output] }, current)).body.version).toBe(3);
    expect((await read(promptId)).version).toBe(3);
  });

  test("is answered as before when it is repeated with its Idempotency-Key", async () => {
    const { enhancementId, task } = await enhanced();
    const ask = () => apply({ enhancementId, changes: [task] }, { "idempotency-key": "again" });
    const [first, second] = [await ask(), await ask()];
    expect(second.body).toEqual(first.body);
    expect(second.headers.get("idempotent-replayed")).toBe("true");
  });

  test("of text that is stored nowhere gives the text back and stores nothing", async () => {
    const { id, changes } = (await enhance({ text: TASK })).body;
    const { status, body, headers } = await apply({ enhancementId: id, changes: [changes[0].id] });
    expect(status).toBe(200);
    expect(body).toMatchObject({ promptId: null, version: null, enhanced: { task: BETTER, output: null } });
    expect(headers.get("etag")).toBeNull();
    expect((await user.get("/prompts")).body.data).toEqual([]);
  });

  test("works for what the built-in engine made", async () => {
    const { id, changes, enhanced: all } = (await enhance({ text: REPAIRABLE, model: "promptr-builtin" })).body;
    const taken = changes.map((change: { id: string }) => change.id);
    expect((await apply({ enhancementId: id, changes: taken })).body.enhanced).toEqual(all);
  });
});

describe("accepting changes is refused", () => {
  test("with every unknown id named, and for ids of another enhancement", async () => {
    const { enhancementId, task } = await enhanced();
    scene.fake.reply(repair([{ ...EDITS[0]!, after: "." }]));
    const other = (await enhance({ text: TASK })).body;
    const { status, body } = await apply({ enhancementId, changes: [task, "nothing", other.changes[0].id] });
    expect({ status, code: body.code }).toEqual({ status: 400, code: "invalid_input" });
    expect(body.errors.map(({ path, code }: Record<string, string>) => [path, code])).toEqual([
      ["body.changes.1", "unknown_change"],
      ["body.changes.2", "unknown_change"],
    ]);
  });

  test("for wrong input with every fault", async () => {
    const { body } = await apply({ enhancementId: "x", changes: [], message: "m".repeat(501), more: 1 });
    expect(body.errors.map(({ path }: { path: string }) => path).sort()).toEqual([
      "body.changes",
      "body.enhancementId",
      "body.message",
      "body.more",
    ]);
  });

  test("without a credential, for another's enhancement, and alike for one that never was", async () => {
    const { promptId, enhancementId, task } = await enhanced();
    const body = { enhancementId, changes: [task] };
    expect((await apply(body, {}, scene.world.anyone)).status).toBe(401);
    const other = await scene.world.user();
    const theirs = await apply(body, {}, other);
    const missing = await apply({ ...body, enhancementId: NOBODY }, {}, other);
    expect(theirs).toMatchObject({ status: 404, body: { code: "not_found" } });
    expect({ ...theirs.body, requestId: "" }).toEqual({ ...missing.body, requestId: "" });
    expect((await read(promptId)).version).toBe(1);
  });

  test("for a prompt that was deleted since", async () => {
    const { promptId, enhancementId, task } = await enhanced();
    await user.delete(`/prompts/${promptId}`);
    expect((await apply({ enhancementId, changes: [task] })).status).toBe(404);
  });

  test("to a key that may not change prompts, which may still apply to text of its own", async () => {
    const { promptId, enhancementId, task } = await enhanced();
    const inline = (await enhance({ text: TASK })).body;
    const key = await scene.world.apiKey(user, { scopes: ["enrichment", "prompts:read"] });
    const refused = await apply({ enhancementId, changes: [task] }, {}, key);
    expect(refused).toMatchObject({ status: 403, body: { code: "insufficient_scope" } });
    expect(refused.body.errors[0].code).toBe("prompts:write");
    expect((await apply({ enhancementId: inline.id, changes: [inline.changes[0].id] }, {}, key)).status).toBe(200);
    const requests = scene.fake.requests.length;
    const saving = await key.post("/enrichment/enhance", { promptId, save: true });
    expect(saving).toMatchObject({ status: 403, body: { code: "insufficient_scope" } });
    expect(scene.fake.requests.length).toBe(requests);
    const both = await scene.world.apiKey(user, { scopes: ["enrichment", "prompts:read", "prompts:write"] });
    const blind = await scene.world.apiKey(user, { scopes: ["enrichment", "prompts:write"] });
    const unread = await apply({ enhancementId, changes: [task] }, {}, blind);
    expect(unread).toMatchObject({ status: 403, body: { code: "insufficient_scope" } });
    expect(unread.body.errors[0].code).toBe("prompts:read");
    expect((await apply({ enhancementId, changes: [task] }, {}, both)).status).toBe(200);
    const noEnrichment = await scene.world.apiKey(user, {
      scopes: API_SCOPES.filter((scope) => scope !== "enrichment"),
    });
    expect((await apply({ enhancementId, changes: [task] }, {}, noEnrichment)).status).toBe(403);
  });

  test("where a published prompt may not become what it would be", async () => {
    const { promptId, enhancementId, task } = await enhanced({ isPublic: true });
    await scene.world.sql("update promptr.prompts set context = $2 where id = $1", [
      promptId,
      "Use sk-ant-api03-AbCdEfGhIjKlMnOpQrStUv1234.",
    ]);
    expect(await apply({ enhancementId, changes: [task] })).toMatchObject({
      status: 422,
      body: { code: "publish_blocked" },
    });
    expect((await read(promptId)).version).toBe(1);
  });

  test("when the prompt has as many versions as it may have", async () => {
    const { promptId, enhancementId, task } = await enhanced();
    await scene.world.sql("update promptr.prompts set version = 10000 where id = $1", [promptId]);
    expect(await apply({ enhancementId, changes: [task] })).toMatchObject({
      status: 409,
      body: { code: "too_many_versions" },
    });
  });
});

describe("enhancing with save", () => {
  const make = async (fields: object = {}) => {
    const { body, headers } = await user.post("/prompts", { title: "Product", task: TASK, ...fields });
    return { promptId: body.id as string, etag: headers.get("etag") ?? "" };
  };

  test("makes the improved prompt its newest version and says which", async () => {
    const { promptId, etag } = await make();
    const { body } = await enhance({ promptId, save: true }, { "if-match": etag });
    expect(body).toMatchObject({ status: "improved", draftVersion: 2 });
    const enrichedPrompt = body.enhancedPrompt;
    expect(await read(promptId)).toMatchObject({ version: 2, task: BETTER, output: OUTPUT, enrichedPrompt });
    expect((await versions(promptId))[0].message).toBe("Enhanced by gpt-6-luna (2 changes)");
  });

  test("leaves the enriched text on the prompt for as long as it is its content", async () => {
    const { promptId } = await make();
    const unsaved = await enhance({ promptId });
    expect((await read(promptId)).enrichedPrompt).toBeNull();
    await enhance({ promptId, save: true });
    await user.put(`/prompts/${promptId}`, { title: "Another name" });
    expect((await read(promptId)).enrichedPrompt).toBe(unsaved.body.enhancedPrompt);
    await user.put(`/prompts/${promptId}`, { style: "Warm." });
    expect((await read(promptId)).enrichedPrompt).toBeNull();
  });

  test("saves what was kept of an answer that was lost, at no further cost", async () => {
    const { promptId } = await make();
    await enhance({ promptId });
    expect((await enhance({ promptId, save: true })).body).toMatchObject({ cached: true, draftVersion: 2 });
    expect(await quotaOf(scene.world, user)).toMatchObject({ used: 1 });
  });

  test("saves nothing where nothing was improved, or saving was not asked for", async () => {
    const { promptId } = await make({ task: GOOD });
    const good = (await enhance({ promptId, save: true })).body;
    expect(good.status).toBe("already_good");
    const unsaved = await make();
    for (const body of [good, (await enhance({ promptId: unsaved.promptId })).body])
      expect(body).not.toHaveProperty("draftVersion");
    for (const id of [promptId, unsaved.promptId]) expect((await read(id)).version).toBe(1);
  });

  test("needs a stored prompt", async () => {
    expect(await enhance({ text: TASK, save: true })).toMatchObject({
      status: 400,
      body: { errors: [{ path: "body.save" }] },
    });
  });

  test("is 412 before anything is spent when If-Match does not hold", async () => {
    const { promptId, etag } = await make();
    await user.put(`/prompts/${promptId}`, { style: "Dry." });
    const refused = await enhance({ promptId, save: true }, { "if-match": etag });
    expect(refused).toMatchObject({ status: 412, body: { code: "version_moved" } });
    expect(await quotaOf(scene.world, user)).toMatchObject({ used: 0, refunded: 0 });
    expect((await enhance({ promptId: NOBODY }, { "if-match": etag })).status).toBe(404);
  });

  test("never writes over a version that came while the model was at work; what it made can be applied", async () => {
    const { promptId } = await make();
    const began = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    scene.stage.instead = async () => {
      began.resolve();
      await goOn.promise;
      return { text: repair().text, usage: { inputTokens: 1, outputTokens: 1 } };
    };
    const waiting = enhance({ promptId, save: true });
    await began.promise;
    await user.put(`/prompts/${promptId}`, { style: "Dry." });
    goOn.resolve();
    const { status, body } = await waiting;
    expect({ status, code: body.code }).toEqual({ status: 412, code: "version_moved" });
    const [, enhancementId] = /enhancement ([\w-]{36})/.exec(body.detail) ?? [];
    expect(await read(promptId)).toMatchObject({ version: 2, task: TASK, style: "Dry." });
    const [kept] = await scene.world.sql(
      "select result -> 'changes' -> 0 ->> 'id' as change from promptr.enhancement_results where id = $1",
      [enhancementId],
    );
    const applied = await apply({ enhancementId, changes: [kept?.["change"]] });
    expect(applied.body).toMatchObject({ version: 3, enhanced: { task: BETTER, style: "Dry." } });
  });

  test("twice at once makes one version, and both are told of it", async () => {
    const { promptId } = await make();
    const answers = await Promise.all([1, 2, 3].map(() => enhance({ promptId, save: true })));
    expect(answers.map(({ status, body }) => [status, body.draftVersion])).toEqual(
      Array.from({ length: 3 }, () => [200, 2]),
    );
    expect(await versions(promptId)).toHaveLength(2);
  });

  test("tells those who listen that there is a new version", async () => {
    const { promptId } = await make();
    await enhance({ promptId, save: true });
    const told = await until(() =>
      scene.world.sql(
        "select kind from promptr.change_events where data @> jsonb_build_object('promptId', $1::text, 'version', 2) and kind = 'version.created'",
        [promptId],
      ),
    );
    expect(told).toHaveLength(1);
  });
});
