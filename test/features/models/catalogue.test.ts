import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BUNDLED } from "../../../src/features/models/bundled.ts";
import { BUNDLED_CATALOGUE } from "../../../src/features/models/catalogue.ts";
import { factsOf, type Model, statusOf, successorOf } from "../../../src/features/models/index.ts";
import { createWorld, type World } from "../../world.ts";

const bundled = (name: string): Model => BUNDLED_CATALOGUE.resolve(name)!;
const TODAY = new Date("2026-11-22T12:00:00Z");

describe("the bundled catalogue", () => {
  test("gives every name to one model only", () => {
    const names = BUNDLED.flatMap(({ id, aliases }) => [id, ...aliases]);
    expect(new Set(names).size).toBe(names.length);
    for (const model of BUNDLED) for (const name of model.aliases) expect(bundled(name)).toBe(model);
  });

  test("names for every model that retires a replacement of the same provider that outlives it", () => {
    for (const model of BUNDLED.filter(({ retiresOn }) => retiresOn !== null)) {
      const replacement = BUNDLED_CATALOGUE.resolve(model.replacement ?? "");
      expect(replacement?.provider, model.id).toBe(model.provider);
      expect(replacement?.retiresOn ?? "9999-12-31" > model.retiresOn!, model.id).toBeTruthy();
    }
  });

  test("counts a model as retired from the first moment of its last day on, and as retiring before", () => {
    const gpt5 = bundled("gpt-5");
    expect(statusOf(gpt5, new Date("2026-12-10T23:59:59.999Z"))).toBe("retiring");
    expect(statusOf(gpt5, new Date("2026-12-11T00:00:00.000Z"))).toBe("retired");
    expect(statusOf(bundled("claude-opus-5-5"), new Date("2030-01-01"))).toBe("active");
  });

  test.each(["claude-3-5-sonnet", "claude-3-5-sonnet-20241022", "claude-3-5-sonnet-latest"])(
    "resolves the guide's default %s, which is retired, and offers a replacement that answers",
    (name) => {
      expect(factsOf(BUNDLED_CATALOGUE, name, TODAY)).toMatchObject({
        id: name,
        status: "retired",
        retiresOn: "2025-10-28",
        replacement: "claude-sonnet-5-5",
      });
      expect(successorOf(BUNDLED_CATALOGUE, bundled(name), TODAY).id).toBe("claude-sonnet-5-5");
    },
  );

  test("tells the linter what a model can read at once and which settings it refuses", () => {
    const facts = factsOf(BUNDLED_CATALOGUE, "claude-sonnet-5-5", TODAY);
    expect(facts).toMatchObject({ contextWindow: 1_000_000, refuses: ["temperature", "top_p", "top_k"] });
    expect(factsOf(BUNDLED_CATALOGUE, "claude-haiku-4-5", TODAY)?.refuses).toEqual([]);
    expect(factsOf(BUNDLED_CATALOGUE, "nobody-1", TODAY)).toBeNull();
  });
});

describe("GET /enrichment/models", () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld({ env: { ANTHROPIC_API_KEY: "sk-ant-test" } });
    world.clock.now = TODAY;
  });
  afterAll(() => world[Symbol.asyncDispose]());

  test("lists every model with its price, its end and whether this server can use it", async () => {
    const user = await world.user();
    const { status, body } = await user.get("/enrichment/models");
    expect(status).toBe(200);
    expect(body.data).toHaveLength(BUNDLED.length);
    expect(body.defaultModel).toBe("claude-haiku-5-5");
    const named = (id: string) => body.data.find((model: { id: string }) => model.id === id);
    expect(named("claude-sonnet-5-5")).toMatchObject({
      provider: "anthropic",
      status: "active",
      configured: true,
      listed: null,
      prices: { input: 2, output: 10 },
    });
    expect(named("claude-3-5-sonnet")).toMatchObject({
      status: "retired",
      retiresOn: "2025-10-28",
      replacement: "claude-sonnet-5-5",
    });
    for (const id of ["gpt-5", "o3"]) {
      expect(named(id)).toMatchObject({ status: "retiring", retiresOn: "2026-12-11", configured: false });
    }
    for (const id of ["gpt-4o", "gpt-4.1"]) {
      expect(named(id)).toMatchObject({ status: "retiring", retiresOn: "2027-01-14", configured: false });
    }
    expect(named("promptr-builtin")).toMatchObject({ provider: "builtin", configured: true });
  });

  test("asks once for the lists of its providers while none was ever read", async () => {
    const user = await world.user();
    await Promise.all([user.get("/enrichment/models"), user.get("/enrichment/models")]);
    expect(await world.queued("models.refresh")).toEqual([{}]);
  });

  test("lets in an API key for enrichment, and no other", async () => {
    const user = await world.user();
    const [key, other] = [await world.apiKey(user, { scopes: ["enrichment"] }), await world.apiKey(user)];
    expect((await key.get("/enrichment/models")).status).toBe(200);
    expect(await other.get("/enrichment/models")).toMatchObject({ status: 403, body: { code: "insufficient_scope" } });
  });

  test("is refused without a credential", async () => {
    expect(await world.anyone.get("/enrichment/models")).toMatchObject({
      status: 401,
      body: { code: "unauthenticated" },
    });
  });
});
