import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { ProviderName } from "../../../src/contract/ai.ts";
import { asUser } from "../../../src/db/identity.ts";
import { chooseModel } from "../../../src/features/models/index.ts";
import { refreshModels } from "../../../src/features/models/jobs.ts";
import { type ListFault, type ModelLists, startModelLists, type WireModel } from "../../fakes/model-lists.ts";
import { createWorld, until, type User, type World } from "../../world.ts";
import { runJob } from "../privacy/fixture.ts";

const TODAY = new Date("2026-11-22T12:00:00Z");
const DAY_MS = 86_400_000;

let lists: ModelLists;
let world: World;
let ada: User;
beforeAll(async () => {
  lists = await startModelLists();
  world = await createWorld({ env: lists.env });
  ada = await world.user();
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await lists[Symbol.asyncDispose]();
});
beforeEach(async () => {
  world.clock.now = TODAY;
  lists.heal();
  lists.pageBy(1000);
  lists.list("openai", ...named("gpt-6-luna", "gpt-6-sol", "gpt-5", "gpt-4o", "gpt-4o-2024-08-06"));
  lists.list("anthropic", ...named("claude-haiku-5-5", "claude-sonnet-5-5", "claude-opus-5-5", "claude-sonnet-5"));
  lists.list("google", ...named("models/gemini-3.8-flash", "models/gemini-4-pro"));
  await world.sql("delete from promptr.model_catalog");
  world.app.ports.cache.drop("models");
});

const named = (...ids: string[]): WireModel[] => ids.map((id) => ({ id }));
const refresh = (): Promise<void> => runJob(world, refreshModels, {});
const shown = async (id: string) => {
  const { body } = await ada.get("/enrichment/models");
  return body.data.find((model: { id: string }) => model.id === id);
};
const choose = (name?: string) =>
  chooseModel(
    { db: world.db(asUser(null)), ports: world.app.ports, jobs: world.app.jobs, now: () => world.clock.now },
    name,
  );
const kept = () => world.sql("select id, listed, retires_on::text, provider from promptr.model_catalog order by id");

describe("the kill switch for calls of providers", () => {
  test("keeps their lists from being read as well", async () => {
    await runJob(world, refreshModels, {}, { settings: { flags: { model_calls: false } } });
    expect(await kept()).toEqual([]);
    await refresh();
    expect(await kept()).not.toEqual([]);
  });
});

describe("the providers' lists", () => {
  test("say which of the known models are offered, and until when", async () => {
    lists.list("openai", { id: "gpt-6-luna", shutdown_date: "2027-06-01" }, ...named("gpt-6-sol"));
    lists.list("anthropic", {
      id: "claude-haiku-5-5",
      lifecycle: "deprecated",
      retires_at: "2027-02-01T00:00:00Z",
      max_input_tokens: 2_000_000,
      max_tokens: 64_000,
      capabilities: { structured_outputs: { supported: false } },
    });
    await refresh();
    expect(await shown("gpt-6-luna")).toMatchObject({ listed: true, status: "retiring", retiresOn: "2027-06-01" });
    expect(await shown("gpt-6-sol")).toMatchObject({ listed: true, status: "active" });
    expect(await shown("gpt-6-astra")).toMatchObject({ listed: false, status: "active" });
    expect(await shown("claude-haiku-5-5")).toMatchObject({
      status: "retiring",
      retiresOn: "2027-02-01",
      contextWindow: 2_000_000,
      maxOutputTokens: 64_000,
      capabilities: { structuredOutput: false },
      prices: { input: 0.1, output: 0.5 },
    });
    expect(await shown("gemini-3.8-flash")).toMatchObject({ listed: true });
  });

  test("bring models nobody knew, of which nothing is asked that could be refused", async () => {
    await refresh();
    expect(await shown("gemini-4-pro")).toEqual({
      id: "gemini-4-pro",
      provider: "google",
      aliases: [],
      contextWindow: null,
      maxOutputTokens: null,
      prices: null,
      capabilities: { structuredOutput: false, streaming: true, temperature: false },
      retiresOn: null,
      replacement: null,
      listed: true,
      status: "active",
      configured: true,
    });
    expect(await choose("gemini-4-pro")).toMatchObject({ model: { id: "gemini-4-pro" }, requested: "gemini-4-pro" });
  });

  test("say what an unknown model can do, where they say it", async () => {
    lists.list("anthropic", { id: "claude-next-6", capabilities: { structured_outputs: { supported: true } } });
    await refresh();
    expect(await shown("claude-next-6")).toMatchObject({
      capabilities: { structuredOutput: true, temperature: false },
    });
  });

  test("leave out what does not answer in text, and names that are none", async () => {
    const odd = [
      "text-embedding-3-large",
      "whisper-1",
      "gpt-4o-mini-tts",
      "gpt-image-2",
      "ft:gpt-4o:acme::1",
      "a b",
      "",
    ];
    lists.list("openai", ...named("gpt-6-luna", ...odd, "x".repeat(101)), { id: 7 }, { name: "no id" });
    await refresh();
    const rows = await world.sql("select id from promptr.model_catalog where provider like 'openai%'");
    expect(rows).toEqual([{ id: "gpt-6-luna" }]);
  });

  test("are read to the last page", async () => {
    lists.pageBy(2);
    await refresh();
    for (const id of ["claude-haiku-5-5", "claude-opus-5-5", "claude-sonnet-5"]) {
      expect(await shown(id), id).toMatchObject({ listed: true });
    }
  });

  test("make a dated snapshot an alias, and a model of its own when it ends on another day", async () => {
    lists.list(
      "openai",
      { id: "gpt-4o", shutdown_date: "2027-01-14" },
      { id: "gpt-4o-2024-08-06", shutdown_date: "2026-12-01" },
      { id: "gpt-4o-2025-02-02" },
      ...named("gpt-6-luna-2026-10-01"),
    );
    await refresh();
    expect(await shown("gpt-4o")).toMatchObject({
      retiresOn: "2027-01-14",
      aliases: ["gpt-4o-2024-11-20", "gpt-4o-2025-02-02"],
    });
    expect(await shown("gpt-4o-2024-08-06")).toMatchObject({ retiresOn: "2026-12-01", replacement: "gpt-6-luna" });
    expect(await shown("gpt-6-luna")).toMatchObject({ listed: true, aliases: ["gpt-6-luna-2026-10-01"] });
    expect(await choose("gpt-4o-2024-11-20")).toMatchObject({ model: { id: "gpt-4o" } });
  });

  test("keep retired models on record and those that are overdue in use", async () => {
    lists.list(
      "anthropic",
      { id: "claude-haiku-5-5" },
      { id: "claude-2.1", lifecycle: "retired", retires_at: "2025-07-21T00:00:00Z" },
      { id: "claude-sonnet-4-5-20250929", lifecycle: "deprecated", retires_at: "2026-11-15T00:00:00Z" },
    );
    await refresh();
    expect(await shown("claude-2.1")).toMatchObject({ status: "retired", retiresOn: "2025-07-21", listed: false });
    expect(await shown("claude-sonnet-4-5")).toMatchObject({
      status: "retiring",
      retiresOn: "2026-11-23",
      aliases: ["claude-sonnet-4-5-20250929"],
    });
  });

  test("cannot speak for another provider", async () => {
    lists.list("openai", ...named("gpt-6-luna"), { id: "claude-haiku-5-5", shutdown_date: "2020-01-01" });
    await refresh();
    expect(await shown("claude-haiku-5-5")).toMatchObject({ provider: "anthropic", status: "active", listed: true });
  });

  test("are read with the key of their provider", async () => {
    const from = lists.requests.length;
    await refresh();
    expect(lists.requests.slice(from)).toEqual([
      { path: "/openai/v1/models", key: "Bearer sk-lists" },
      { path: "/anthropic/v1/models?limit=1000", key: "Bearer sk-ant-lists" },
      { path: "/google/v1beta/openai/models", key: "Bearer AIza-lists" },
    ]);
  });
});

describe("a model that vanished from its provider's list", () => {
  test("is flagged and not used: its replacement answers, and without one the caller is told", async () => {
    await refresh();
    expect(await choose("gpt-5")).toMatchObject({ model: { id: "gpt-5" } });
    expect(await choose("gemini-4-pro")).toMatchObject({ model: { id: "gemini-4-pro" } });
    lists.list("openai", ...named("gpt-6-luna", "gpt-6-sol", "gpt-6.1-sol", "gpt-4o", "gpt-4o-2024-08-06"));
    lists.list("google", ...named("gemini-3.8-flash"));
    await refresh();
    expect(await shown("gpt-5")).toMatchObject({ listed: false });
    expect(await choose("gpt-5")).toMatchObject({ model: { id: "gpt-6.1-sol" }, named: { id: "gpt-5" } });
    expect(await shown("gemini-4-pro")).toMatchObject({ listed: false });
    await expect(choose("gemini-4-pro")).rejects.toMatchObject({
      code: "invalid_input",
      faults: [{ path: "body.model", code: "not_listed" }],
    });
  });

  test("is not the default any more", async () => {
    await refresh();
    expect((await choose()).model.id).toBe("gpt-6-luna");
    lists.list("openai", ...named("gpt-6.1-terra", "gpt-6-sol", "gpt-5", "gpt-4o-2024-08-06"));
    await refresh();
    expect((await choose()).model.id).toBe("gpt-6.1-terra");
  });
});

describe("a list that cannot be right changes nothing", () => {
  const FAULTS: [string, (() => void) | ListFault][] = [
    ["an empty one", () => lists.list("openai")],
    ["one that lost more than half", () => lists.list("openai", ...named("gpt-6-luna", "gpt-6-sol"))],
    [
      "one in which more than half are retired",
      () =>
        lists.list(
          "openai",
          ...named("gpt-6-luna", "gpt-6-sol"),
          ...["gpt-5", "gpt-4o", "gpt-4o-2024-08-06"].map((id) => ({ id, shutdown_date: "2026-11-22" })),
        ),
    ],
    [
      "one of 1,001 models",
      () => lists.list("openai", ...named(...Array.from({ length: 1001 }, (_, at) => `m-${at}`))),
    ],
    ["one that is no JSON", { body: "<html>" }],
    ["one without entries", { body: '{"data":{"id":"gpt-9"}}' }],
    ["one that is null", { body: "null" }],
    ["one that is refused", { status: 401 }],
    ["one that does not exist", { status: 404 }],
    ["one of a server that fails", { status: 500 }],
    ["one of a server that is busy", { status: 429 }],
    ["one of 20 MB", { body: `{"data":[${'{"id":"gpt-9"},'.repeat(1_400_000)}{"id":"gpt-9"}]}` }],
  ];

  test.each(FAULTS)("%s", async (_what, fault) => {
    await refresh();
    const before = await kept();
    if (typeof fault === "function") fault();
    else lists.fault("openai", fault);
    const error: unknown = await refresh().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(Error);
    expect(String((error as Error).stack)).not.toContain("sk-lists");
    expect(await kept()).toEqual(before);
  });

  test("pages of Anthropic's that have no end", async () => {
    await refresh();
    const before = await kept();
    lists.pageBy(1);
    const more = Array.from({ length: 6 }, (_, at) => `claude-x-${at}`);
    lists.list("anthropic", ...named("claude-haiku-5-5", "claude-sonnet-5-5", "claude-opus-5-5", ...more));
    await expect(refresh()).rejects.toMatchObject({ name: "ModelListRefused" });
    expect(await kept()).toEqual(before);
  });

  test("and the lists of the others are read all the same", async () => {
    lists.fault("openai", { status: 500 });
    await expect(refresh()).rejects.toThrow("openai: unavailable");
    expect((await kept()).map(({ id }) => id)).toContain("claude-haiku-5-5");
  });

  test("one that never comes ends with the job", async () => {
    lists.fault("openai", "hang");
    const controller = new AbortController();
    const pending = runJob(world, refreshModels, {}, { signal: controller.signal });
    await until(async () => lists.requests.at(-1)?.path === "/openai/v1/models");
    controller.abort(new Error("the job is over"));
    await expect(pending).rejects.toThrow("the job is over");
  });

  test("until it says so for a week", async () => {
    await refresh();
    lists.list("openai", ...named("gpt-6-luna"));
    await expect(refresh()).rejects.toMatchObject({ name: "ModelListRefused" });
    world.clock.now = new Date(TODAY.getTime() + 8 * DAY_MS);
    await refresh();
    expect(await kept()).toContainEqual(expect.objectContaining({ id: "gpt-6-sol", listed: false }));
  });
});

test("A list that says nothing new tells no cache, and one that does reaches every process", async () => {
  const told = async () =>
    (await world.sql("select count(*)::int as count from promptr.change_events where 'models' = any(tags)"))[0]?.[
      "count"
    ];
  await refresh();
  const before = await told();
  await refresh();
  expect(await told()).toBe(before);
  const other = await world.another();
  const elsewhere = async () => {
    const { body } = await other.as(ada).get("/enrichment/models");
    return body.data.some(({ id }: { id: string }) => id === "gpt-7");
  };
  expect(await elsewhere()).toBe(false);
  lists.list("openai", ...named("gpt-6-luna", "gpt-6-sol", "gpt-5", "gpt-4o", "gpt-4o-2024-08-06", "gpt-7"));
  await refresh();
  expect(await told()).toBe(Number(before) + 1);
  await until(elsewhere, 2_000);
});

test("Two refreshes at once leave what one would", async () => {
  await Promise.all([refresh(), refresh()]);
  const rows = await kept();
  expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
  expect(rows.every(({ listed }) => listed)).toBe(true);
});

test("On somebody's own server the models it lists are used, and those it does not list are not", async () => {
  await using own = await startModelLists();
  const only = (name: ProviderName) => ({ [`${name.toUpperCase()}_API_KEY`]: "sk-own" });
  own.list("openai", { id: "llama3.2:latest", max_model_len: 8_192 }, { id: "nomic-embed-text" });
  const { OPENAI_BASE_URL } = own.env;
  await using home = await createWorld({ env: { ...only("openai"), OPENAI_BASE_URL } });
  const user = await home.user();
  expect((await user.get("/enrichment/models")).body.defaultModel).toBe("gpt-6-luna");
  expect(await home.queued("models.refresh")).toEqual([{}]);
  await runJob(home, refreshModels, {});
  const { body } = await user.get("/enrichment/models");
  const find = (id: string) => body.data.find((model: { id: string }) => model.id === id);
  expect(body.defaultModel).toBe("llama3.2:latest");
  expect(find("llama3.2:latest")).toMatchObject({ listed: true, configured: true, contextWindow: 8_192 });
  expect(find("nomic-embed-text")).toBeUndefined();
  expect(find("gpt-6-luna")).toMatchObject({ listed: false });
  expect(find("claude-haiku-5-5")).toMatchObject({ listed: null, configured: false });
  own.list("openai", { id: "qwen3:8b" });
  await runJob(home, refreshModels, {});
  expect((await user.get("/enrichment/models")).body.defaultModel).toBe("qwen3:8b");
});
