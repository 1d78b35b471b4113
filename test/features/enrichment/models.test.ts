import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CATALOGUE, type Model } from "../../../src/features/enrichment/enhance/catalogue.ts";
import { chooseModel, resolveModel, statusOf } from "../../../src/features/enrichment/models.ts";
import { createWorld, type World } from "../../world.ts";

describe("the bundled catalogue", () => {
  test("gives every name to one model only", () => {
    const names = CATALOGUE.flatMap(({ id, aliases }) => [id, ...aliases]);
    expect(new Set(names).size).toBe(names.length);
    for (const model of CATALOGUE) for (const name of model.aliases) expect(resolveModel(name)).toBe(model);
  });

  test("names for every model that retires a replacement of the same provider that outlives it", () => {
    for (const model of CATALOGUE.filter(({ retiresOn }) => retiresOn !== null)) {
      const replacement = resolveModel(model.replacement ?? "");
      expect(replacement?.provider, model.id).toBe(model.provider);
      expect(replacement?.retiresOn ?? "9999-12-31" > model.retiresOn!, model.id).toBeTruthy();
    }
  });

  test("counts a model as retired from the first moment of its last day on, and as retiring before", () => {
    const gpt5 = resolveModel("gpt-5") as Model;
    expect(statusOf(gpt5, new Date("2026-12-10T23:59:59.999Z"))).toBe("retiring");
    expect(statusOf(gpt5, new Date("2026-12-11T00:00:00.000Z"))).toBe("retired");
    expect(statusOf(resolveModel("claude-opus-5-5") as Model, new Date("2030-01-01"))).toBe("active");
  });

  test("falls back to the built-in engine where no provider has a key", () => {
    const choice = chooseModel(undefined, { providers: new Map() }, new Date("2026-11-22"));
    expect(choice).toMatchObject({ model: { id: "promptr-builtin" }, provider: null, requested: null });
  });
});

describe("GET /enrichment/models", () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld({ env: { ANTHROPIC_API_KEY: "sk-ant-test" } });
  });
  afterAll(() => world[Symbol.asyncDispose]());

  test("lists every model with its price, its end and whether this server can use it", async () => {
    world.clock.now = new Date("2026-11-22T12:00:00Z");
    const user = await world.user();
    const { status, body } = await user.get("/enrichment/models");
    expect(status).toBe(200);
    expect(body.data).toHaveLength(CATALOGUE.length);
    expect(body.defaultModel).toBe("claude-haiku-5-5");
    const named = (id: string) => body.data.find((model: { id: string }) => model.id === id);
    expect(named("claude-sonnet-5-5")).toMatchObject({
      provider: "anthropic",
      status: "active",
      configured: true,
      prices: { input: 2, output: 10 },
    });
    expect(named("claude-3-5-sonnet")).toMatchObject({
      status: "retired",
      retiresOn: "2025-10-28",
      replacement: "claude-sonnet-5-5",
    });
    expect(named("gpt-5")).toMatchObject({ status: "retiring", retiresOn: "2026-12-11", configured: false });
    expect(named("gpt-4o")).toMatchObject({ status: "retiring", retiresOn: "2027-01-14" });
    expect(named("promptr-builtin")).toMatchObject({ provider: "builtin", configured: true });
  });

  test("is refused without a credential", async () => {
    expect(await world.anyone.get("/enrichment/models")).toMatchObject({
      status: 401,
      body: { code: "unauthenticated" },
    });
  });
});
