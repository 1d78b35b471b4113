import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorld, type World } from "../../world.ts";
import { problemOf, share, type Shared, TASK } from "./fixture.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const UNKNOWN = "x".repeat(43);

test("whoever has the link reads the prompt and nothing about its owner's account", async () => {
  const parts = { description: "For readers.", role: "You are an editor.", output: "Five lines." };
  const { json, owner, promptId } = await share(world, { maxViews: 5 }, parts);
  const opened = await world.anyone.get(json);
  expect(opened.status).toBe(200);
  expect(opened.body).toEqual({
    title: "Explain a paper",
    ...parts,
    task: TASK,
    context: null,
    requirements: null,
    style: null,
    rawPrompt: `# Role\nYou are an editor.\n\n# Task\n${TASK}\n\n# Output\nFive lines.`,
    selectedModel: "claude-3-5-sonnet",
    version: 1,
    sharedBy: "Ada Lovelace",
    views: { used: 1, max: 5 },
    isPublic: false,
    expiresAt: null,
  });
  expect((await (await world.user()).get(json)).body.views).toEqual({ used: 2, max: 5 });
  for (const secret of [owner.userId, owner.email, promptId]) expect(opened.text).not.toContain(secret);
});

/** What JSON and page tell crawlers, after both were checked for what every answer with a prompt must say. */
const robotsOf = async (settings: object): Promise<(string | null)[]> => {
  const { json, page } = await share(world, settings);
  const asked = { headers: { "x-share-password": "open sesame" } };
  const replies = [await world.anyone.raw(`/api/v1${json}`, asked), await world.anyone.raw(page, asked)];
  for (const { status, headers } of replies) {
    expect(status).toBe(200);
    expect(headers.get("cache-control")).toBe("private, no-store");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("etag")).toBeNull();
  }
  return replies.map(({ headers }) => headers.get("x-robots-tag"));
};

test("a shared prompt is not stored on the way, sends no address onwards, and is found only when public", async () => {
  expect(await robotsOf({})).toEqual(["noindex", "noindex"]);
  expect(await robotsOf({ isPublic: true })).toEqual([null, null]);
  expect(await robotsOf({ isPublic: true, password: "open sesame" })).toEqual(["noindex", "noindex"]);
});

test("a link shows the newest version unless it was made for one", async () => {
  const { owner, promptId, json, page } = await share(world);
  const pinned = (await owner.post("/sharing/create", { promptId, version: 1 })).body.token;
  expect((await owner.put(`/prompts/${promptId}`, { task: "Do it in verse.", title: "New title" })).status).toBe(200);
  expect((await world.anyone.get(json)).body).toMatchObject({
    version: 2,
    task: "Do it in verse.",
    title: "New title",
  });
  expect((await world.anyone.raw(page)).text).toContain("Do it in verse.");
  expect((await world.anyone.get(`/sharing/${pinned}`)).body).toMatchObject({
    version: 1,
    task: TASK,
    rawPrompt: TASK,
  });
});

const ends: Record<string, (world: World, shared: Shared) => Promise<unknown>> = {
  revoked: (_world, { owner, json }) => owner.delete(json),
  "its prompt deleted": (_world, { owner, promptId }) => owner.delete(`/prompts/${promptId}`),
  "its prompt removed by moderation": (world, { promptId }) =>
    world.sql("update promptr.prompts set moderation_status = 'removed' where id = $1", [promptId]),
  "its owner erased": (world, { owner }) => world.sql("delete from promptr.profiles where id = $1", [owner.userId]),
};
test("a link that was never made, was revoked, or lost its prompt or owner gets one and the same answer", async () => {
  const unknown = problemOf(await world.anyone.get(`/sharing/${UNKNOWN}`));
  const unknownPage = await world.anyone.raw(`/s/${UNKNOWN}`);
  expect(unknown).toMatchObject({ status: 404, code: "not_found", instance: "/api/v1/sharing/[redacted]" });
  expect(unknownPage.status).toBe(404);
  for (const end of Object.values(ends)) {
    // With every protection on: a dead link asks for no password and tells no date.
    const shared = await share(world, { password: "open sesame", maxViews: 1 });
    await end(world, shared);
    expect(problemOf(await world.anyone.get(shared.json))).toEqual(unknown);
    expect(problemOf(await world.anyone.get(shared.json, { "x-share-password": "open sesame" }))).toEqual(unknown);
    const page = await world.anyone.raw(shared.page);
    expect([page.status, page.text]).toEqual([404, unknownPage.text]);
  }
});

test("text that is no token is a link that does not exist", async () => {
  for (const token of ["my-share", "x", "x".repeat(42), "x".repeat(44), "x".repeat(5_000), "%20".repeat(43), "..%2f"]) {
    expect([token, (await world.anyone.get(`/sharing/${token}`)).status]).toEqual([token, 404]);
    const page = await world.anyone.raw(`/s/${token}`);
    expect([token, page.status, page.headers.get("content-type")]).toEqual([token, 404, "text/html; charset=utf-8"]);
  }
});

test("the page is for people and the address of the API for programs", async () => {
  const { json, page } = await share(world);
  const browser = { accept: "text/html,application/xhtml+xml" };
  expect((await world.anyone.get(json, browser)).body.code).toBe("not_acceptable");
  const opened = await world.anyone.raw(`${page}?utm_source=mail&fbclid=x`, { headers: browser });
  expect([opened.status, opened.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
  expect(opened.text).toContain(TASK);
  const odd = await world.anyone.raw(page, {
    method: "POST",
    body: "{}",
    headers: { "content-type": "application/json" },
  });
  expect(odd.body.code).toBe("unsupported_media_type");
  expect((await world.anyone.get(json, { authorization: "Bearer nonsense" })).body.code).toBe("unauthenticated");
});
